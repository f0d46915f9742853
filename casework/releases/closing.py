"""One population of a closing made safe: every area's base numbers first, then everything crossed with them (pure).

1. How many people each area has by the base (reached or not), protected over all areas and all earlier closings.
2. Each cross by itself. Areas of which a base number was withheld have no table; together they are one more area, the
   rest. The base numbers of the other areas are known to everybody, so that no cross tells anything about another: what
   moves in one leaves them as they are, or moves people between areas that have no table, which the others can
   follow by moving the same people. (Crosses meet in the base alone; such sets of tables are decomposable: whatever
   agrees there can be true together.)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from casework.disclosure.engine import Dimension, Known, NotProtected, Policy
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.guarantee import Guarantee
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.protect import protect_tables
from casework.indicators.catalogue import Catalogue, Population, TableSpec
from casework.releases.lattices import (
    AREA,
    CLOSING,
    Counts,
    at_code,
    chained,
    codes_of,
    lattice_of,
    number_of,
    pooled,
    several_areas,
)
from casework.releases.tables import Codes

REST = "rest"
Cells = dict[Codes, int | None]
Count = Callable[[str, tuple[str, ...]], Counts]
Counted = Mapping[tuple[str, ...], Counts]


@dataclass(frozen=True)
class Earlier:
    """A release made before in the year: what was counted then of a population, and what its tables show."""

    counts: Counted
    shown: Mapping[str, Mapping[Codes, int | None]]


@dataclass(frozen=True)
class Closed:
    """What a population's closing shows, by table, and what was counted for it, by dimensions."""

    tables: Mapping[str, Cells]
    counts: Counted

    @property
    def nothing(self) -> bool:
        """Whether all of it is withheld."""
        return all(value is None for cells in self.tables.values() for value in cells.values())


