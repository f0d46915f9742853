"""One block as the search sees it."""

from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.equations import Equations, Ints, Table


@dataclass(frozen=True)
class Room:
    """A block with its true counts and what is known: how far each cell can go down and up."""

    rows: Equations
    row_low: Ints
    row_high: Ints
    truth: Table
    low: Ints
    high: Ints
    margin: Ints
    groups: Ints
    lines: Ints

    @property
    def size(self) -> int:
        """How many cells."""
        return len(self.truth)

    def allows(self, table: Table) -> bool:
        """Whether a table keeps every row and all that is known, the margin aside; in whole numbers."""
        sums = self.rows.residues(table)
        inside = np.all(self.low <= table) and np.all(table <= self.high)
        return bool(inside and np.all(self.row_low <= sums) and np.all(sums <= self.row_high))

    def only(self, cells: Ints) -> "Room":
        """The same with no other cells than these (sorted); the others stay as they are."""
        own = np.full(self.size, -1, dtype=np.int64)
        own[cells] = np.arange(len(cells))
        inside = own[self.rows.columns] >= 0
        lengths = np.add.reduceat(inside.astype(np.int64), self.rows.starts[:-1])
        kept = np.flatnonzero(lengths)
        starts = np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int64)
        rows = Equations(
            starts,
            own[self.rows.columns[inside]],
            self.rows.weights[inside],
            self.rows.independent[kept],
        )
        truth = self.truth[cells]
        others = self.rows.residues(self.truth)[kept] - rows.residues(truth)
        return Room(
            rows,
            self.row_low[kept] - others,
            self.row_high[kept] - others,
            truth,
            self.low[cells],
            self.high[cells],
            own[self.margin],
            own[self.groups],
            self.lines[cells],
        )

    def doubled(self) -> Equations:
        """The rows over u and v, and for each group a column for the people outside its category."""
        rows, size = self.rows, self.size
        whole, part = self.groups.T
        extra = np.arange(len(whole))
        row = np.concatenate([rows.rows, rows.rows, *[len(rows) + extra] * 5])
        column = np.concatenate(
            [rows.columns, rows.columns + size, whole, part, whole + size, part + size, 2 * size + extra]
        )
        ones = np.ones(len(whole), dtype=np.int64)
        weight = np.concatenate([rows.weights, -rows.weights, ones, -ones, -ones, ones, -ones])
        order = np.lexsort((column, row))
        starts = np.searchsorted(row[order], np.arange(len(rows) + len(whole) + 1)).astype(np.int64)
        all_of_them = np.ones(len(starts) - 1, dtype=bool)
        return Equations(starts, column[order], weight[order], all_of_them)
