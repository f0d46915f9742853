"""Readers who have everything that was released in a year and hold it all together, whichever release it is in.

They know how places, kinds and closings fit together, and k. Unlike the product's own check, which looks at one cross
after another, they look at all of a population's crosses at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from casework.disclosure.engine import Known, Lattice
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.indicators.policies import SitePolicies
from casework.releases.building import engine_policy, shapes
from casework.releases.closing import base_table
from casework.releases.lattices import CLOSING, chained, lattice_of
from casework.releases.tables import TOTAL, Codes, ReleasedTable
from tests.disclosure.engine.bots import open_cells


@dataclass(frozen=True)
class World:
    """One population of a year: its closings' true counts, for telling who was found out."""

    lattice: Lattice
    truth: Table
    crosses: Sequence[str]
    k: int

    @classmethod
    def of(cls, policies: SitePolicies, population: str, counts: Sequence[Mapping[Codes, int]]) -> "World":
        """``counts`` are told by the area, the base, then every cross's dimensions in the catalogue's order."""
        whole = policies.catalogue.populations[population]
        crosses = [name for cross in whole.crosses for name in cross]
        specs = [base_table(whole), *policies.catalogue.of(population)]
        lattice = lattice_of((*whole.base, *crosses), specs, shapes(policies), len(counts))
        return cls(lattice, chained(lattice, counts), crosses, engine_policy(policies.disclosure).k)

    def heard(self, tables: Iterable[Sequence[ReleasedTable]]) -> Known:
        """All cells that the tables of the closings show; a wrong one is an error."""
        where, values = np.zeros(self.lattice.size, dtype=bool), np.zeros(self.lattice.size, dtype=np.int64)
        for at, release in enumerate(tables, start=1):
            for table in release:
                for codes, value in table.cells.items():
                    cell = self._cell(at, table, codes)
                    if value is not None:
                        assert value == self.truth[cell], "What was released is not true."
                        where[cell], values[cell] = True, value
        return Known.exactly(where, values)

    def found_out(self, known: Known, most: int | None = None) -> Ints:
        """The small counts that leave too little room, of all or of so many that are looked at."""
        small = self._small()[:most]
        ends = attack(self.lattice, known, small, enough=lambda low, high: (low == 0) & (high >= self.k))
        return small[open_cells(ends.low, ends.high, self.truth[small], self.k, rounded=False)]

    def steps(self, known: Known) -> Ints:
        """The cells that moved by a few people between a closing and the next, where both show them."""
        found: Mask = np.zeros(self.lattice.size, dtype=bool).reshape(self.lattice.shape)
        shown = np.where(known.exact, known.low, -1).reshape(self.lattice.shape)
        axis = self.lattice.axes[0]
        closings = sorted(code for code in axis.codes if code not in axis.private)
        numbers = [axis.codes.index(code) for code in closings]
        for one, other in pairwise(numbers) if axis.name == CLOSING else ():
            step = np.abs(shown[one] - shown[other])
            found[one] |= (shown[one] >= 0) & (shown[other] >= 0) & (step > 0) & (step < self.k)
        return np.flatnonzero(found.ravel())

    def _small(self) -> Ints:
        """Small counts of any one cross: of several together nothing is promised."""
        crossed = np.zeros(self.lattice.shape, dtype=np.int64)
        for at, axis in enumerate(self.lattice.axes):
            if axis.name in self.crosses:
                told = np.array([code != axis.root for code in axis.codes], dtype=np.int64)
                crossed += told.reshape([-1 if other == at else 1 for other in range(len(self.lattice.axes))])
        small = (self.truth > 0) & (self.truth < self.k) & self.lattice.guarded
        return np.flatnonzero(small & (crossed.ravel() <= 1))

    def _cell(self, closing: int, table: ReleasedTable, codes: Codes) -> int:
        place = {CLOSING: f"s{closing}", **dict(zip(table.dimensions, codes, strict=True))}
        named = [place.get(axis.name, TOTAL) for axis in self.lattice.axes]
        return self.lattice.index(tuple(named))
