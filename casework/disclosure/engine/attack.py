"""What somebody who has seen everything can find out about each cell: the second opinion on every protection.

The interval of a cell is what the cell can be in all non-negative whole tables that agree with the equations and with
everything released. This is the audit of Fischetti & Salazar (2001), two programmes a cell, made shorter: what is
unknown falls into independent parts, each solve starts from the last one's basis, and every table found moves the
ends of all the cells of its part. It shares nothing with the protection but the lattice and the solver's options.

Every end stands for a table of whole numbers that was checked without the solver. Were the solver wrong, intervals
would come out too narrow: a false alarm, never false safety.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.parts import Part, Search, parts
from casework.disclosure.engine.solver import Reals
from casework.disclosure.engine.system import narrowed, system_of

Enough = Callable[[Ints, Ints], Mask]
Seen = Callable[[Ints, Ints], None]


@dataclass(frozen=True)
class Intervals:
    """For each of ``cells`` the least and the greatest count that is possible."""

    cells: Ints
    low: Ints
    high: Ints


def attack(
    lattice: Lattice,
    known: Known,
    cells: Ints | None = None,
    *,
    enough: Enough | None = None,
    seen: Seen | None = None,
) -> Intervals:
    """The intervals of these cells, or of all.

    ``enough(low, high)`` says for which intervals it isn't worth looking further: they may then be wider than told,
    never narrower. ``seen(cells, values)`` is shown the tables found, part by part.
    ValueError when what is known contradicts itself, Unsolved when the solver fails.
    """
    asked = np.arange(lattice.size) if cells is None else np.asarray(cells, dtype=np.int64)
    system = system_of(lattice)
    told = narrowed(system, known)
    low, high = told.low.copy(), told.high.copy()
    wanted = np.zeros(lattice.size, dtype=bool)
    wanted[asked] = True
    for part in parts(system, told):
        if wanted[part.cells].any():
            sweep = Sweep(part, enough, seen)
            sweep.over(np.flatnonzero(wanted[part.cells]))
            low[part.cells], high[part.cells] = sweep.low, sweep.high
    return Intervals(asked, low[asked], high[asked])


class Sweep:
    """The ends of the cells of one part, moved outwards by every table that is found."""

    def __init__(self, part: Part, enough: Enough | None, seen: Seen | None) -> None:
        self.part, self.enough, self.seen = part, enough, seen
        self.search = Search(part)
        self.low, self.high = part.high.copy(), part.low.copy()
        self._look(np.zeros(0, dtype=np.int64), np.zeros(0))

    def over(self, wanted: Ints) -> None:
        """Settle the cells at these places."""
        for cost in (1.0, -1.0):
            open_ones = wanted[~self._settled(wanted, cost)]
            if len(open_ones) > 1:
                self._look(open_ones, np.full(len(open_ones), cost))
            for place in open_ones.tolist():
                one = np.array([place])
                if not self._settled(one, cost)[0]:
                    self._look(one, np.array([cost]))

    def _look(self, places: Ints, costs: Reals) -> None:
        values = self.search.least(places, costs)
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        if self.seen is not None:
            self.seen(self.part.cells, values)

    def _settled(self, places: Ints, cost: float) -> Mask:
        """Whether one end can't lie further out, or needn't."""
        low, high = self.low[places], self.high[places]
        reached = low == self.part.low[places] if cost > 0 else high == self.part.high[places]
        return np.asarray(reached if self.enough is None else reached | self.enough(low, high))
