"""Which cells of a release go to another system under which names, and which do not (pure): the dry run itself.

What is sent is made of the same lines that the page before it shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.exports.codemaps import CodeMap
from casework.releases.tables import Codes, Head, ReleasedTable


@dataclass(frozen=True, slots=True)
class DataValue:
    """One number and its names there; ``options`` are pairs of category and option, ``cell`` its codes here."""

    table: str
    cell: Codes
    element: str
    options: tuple[tuple[str, str], ...]
    combo: str
    org_unit: str
    value: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one table: how many numbers are sent, are left out as withheld, have no name there, or are rounded.

    Of a rounded table nothing is sent: there it could not be told from an exact one.
    """

    table: ReleasedTable
    sent: int
    withheld: int
    unmapped: int
    rounded: int = 0


@dataclass(frozen=True)
class Sending:
    """All that would be sent of a release, and what is left out; ``missing`` are the codes without a name there."""

    head: Head
    values: tuple[DataValue, ...]
    tallies: tuple[Tally, ...]
    missing: Mapping[str, tuple[str, ...]]

    @property
    def withheld(self) -> int:
        """How many numbers are left out because they are withheld."""
        return sum(one.withheld for one in self.tallies)

    @property
    def rounded(self) -> int:
        """How many are left out because they are rounded."""
        return sum(one.rounded for one in self.tallies)

    @property
    def unmapped(self) -> int:
        """How many have no name there."""
        return sum(one.unmapped for one in self.tallies)


def sending(head: Head, tables: Iterable[ReleasedTable], codemap: CodeMap) -> Sending:
    """Name every cell; the order is that of tables and codes, never that of the numbers."""
    values: list[DataValue] = []
    tallies: list[Tally] = []
    missing: dict[str, dict[str, None]] = {}
    for table in tables:
        if table.error:
            tallies.append(Tally(table, 0, 0, 0, len(table.cells)))
            continue
        sent = withheld = unmapped = 0
        for cell, value in table.cells.items():
            without = _without(table, cell, codemap)
            for kind, code in without:
                missing.setdefault(kind, {})[code] = None
            if without:
                unmapped += 1
            elif value is None:
                withheld += 1
            else:
                sent += 1
                values.append(_named(table, cell, value, codemap))
        tallies.append(Tally(table, sent, withheld, unmapped))
    return Sending(
        head, tuple(values), tuple(tallies), {kind: tuple(codes) for kind, codes in missing.items()}
    )


def _without(table: ReleasedTable, cell: Codes, codemap: CodeMap) -> list[tuple[str, str]]:
    """The codes of a cell that have no name there, with what they are codes of."""
    if table.code not in codemap.elements:
        return [("table", table.code)]
    dimensions = table.dimensions[1:]
    found = [("area", cell[0])] if cell[0] not in codemap.org_units else []
    found += [
        (name, code)
        for name, code in zip(dimensions, cell[1:], strict=True)
        if code not in codemap.options.get(name, {})
    ]
    if not found and codemap.combo(table.code, dimensions, cell[1:]) is None:
        found.append(("combo", "/".join((table.code, *cell[1:]))))
    return found


def _named(table: ReleasedTable, cell: Codes, value: int, codemap: CodeMap) -> DataValue:
    dimensions = table.dimensions[1:]
    return DataValue(
        table=table.code,
        cell=cell,
        element=codemap.elements[table.code],
        options=tuple(
            (codemap.categories[name], codemap.options[name][code])
            for name, code in zip(dimensions, cell[1:], strict=True)
        ),
        combo=codemap.combo(table.code, dimensions, cell[1:]) or "",
        org_unit=codemap.org_units[cell[0]],
        value=value,
    )
