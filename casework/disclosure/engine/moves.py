"""Possible tables near the true one, found with HiGHS: minimum-cost changes that keep every equation.

The method is that of Fischetti and Salazar (and of Kelly, Golden and Assad for one cell at a time): to hide a cell,
move it as far as the goal asks and let the cheapest other cells make up for it; what moves must be withheld.
A change is u − v with u, v ≥ 0, so that nothing moves in the starting basis and each solve takes a few pivots.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.known import ANY
from casework.disclosure.engine.room import Room
from casework.disclosure.engine.solver import INFINITE, Infeasible, Reals, Solver, Unsolved

FREE = 1e-3  # to move a person in or out of a withheld cell: next to nothing, lest changes wander
WHOLE = 1e-6
NODES = 2_000  # of a search for whole numbers
FEWER_NODES = 50  # where a failure only costs a cell


@dataclass(frozen=True)
class Wish:
    """Bounds on some columns of :class:`Moves`; wishes add up with ``+``."""

    columns: Ints
    low: Reals
    high: Reals

    def __add__(self, other: Self) -> "Wish":
        return Wish(
            np.concatenate([self.columns, other.columns]),
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
        )


class Moves:
    """Searches changes of a part. ``free`` cells cost nothing; the others cost ``cost``, or stay when ``sealed``."""

    def __init__(self, room: Room, free: Mask, cost: Reals, *, sealed: bool, until: float) -> None:
        self.room, self.free, self.sealed = room, free.copy(), sealed
        size = self.size = room.size
        up = np.where(room.high == ANY, INFINITE, room.high - room.truth).astype(float)
        down = (room.truth - room.low).astype(float)
        up[room.margin] = down[room.margin] = 0
        self._most = np.concatenate([up, down])
        self._low = np.zeros(2 * size + len(room.groups))
        self._high = np.concatenate([self._most, np.full(len(room.groups), INFINITE)])
        self._low[2 * size :] = -INFINITE
        self._cost = np.concatenate([cost, cost, np.zeros(len(room.groups))])
        inside = self._both(np.flatnonzero(free))
        self._cost[inside] = FREE
        if sealed:
            self._high[self._both(np.flatnonzero(~free))] = 0
        sums, apart = room.rows.residues(room.truth), np.zeros(len(room.groups))
        self.solver = Solver(
            room.doubled(),
            self._low,
            self._high,
            self._cost,
            np.concatenate([room.row_low - sums, apart]),
            np.concatenate([room.row_high - sums, apart]),
            until=until,
        )

    def open(self, cells: Ints) -> None:
        """These cells are withheld from now on."""
        self.free[cells] = True
        both = self._both(cells)
        if self.sealed:
            self._high[both] = self._most[both]
            self.solver.bounds(both, self._low[both], self._high[both])
        else:
            self._cost[both] = FREE
            self.solver.cost(both, self._cost[both])

    def shut(self, cells: Ints) -> None:
        """These cells stay as they are from now on; only for sealed moves."""
        self.free[cells] = False
        both = self._both(cells)
        self._high[both] = 0
        self.solver.bounds(both, self._low[both], self._high[both])

    def fall(self, cell: int, goal: int) -> Wish:
        """The cell goes down to ``goal`` or below."""
        far = float(self.room.truth[cell] - goal)
        return self._wish(cell, (0, 0), (far, max(far, self._most[cell + self.size])))

    def rise(self, cell: int, goal: int) -> Wish:
        """The cell goes up to ``goal`` or above."""
        far = float(goal - self.room.truth[cell])
        return self._wish(cell, (far, max(far, self._most[cell])), (0, 0))

    def part(self, group: int, goal: int) -> Wish:
        """So many of a group are not in its category."""
        whole, inner = self.room.truth[self.room.groups[group]]
        far = np.array([float(goal - (whole - inner))])
        return Wish(np.array([2 * self.size + group]), far, np.array([INFINITE]))

    def shift(self, change: Ints) -> Wish:
        """The margin changes by exactly this."""
        amounts = np.concatenate([np.maximum(change, 0), np.maximum(-change, 0)]).astype(float)
        return Wish(self._both(self.room.margin), amounts, amounts)

    def find(self, wish: Wish) -> Table:
        """The cheapest change that fulfils a wish, in whole numbers; Infeasible when none was found."""
        columns = wish.columns
        if np.any(wish.low > wish.high):
            raise Infeasible
        self.solver.bounds(columns, wish.low, wish.high)
        try:
            point = self.solver.solve(afresh=True)
            change = self.change(point)
            return change if change is not None else self._whole(point, wish)
        finally:
            self.solver.bounds(columns, self._low[columns], self._high[columns])

    def highest(self, columns: Ints) -> Reals:
        """How far each of these columns can go."""
        return self._high[columns]

    def reset(self, columns: Ints) -> None:
        """Bounds and costs of these columns as they were."""
        self.solver.bounds(columns, self._low[columns], self._high[columns])
        self.solver.cost(columns, self._cost[columns])

    def change(self, point: Reals) -> Table | None:
        """A solver's point as whole numbers that keep the equations, or None."""
        exact = point[: self.size] - point[self.size : 2 * self.size]
        change = np.rint(exact).astype(np.int64)
        if np.abs(exact - change).max(initial=0) > WHOLE or not self.room.allows(self.room.truth + change):
            return None
        return change

    def _whole(self, point: Reals, wish: Wish) -> Table:
        """Ask for whole numbers: first of the cells that moved and the withheld ones, then of all."""
        moved = point[: self.size] + point[self.size : 2 * self.size] > WHOLE
        for still in (np.flatnonzero(~moved & ~self.free), np.zeros(0, dtype=np.int64)):
            kept = np.setdiff1d(self._both(still), wish.columns)
            self.solver.bounds(kept, np.zeros(len(kept)), np.zeros(len(kept)))
            try:
                change = self.change(
                    self.solver.solve_whole(np.arange(2 * self.size), FEWER_NODES if self.sealed else NODES)
                )
            except (Infeasible, Unsolved):
                continue
            finally:
                self.solver.bounds(kept, self._low[kept], self._high[kept])
            if change is not None:
                return change
        raise Infeasible

    def _both(self, cells: Ints) -> Ints:
        return np.concatenate([cells, cells + self.size])

    def _wish(self, cell: int, up: tuple[float, float], down: tuple[float, float]) -> Wish:
        ends = np.array([up, down])
        return Wish(np.array([cell, cell + self.size]), ends[:, 0], ends[:, 1])
