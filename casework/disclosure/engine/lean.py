"""A room with no more cells than the search needs: sums that nobody asks for follow from what they add up.

Kept are the cells that are wanted, whatever is known within ends, the finest cells, and of the other sums those that
several rows speak of; what is known exactly goes too. One row for each sum suffices: whatever adds up from the finest
cells adds up the other way too. Nothing is lost: a change of the cells that are kept is one of all, and back.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from casework.disclosure.engine.equations import Equations, Ints, Mask, Table
from casework.disclosure.engine.room import Room
from casework.disclosure.engine.system import MOST

Terms = dict[int, int]  # weights by cell


@dataclass(frozen=True)
class Lean:
    """The room over the kept ``cells``, and for each sum that was left out what it adds up; the finest first."""

    room: Room
    size: int
    cells: Ints
    sums: tuple[tuple[int, Ints, Ints], ...]

    def whole(self, changes: Table) -> Table:
        """Changes of the kept cells (one a row) as changes of all."""
        found = np.zeros((self.size, len(changes)), dtype=np.int64)
        found[self.cells] = changes.T
        for cell, parts, weights in self.sums:
            found[cell] = weights @ found[parts]
        return np.ascontiguousarray(found.T)


def lean(room: Room, wanted: Mask) -> Lean:
    """The room without what isn't wanted of it."""
    sums, told = _Sums(room), wanted | (room.low < room.high)
    needed = wanted | ~sums.implied
    if needed[sums.height > 0].all():
        rows, cells = sums.enough, np.flatnonzero(told)
        ends = {"row_low": room.row_low[rows], "row_high": room.row_high[rows]}
        return Lean(replace(room, rows=room.rows.chosen(rows), **ends).only(cells), room.size, cells, ())
    kept = _Kept(sums, needed)
    for cell in np.lexsort((np.arange(room.size), -sums.height)).tolist():
        kept.take(cell)
    cells = np.flatnonzero(kept.cells & told)
    whole = replace(room, rows=kept.rows(), row_low=kept.row_low, row_high=kept.row_high)
    return Lean(whole.only(cells), room.size, cells, tuple(reversed(kept.left_out)))


class _Sums:
    """The rows of a room: which cells are sums, of what, and how far above the finest cells they are."""

    def __init__(self, room: Room) -> None:
        self.room, rows = room, room.rows
        equal = self.equal = room.row_low == room.row_high
        first, here = rows.starts[:-1], equal[rows.rows]
        self.height = np.zeros(room.size, dtype=np.int64)
        while True:
            below = self.height[rows.columns]
            below[first] = -1
            above = self.height.copy()
            np.maximum.at(above, rows.columns[first][equal], np.maximum.reduceat(below, first)[equal] + 1)
            if np.array_equal(above, self.height):
                break
            self.height = above
        bad = here & (rows.weights > 0) | (room.low[rows.columns] < 0)
        bad[first] = False
        fine = equal & ~np.logical_or.reduceat(bad, first)
        adds = np.zeros(room.size, dtype=bool)
        adds[rows.columns[first][fine]] = True
        loose = (room.high >= MOST) & ((room.low <= -MOST) | ((room.low == 0) & adds))
        loose[rows.columns[~here]] = False
        self.implied: Mask = loose | (self.height == 0)
        """What its parts' ends say of each cell is all that is known of it (of the finest, nothing is asked)."""

    @property
    def enough(self) -> Ints:
        """A row for each sum, and those that are no sums."""
        sums = np.where(self.equal, self.room.rows.columns[self.room.rows.starts[:-1]], -1)
        first = np.unique(sums, return_index=True)[1]
        return np.union1d(first[self.equal[first]], np.flatnonzero(~self.equal))

    @cached_property
    def ways(self) -> dict[int, list[Terms]]:
        """For each sum the rows that add it up."""
        found = defaultdict(list)
        starts, columns = self.room.rows.starts.tolist(), self.room.rows.columns.tolist()
        weights = (-self.room.rows.weights).tolist()
        for row in np.flatnonzero(self.equal).tolist():
            start, end = starts[row] + 1, starts[row + 1]
            found[columns[start - 1]].append(dict(zip(columns[start:end], weights[start:end], strict=True)))
        return found


class _Kept:
    """The rows that are left while one sum after the other, the highest first, is kept or put in its only place."""

    def __init__(self, sums: _Sums, needed: Mask) -> None:
        self.sums, self.needed = sums, needed
        self.uses = np.zeros(len(needed), dtype=np.int64)
        self.place: dict[int, int] = {}
        self.added: dict[int, Terms] = {}
        self.left_out: list[tuple[int, Ints, Ints]] = []

    def take(self, cell: int) -> None:
        """A sum, or a finest cell."""
        ways = self.sums.ways.get(cell)
        if ways is None:
            return
        terms = min(ways, key=lambda one: (sum(self._new(part) for part in one), len(one)))
        if self.needed[cell] or self.uses[cell] > 1:
            self.needed[cell] = True
            self.added[cell] = {}
            self._put(cell, terms, 1)
            return
        parts, weights = (np.array(one, dtype=np.int64) for one in zip(*terms.items(), strict=True))
        self.left_out.append((cell, parts, weights))
        if self.uses[cell]:
            self._put(self.place[cell], terms, self.added[self.place[cell]].pop(cell))
            self.uses[cell] = 0

    @property
    def cells(self) -> Mask:
        """What is wanted, or in a row."""
        return self.needed | (self.uses > 0)

    def rows(self) -> Equations:
        """A row for each sum that is kept, and those that are no sums."""
        room = self.sums.room
        others = np.flatnonzero(room.row_low != room.row_high)
        apart = room.rows.chosen(others)
        lengths = [1 + len(terms) for terms in self.added.values()]
        columns = [column for cell, terms in self.added.items() for column in (cell, *terms)]
        weights = [
            weight for terms in self.added.values() for weight in (1, *(-one for one in terms.values()))
        ]
        starts = np.concatenate([[0], np.cumsum([*lengths, *np.diff(apart.starts)])]).astype(np.int64)
        none = np.zeros(len(lengths), dtype=np.int64)
        self.row_low = np.concatenate([none, room.row_low[others]])
        self.row_high = np.concatenate([none, room.row_high[others]])
        return Equations(
            starts,
            np.concatenate([np.array(columns, dtype=np.int64), apart.columns]),
            np.concatenate([np.array(weights, dtype=np.int64), apart.weights]),
            np.ones(len(starts) - 1, dtype=bool),
        )

    def _new(self, part: int) -> bool:
        return not (self.needed[part] or self.uses[part])

    def _put(self, place: int, terms: Terms, times: int) -> None:
        row = self.added[place]
        for part, weight in terms.items():
            if part not in row:
                self.uses[part] += 1
                self.place[part] = place
            row[part] = row.get(part, 0) + times * weight
            if not row[part]:
                del row[part]
                self.uses[part] -= 1
