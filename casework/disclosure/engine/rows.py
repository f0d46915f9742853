"""One block of a controlled rounding as an integer programme."""

import numpy as np

from casework.disclosure.engine.equations import Equations, Ints, Mask
from casework.disclosure.engine.solver import Infeasible, Reals, Solver, Unsolved
from casework.disclosure.engine.sums import Sums

CLOSE = 1e-6


class NoRounding(Exception):
    """A block has no rounding that fits what was rounded before, or the solver did not find it."""


class Rows:
    """An integer programme over the leaves that may go either way."""

    def __init__(self, free: Mask) -> None:
        self.free = free
        self.numbers = np.cumsum(free) - 1
        self.lengths: list[Ints] = []
        self.columns: list[Ints] = []
        self.weights: list[Ints] = []
        self.low: list[Ints] = []
        self.high: list[Ints] = []

    def add(self, sums: Sums, low: Ints, high: Ints) -> None:
        """Rows low ≤ Σ weight · up[column] ≤ high; a leaf that can't move is left out."""
        kept = self.free[sums.columns]
        lengths = np.bincount(sums.rows[kept], minlength=len(low))
        empty = lengths == 0
        if np.any(low[empty] > 0) or np.any(high[empty] < 0):
            raise NoRounding
        self.lengths.append(lengths[~empty])
        self.columns.append(self.numbers[sums.columns[kept]])
        self.weights.append(sums.weights[kept])
        self.low.append(low[~empty])
        self.high.append(high[~empty])

    def solve(self, costs: Reals) -> Ints:
        """0 or 1 for each leaf, at the least cost."""
        up = np.zeros(len(costs), dtype=np.int64)
        cost = costs[self.free]
        if not len(cost):
            return up
        lengths = np.concatenate(self.lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        told = np.ones(len(lengths), dtype=bool)
        rows = Equations(starts, np.concatenate(self.columns), np.concatenate(self.weights), told)
        low, high = (np.concatenate(one).astype(float) for one in (self.low, self.high))
        solver = Solver(rows, np.zeros(len(cost)), np.ones(len(cost)), cost, low, high)
        try:
            found = solver.solve()
            if np.abs(found - np.rint(found)).max() > CLOSE:
                solver.whole(np.arange(len(cost)))
                found = solver.solve()
        except (Infeasible, Unsolved) as error:
            raise NoRounding from error
        up[self.free] = np.rint(found).astype(np.int64)
        return up
