"""One population of a closing made safe: every area's base numbers first, then everything crossed with them (pure).

1. How many people each area has by the base (reached or not), protected over all areas and all earlier closings.
2. Each cross by itself. Areas of which a base number was withheld have no table; those of which none is shown are one
   more area together, the rest. All base numbers of areas with tables are known to everybody, so that no cross tells
   anything about another: what moves in one leaves what is shown of the base as it is, or moves people between areas
   that have no table, which the others can follow by moving the same people. (Crosses meet in the base alone; such
   sets of tables are decomposable: whatever agrees there can be true together.)
3. Where a year is closed, communes are rounded before all that, and everything is made safe beside them; the cross that
   they have in common with exact tables then knows every area. Where no way is found, the exact tables come first:
   nothing of communes is shown.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np

from casework.disclosure.engine import Diff, Dimension, Known, NotProtected, NotRounded, Policy, Unprotected
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.guarantee import Guarantee
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.indicators.catalogue import Catalogue, Population
from casework.releases.closed import (
    Cells,
    Closed,
    Count,
    Counted,
    Earlier,
    Stuck,
    base_table,
    cells_shown,
    crosses,
    smallest,
    sound,
)
from casework.releases.lattices import (
    AREA,
    CLOSING,
    Counts,
    area_of,
    at_code,
    codes_of,
)
from casework.releases.outlook import Outlook

MOST_SHUT = 6  # areas that give way before all of it does
__all__ = ["Closed", "Closing", "Earlier", "base_table"]


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
        self.outlook = Outlook(catalogue, population, dimensions, policy.b - 1, earlier)
        together = [names for names, _ in crosses(catalogue, population)]
        if not all(any(map(one.meets, together)) for one in self.outlook.communes):
            raise ValueError("Communes need exact tables with their dimensions.")

    def close(self, count: Count, seconds: float, workers: int = 1, key: bytes | None = None) -> Closed:
        """All tables, proved safe. Where there is no way to show the country's base numbers, all of it is withheld.

        ``key``: what communes are rounded with, if they are to be; a year has that once.
        """
        until, code = time.monotonic() + seconds, self.population.code
        counts = {names: count(code, names) for names in self.population.wholes}
        if key and self.outlook.communes and not any(self.outlook.rounded(one.shown) for one in self.earlier):
            with suppress(NotRounded, NotProtected, Unprotected, Unsolved, Infeasible):
                return self._beside_communes(count, dict(counts), seconds / 2, workers, key)
        try:
            closed = self._tables(counts, {}, until - time.monotonic(), workers)
        except NotProtected:
            specs = [self.outlook.base, *self.catalogue.of(code)]
            closed = Closed(
                {one.code: dict.fromkeys(codes_of(one, self.dimensions)) for one in specs}, counts
            )
        self.prove(closed.earlier)
        return closed

    def _beside_communes(
        self, count: Count, counts: dict[tuple[str, ...], Counts], seconds: float, workers: int, key: bytes
    ) -> Closed:
        rounded: dict[str, Cells] = {}
        for one in self.outlook.communes:
            counts[one.counted] = count(self.population.code, one.counted)
            rounded[one.spec.code] = one.rounded(counts[one.counted], key, self.policy.b)
        closed = self._tables(counts, rounded, seconds, workers)
        self.prove(closed.earlier)
        return closed

    def _tables(self, counts: Counted, rounded: Mapping[str, Cells], seconds: float, workers: int) -> Closed:
        """All tables, beside the rounded ones. Areas for which no way is found are shown with nothing."""
        until, shut = time.monotonic() + seconds, frozenset[str]()
        fewest = smallest(counts[self.population.base], self.dimensions[AREA])
        while True:
            try:
                return self._exact(counts, rounded, shut, until, workers)
            except Stuck as found:
                # An area that gives way alone is known by subtraction: the smallest others go with it.
                more = found.areas - shut or frozenset([area for area in fewest if area not in shut][:1])
                if not found.areas or not more or len(shut) >= MOST_SHUT:
                    raise
                shut |= more

    def _exact(
        self,
        counts: Counted,
        rounded: Mapping[str, Cells],
        shut: frozenset[str],
        until: float,
        workers: int,
    ) -> Closed:
        tables: dict[str, Cells] = dict(rounded)
        proofs: dict[tuple[str, ...], Sequence[Diff]] = {}
        for names, specs, dimensions in self.outlook.pictures(tables):
            lattice, truth = self.outlook.picture(names, specs, dimensions, counts)
            known = self.outlook.known(lattice, specs, tables, truth)
            shown, known = self._shown(lattice, truth, known, tables.get(self.outlook.base.code, {}), shut)
            seconds = until - time.monotonic()
            try:
                release = protect_tables(shown, truth, self.policy, known, seconds=seconds, workers=workers)
            except NotProtected as trouble:
                areas = frozenset(area_of(lattice, cell) for cell in trouble.cells)
                raise Stuck(trouble, areas & set(self.dimensions[AREA].parents)) from trouble
            values = np.where(known.exact, known.low, release.values)
            tables |= {
                one.code: cells_shown(one, lattice, values, self.dimensions, self.outlook.number)
                for one in specs
            }
            proofs[names] = release.proof.tables
        return Closed(tables, counts, proofs)

    def prove(self, newest: Earlier) -> None:
        """Check the possible tables at hand, and attack for the others; Unprotected if that succeeds."""
        everything = [*self.earlier, newest]
        for names, _specs, lattice, truth, known in self.outlook.told(newest):
            at_hand = sound(newest.proofs.get(names, ()), lattice)
            # What was asked of them when they were made: exact tables beside them may since tell all that was rounded.
            rounded = known.rounds or self.outlook.meet_rounded(names, newest.shown)
            proof = Guarantee(lattice, truth, self.policy, rounded=rounded).prove(known, at_hand)
            tables = [truth, *(one.on(truth) for one in proof.tables)]
            for at, closing in enumerate(everything, start=1):
                for one in self.outlook.rounded(closing.shown):
                    if one.meets(names):
                        cells = closing.shown[one.spec.code]
                        one.follow(lattice, at, tables, closing.counts[one.counted], cells, self.policy)

    def _shown(
        self, lattice: Lattice, truth: Table, known: Known, base: Cells, shut: frozenset[str]
    ) -> tuple[Lattice, Known]:
        """The lattice with what may still be shown, and what is known; ``base``: the base table, if there is one."""
        areas = next(axis for axis in lattice.axes if axis.name == AREA)
        open_cells = np.ones(lattice.size, dtype=bool)
        if self.outlook.number > 1:
            open_cells &= at_code(lattice, CLOSING, f"s{self.outlook.number}")
        closed = {codes[0] for codes, value in base.items() if value is None} | shut
        for area in closed & set(areas.codes):
            open_cells &= ~at_code(lattice, AREA, area)
        if not base:  # of the base the country is shown, or nothing
            country = open_cells & at_code(lattice, AREA, areas.root)
            known = known.join(Known.exactly(country, truth))
        return lattice.showing(open_cells), known
