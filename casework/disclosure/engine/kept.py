"""The changes found so far in a block, and which goals each of them meets."""

from dataclasses import replace

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import Goals
from casework.disclosure.engine.moves import Moves, Wish
from casework.disclosure.engine.room import Room


class Kept:
    """A pool of changes. Targets are numbered: falls of all small cells, rises, groups, changes of the margin."""

    def __init__(self, room: Room, goals: Goals, shifts: Ints) -> None:
        self.room, self.goals, self.shifts = room, goals, shifts
        self.cells, self.groups = len(goals.cells), len(goals.groups)
        self.size = len(goals) + len(shifts)
        self._rows = np.zeros((64, room.size), dtype=np.int64)
        self._met = np.zeros((64, self.size), dtype=bool)
        self._number = 0
        self.times = np.zeros(self.size, dtype=np.int64)
        """How many changes meet each target."""

    @property
    def changes(self) -> Table:
        """One change a row."""
        return self._rows[: self._number]

    @property
    def met(self) -> Mask:
        """Which change meets which target."""
        return self._met[: self._number]

    def add(self, change: Table) -> None:
        """Take in a change; it is checked, whoever found it."""
        if not self.room.allows(self.room.truth + change):
            raise ValueError("A change must keep every equation.")
        if self._number == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._met = np.concatenate([self._met, np.zeros_like(self._met)])
        self._rows[self._number] = change
        self._met[self._number] = self.meets(change)
        self.times += self._met[self._number]
        self._number += 1

    def keep(self, rows: Ints) -> None:
        """Forget all changes but these."""
        self._rows, self._met = self._rows[rows], self._met[rows]
        self._number = len(rows)
        self.times = self._met.sum(axis=0)
        if not self._number:
            self._rows = np.zeros((64, self.room.size), dtype=np.int64)
            self._met = np.zeros((64, self.size), dtype=bool)

    def only(self, room: Room, cells: Ints) -> "Kept":
        """The same in ``room.only(cells)``; no change may move another cell."""
        goals = replace(
            self.goals,
            cells=np.searchsorted(cells, self.goals.cells),
            groups=np.searchsorted(cells, self.goals.groups),
        )
        fewer = Kept(room, goals, self.shifts)
        for change in self.changes:
            fewer.add(change[cells])
        return fewer

    def wish(self, moves: Moves, target: int, shift: int | None = None) -> Wish:
        """What to ask of the solver for a target, with the margin still or changed by a shift."""
        at = target - 2 * self.cells
        if at >= self.groups:
            return moves.shift(self.shifts[at - self.groups])
        if at >= 0:
            wish = moves.part(at, int(self.goals.apart[at]))
        elif target < self.cells:
            wish = moves.fall(int(self.goals.cells[target]), int(self.goals.low[target]))
        else:
            number = target - self.cells
            wish = moves.rise(int(self.goals.cells[number]), int(self.goals.high[number]))
        return wish if shift is None else wish + moves.shift(self.shifts[shift])

    def slide(self, number: int) -> bool:
        """Ask for one more at both ends of a cell (G2: any two tables k − 1 apart); whether that can be asked."""
        cell, low, high = (int(one[number]) for one in (self.goals.cells, self.goals.low, self.goals.high))
        if not self.goals.narrow[number] or low >= self.room.truth[cell] or high >= self.room.high[cell]:
            return False
        self.goals = replace(self.goals, low=self.goals.low.copy(), high=self.goals.high.copy())
        self.goals.low[number] += 1
        self.goals.high[number] += 1
        values = self.room.truth[cell] + self.changes[:, cell]
        self._met[: self._number, number] = values <= low + 1
        self._met[: self._number, number + self.cells] = values >= high + 1
        self.times = self.met.sum(axis=0)
        return True

    def chosen(self) -> Ints:
        """For each target the number of a change that meets it, few changes altogether; −1 where there is none."""
        chosen = np.full(self.size, -1, dtype=np.int64)
        met = self.met.copy()
        gains = met.sum(axis=1)
        while len(gains) and gains.max():
            best = int(np.argmax(gains))
            new = np.flatnonzero(met[best])
            chosen[new] = best
            gains -= met[:, new].sum(axis=1)
            met[:, new] = False
        return chosen

    def meets(self, change: Table) -> Mask:
        """Which targets a change meets."""
        table, goals = self.room.truth + change, self.goals
        values = table[goals.cells]
        apart = table[goals.groups[:, 0]] - table[goals.groups[:, 1]]
        shifted = (change[self.room.margin] == self.shifts).all(axis=1)
        return np.concatenate([values <= goals.low, values >= goals.high, apart >= goals.apart, shifted])
