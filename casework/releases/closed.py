"""What a closing made: its tables and its counts, as it is kept and as later ones see it (pure)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from casework.disclosure.engine import WITHHELD, Diff, Dimension, NotProtected
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.lattice import Lattice
from casework.indicators.catalogue import Catalogue, Population, TableSpec
from casework.releases.lattices import AREA, CLOSING, REST, Counts, codes_of, number_of
from casework.releases.tables import Codes

Cells = Mapping[Codes, int | None]
Count = Callable[[str, tuple[str, ...]], Counts]
Proofs = Mapping[tuple[str, ...], Sequence[Diff]]
Counted = Mapping[tuple[str, ...], Counts]


@dataclass(frozen=True)
class Earlier:
    """A release made before in the year: what was counted then of a population, and what its tables show.

    ``proofs``: possible tables that were found when it was made, by what was looked at; they are checked, not believed.
    """

    counts: Counted
    shown: Mapping[str, Cells]
    proofs: Proofs = field(default_factory=dict)


@dataclass(frozen=True)
class Closed:
    """What a population's closing shows, by table, and what was counted for it, by dimensions."""

    tables: Mapping[str, Cells]
    counts: Counted
    proofs: Proofs = field(default_factory=dict)

    @property
    def earlier(self) -> Earlier:
        """The same, as the next closing will see it."""
        return Earlier(self.counts, self.tables, self.proofs)

    @property
    def nothing(self) -> bool:
        """Whether all of it is withheld."""
        return all(value is None for cells in self.tables.values() for value in cells.values())


def base_table(population: Population) -> TableSpec:
    """The table of the base alone; it is part of every release."""
    return TableSpec(f"{population.code}-base", population.name, population.code, "province", population.base)


def areas_told(whole: Dimension, tables: Sequence[Cells]) -> Dimension:
    """The areas of which one of these base tables shows a number, and the others as one."""
    shown = {codes[0] for cells in tables for codes, value in cells.items() if value is not None}
    own = shown - {whole.root}
    rest = frozenset({REST}) if own < set(whole.children[whole.root]) else frozenset[str]()
    parents = dict.fromkeys([*sorted(own), *rest], whole.root)
    return replace(whole, parents=parents, private=rest)


def sound(tables: Sequence[Diff], lattice: Lattice) -> list[Diff]:
    """Those of the tables that are of this lattice at all."""
    return [
        one
        for one in tables
        if len(one.cells) == len(one.values)
        and (not len(one.cells) or (one.cells[0] >= 0 and one.cells[-1] < lattice.size))
        and bool(np.all(np.diff(one.cells) > 0))
    ]


def smallest(counts: Counts, areas: Dimension) -> list[str]:
    """The areas that have anybody, those with the fewest people first."""
    people = Counter[str]()
    for (area, *_codes), number in counts.items():
        if area in areas.parents:
            people[area] += number
    return sorted(people, key=lambda area: (people[area], area))


def cells_shown(
    spec: TableSpec, lattice: Lattice, values: Table, dimensions: Mapping[str, Dimension], closing: int
) -> Cells:
    """The cells of a table of a closing, out of the lattice's shown values (WITHHELD elsewhere)."""
    areas = next(axis for axis in lattice.axes if axis.name == AREA).codes
    found: dict[Codes, int | None] = {}
    for codes in codes_of(spec, dimensions):
        split = dict(zip(spec.dimensions, codes[1:], strict=True))
        number = number_of(lattice, {CLOSING: f"s{closing}", AREA: codes[0], **split})
        value = int(values[number]) if number is not None and codes[0] in areas else WITHHELD
        found[codes] = None if value < 0 else value
    return found


def crosses(
    catalogue: Catalogue, population: Population
) -> Iterator[tuple[tuple[str, ...], list[TableSpec]]]:
    """The dimensions that are counted together, with the tables of them, each table once."""
    left = list(catalogue.of(population.code))
    for names in population.wholes:
        specs = [one for one in left if set(one.dimensions) <= set(names)]
        left = [one for one in left if one not in specs]
        if specs:
            yield names, specs


class Stuck(NotProtected):
    """No way was found for cells of these areas."""

    def __init__(self, trouble: NotProtected, areas: frozenset[str]) -> None:
        super().__init__(str(trouble))
        self.areas = areas
