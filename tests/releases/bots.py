"""Readers who have everything that was released in a year and hold it all together, whichever release it is in.

They know how places, kinds and closings fit together, and k. Unlike the product's own check, which looks at one cross
after another, they look at all of a population's crosses at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from casework.disclosure.engine import Known, Lattice
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.indicators.policies import SitePolicies
from casework.releases.building import engine_policy, shapes
from casework.releases.closing import base_table
from casework.releases.communes import Communes
from casework.releases.lattices import CLOSING, chained, filled, lattice_of
from casework.releases.tables import TOTAL, Codes
from tests.disclosure.engine.bots import open_cells


@dataclass(frozen=True)
class Heard:
    """Somebody was told a number: of which codes, and how far from the truth it may be."""

    place: Mapping[str, str]
    value: int
    error: int = 0


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

    @classmethod
    def of_communes(cls, policies: SitePolicies, table: str, counts: Mapping[Codes, int]) -> "World":
        """The communes of one closing, by the dimensions of a rounded table."""
        spec, dimensions = policies.catalogue.rounded[table], shapes(policies)
        lattice = Communes.of(spec, dimensions).lattice
        truth = np.ascontiguousarray(filled(lattice, counts)).ravel()
        return cls(lattice, truth, spec.dimensions, engine_policy(policies.disclosure).k)

    def heard(self, releases: Iterable[Iterable[Heard]]) -> Known:
        """All that is told of this world's cells, closing by closing; what isn't true is an error."""
        known = Known.nothing(self.lattice.size)
        low, high = known.low, known.high
        for at, told in enumerate(releases, start=1):
            for one in told:
                cell = self._cell(at, one.place)
                if cell is not None:
                    assert abs(one.value - self.truth[cell]) <= one.error, "What was released is not true."
                    low[cell] = max(low[cell], one.value - one.error)
                    high[cell] = min(high[cell], one.value + one.error)
        return Known(low, high)

    def found_out(self, known: Known, most: int | None = None) -> Ints:
        """The small counts that leave too little room, of all or of so many that are looked at."""
        small, rounded = self._small()[:most], known.rounds

        def enough(low: Ints, high: Ints) -> Mask:
            return np.asarray(high - low >= self.k - 1 if rounded else (low == 0) & (high >= self.k))

        ends = attack(self.lattice, known, small, enough=enough)
        return small[open_cells(ends.low, ends.high, self.truth[small], self.k, rounded=rounded)]

    def steps(self, known: Known) -> Ints:
        """The cells that moved by a few people between two closings that both show them, nobody going the other way.

        Where others left, nobody can tell so few who came from more of them.
        """
        found: Mask = np.zeros(self.lattice.size, dtype=bool).reshape(self.lattice.shape)
        shown = np.where(known.exact, known.low, -1).reshape(self.lattice.shape)
        truth, axis = self.truth.reshape(self.lattice.shape), self.lattice.axes[0]
        numbers = {code: at for at, code in enumerate(axis.codes)}
        closings = len(axis.codes) - len(axis.private) if axis.name == CLOSING else 1
        for first, last in combinations(range(1, closings + 1), 2):
            one, other = numbers[f"s{first}"], numbers[f"s{last}"]
            between = f"{last}" if last - first == 1 else f"{first}-{last}"
            came, went = truth[numbers[f"added{between}"]], truth[numbers[f"removed{between}"]]
            step = np.abs(shown[one] - shown[other])
            small = (shown[one] >= 0) & (shown[other] >= 0) & (step > 0) & (step < self.k)
            found[one] |= small & (np.minimum(came, went) == 0)
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

    def _cell(self, closing: int, place: Mapping[str, str]) -> int | None:
        """The cell of a closing; None for what this world doesn't tell apart."""
        told = {CLOSING: f"s{closing}", **place}
        names = {axis.name for axis in self.lattice.axes}
        if any(code != TOTAL and name not in names for name, code in place.items()):
            return None
        codes = [told.get(axis.name, TOTAL) for axis in self.lattice.axes]
        known = all(code in axis.codes for code, axis in zip(codes, self.lattice.axes, strict=True))
        return self.lattice.index(tuple(codes)) if known else None