class Closing:
    """The closing of one population beside the earlier ones."""

    def __init__(
        self,
        catalogue: Catalogue,
        population: Population,
        dimensions: Mapping[str, Dimension],
        policy: Policy,
        earlier: Sequence[Earlier],
    ) -> None:
        self.catalogue, self.population, self.policy = catalogue, population, policy
        self.dimensions, self.earlier = dimensions, earlier
        self.number = len(earlier) + 1
        self.base = base_table(population)

    def close(self, count: Count, seconds: float, workers: int = 1) -> Closed:
        """All tables. Where there is no safe way to show the country's base numbers, all of it is withheld."""
        counts = {names: count(self.population.code, names) for names in self.population.wholes}
        try:
            return Closed(self._tables(counts, seconds, workers), counts)
        except NotProtected:
            specs = [self.base, *self.catalogue.of(self.population.code)]
            empty = {one.code: dict.fromkeys(codes_of(one, self.dimensions)) for one in specs}
            return Closed(empty, counts)

    def _tables(self, counts: Counted, seconds: float, workers: int) -> dict[str, Cells]:
        base = self._protected(
            self.population.base, [self.base], self.dimensions, counts, {}, seconds, workers
        )
        told = base[self.base.code]
        dimensions = {**self.dimensions, AREA: self._areas(told)}
        tables = dict(base)
        for names, specs in self._crosses():
            tables |= self._protected(names, specs, dimensions, counts, told, seconds, workers)
        return tables

    def prove(self, newest: Earlier) -> None:
        """Attack everything that all closings of the year show, the newest among them; Unprotected if it succeeds.

        This is the second opinion on ``close``: nothing of its work is used.
        """
        base = newest.shown[self.base.code]
        for names, specs, dimensions in (
            (self.population.base, [self.base], self.dimensions),
            *(
                (names, specs, {**self.dimensions, AREA: self._areas(base)})
                for names, specs in self._crosses()
            ),
        ):
            lattice, truth = self._picture(names, specs, dimensions, newest.counts)
            Guarantee(lattice, truth, self.policy, rounded=False).prove(
                self._known(lattice, specs, newest.shown, truth)
            )

    def _crosses(self) -> Iterator[tuple[tuple[str, ...], list[TableSpec]]]:
        """The dimensions that are counted together, with the tables of them, each table once."""
        left = list(self.catalogue.of(self.population.code))
        for names in self.population.wholes:
            specs = [one for one in left if set(one.dimensions) <= set(names)]
            left = [one for one in left if one not in specs]
            if specs:
                yield names, specs

    def _picture(
        self,
        names: tuple[str, ...],
        specs: Sequence[TableSpec],
        dimensions: Mapping[str, Dimension],
        counts: Counted,
    ) -> tuple[Lattice, Table]:
        """The lattice of these dimensions over all closings, and the true table."""
        lattice = lattice_of(names, [*specs, self.base], dimensions, self.number)
        whole = (*(some.counts for some in self.earlier), counts)
        return lattice, chained(lattice, [pooled(one[names], dimensions[AREA], REST) for one in whole])

    def _protected(
        self,
        names: tuple[str, ...],
        specs: Sequence[TableSpec],
        dimensions: Mapping[str, Dimension],
        counts: Counted,
        base: Mapping[Codes, int | None],
        seconds: float,
        workers: int,
    ) -> dict[str, Cells]:
        """Tables of some dimensions; ``base`` are the base numbers that are known already."""
        lattice, truth = self._picture(names, specs, dimensions, counts)
        areas = dimensions[AREA]
        open_cells = np.ones(lattice.size, dtype=bool)
        if self.number > 1:
            open_cells &= at_code(lattice, CLOSING, f"s{self.number}")
        for area in {codes[0] for codes, value in base.items() if value is None} & set(areas.depths):
            open_cells &= ~at_code(lattice, AREA, area)
        known = self._known(lattice, specs, {self.base.code: base}, truth)
        if not base:  # of the base the country is shown, or nothing
            country = open_cells & at_code(lattice, AREA, areas.root)
            known = known.join(Known.exactly(country, truth))
        shown = lattice.showing(open_cells)
        release = protect_tables(shown, truth, self.policy, known, seconds=seconds, workers=workers)
        values = np.where(known.exact, known.low, release.values)
        return {one.code: self._cells(one, lattice, values, areas) for one in specs}

    def _cells(self, spec: TableSpec, lattice: Lattice, values: Table, areas: Dimension) -> Cells:
        found: Cells = {}
        for codes in codes_of(spec, self.dimensions):
            place = {
                CLOSING: f"s{self.number}",
                AREA: codes[0],
                **dict(zip(spec.dimensions, codes[1:], strict=True)),
            }
            value = int(values[number_of(lattice, place)]) if codes[0] in areas.depths else -1
            found[codes] = None if value < 0 else value
        return found

    def _areas(self, base: Mapping[Codes, int | None]) -> Dimension:
        """The areas that any closing of the year shows, and the rest of them as one."""
        whole = self.dimensions[AREA]
        told = [base, *(one.shown[self.base.code] for one in self.earlier)]
        own = {area for cells in told for area in _whole_areas(cells)} - {whole.root}
        rest = frozenset({REST}) if own < set(whole.children[whole.root]) else frozenset[str]()
        parents = dict.fromkeys([*sorted(own), *rest], whole.root)
        return replace(whole, parents=parents, private=rest)

    def _known(
        self,
        lattice: Lattice,
        specs: Sequence[TableSpec],
        newest: Mapping[str, Mapping[Codes, int | None]],
        truth: Table,
    ) -> Known:
        """What the earlier closings' tables tell, these of the newest one, and how many have several provinces.

        The last is no secret; were it one, what a cross shows could tell of another's people through it.
        """
        where, values = several_areas(lattice, self.population.base), np.zeros(lattice.size, dtype=np.int64)
        values[where] = truth[where]
        for at, shown in enumerate((*(one.shown for one in self.earlier), newest), start=1):
            for spec in (*specs, self.base):
                for codes, value in shown.get(spec.code, {}).items():
                    place = {
                        CLOSING: f"s{at}",
                        AREA: codes[0],
                        **dict(zip(spec.dimensions, codes[1:], strict=True)),
                    }
                    number = number_of(lattice, place)
                    if value is not None and number is not None:
                        where[number], values[number] = True, value
        return Known.exactly(where, values)


def base_table(population: Population) -> TableSpec:
    """The table of the base alone; it is part of every release."""
    return TableSpec(f"{population.code}-base", population.name, population.code, "province", population.base)


def _whole_areas(cells: Mapping[Codes, int | None]) -> set[str]:
    """The areas of which no number is withheld."""
    return {codes[0] for codes in cells} - {codes[0] for codes, value in cells.items() if value is None}
