"""Many possible tables looked at together, each as its few differences from the true one; whole numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.release import Diff
from casework.disclosure.engine.system import System, ends

NOBODY = -1  # the number of the true table itself


@dataclass(frozen=True)
class Tables:
    """Differences of several tables, end to end: which table, which cell, how many more."""

    number: int
    table: Ints
    cell: Ints
    value: Ints

    @classmethod
    def of(cls, diffs: Sequence[Diff]) -> "Tables":
        """These tables, in their order."""
        nothing = [np.zeros(0, dtype=np.int64)]
        lengths = [len(one.cells) for one in diffs]
        return cls(
            len(diffs),
            np.repeat(np.arange(len(diffs), dtype=np.int64), lengths),
            np.concatenate([*nothing, *(one.cells for one in diffs)]),
            np.concatenate([*nothing, *(one.values for one in diffs)]),
        )

    def possible(self, system: System, known: Known, truth: Table) -> Mask:
        """Which of them satisfy every row and all that is known. The truth must."""
        least, most = ends(system, known)
        value = truth[self.cell] + self.value
        wrong = np.zeros(self.number, dtype=bool)
        wrong[self.table[(value < least[self.cell]) | (value > most[self.cell])]] = True
        wrong |= self._twice()
        rows = system.rows
        by_cell = np.argsort(rows.columns, kind="stable")
        first = np.searchsorted(rows.columns[by_cell], np.arange(len(truth) + 1))
        lengths = first[self.cell + 1] - first[self.cell]
        begin = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        entry = by_cell[np.repeat(first[self.cell] - begin[:-1], lengths) + np.arange(begin[-1])]
        key = np.repeat(self.table, lengths) * len(rows) + rows.rows[entry]
        touched, inverse = np.unique(key, return_inverse=True)
        change = np.zeros(len(touched), dtype=np.int64)
        np.add.at(change, inverse, rows.weights[entry] * np.repeat(self.value, lengths))
        row = touched % max(len(rows), 1)
        sums = rows.residues(truth)[row] + change
        wrong[touched[(sums < system.low[row]) | (sums > system.high[row])] // max(len(rows), 1)] = True
        return ~wrong

    def extremes(self, truth: Table) -> tuple[Ints, Ints, Ints, Ints]:
        """For each cell the least and the greatest count over all tables and the truth, and whose they are."""
        low, high = truth.copy(), truth.copy()
        low_table, high_table = np.full((2, len(truth)), NOBODY)
        order = np.lexsort((self.value, self.cell))
        cell, value, table = self.cell[order], self.value[order], self.table[order]
        changes = np.flatnonzero(np.diff(cell)) + 1
        for which, end, whose, better in (
            (np.concatenate([[0], changes]), low, low_table, np.less),
            (np.concatenate([changes, [len(cell)]]) - 1, high, high_table, np.greater),
        ):
            if len(cell):
                beyond = which[better(value[which], 0)]
                end[cell[beyond]] += value[beyond]
                whose[cell[beyond]] = table[beyond]
        return low, high, low_table, high_table

    def apart(self, groups: Ints) -> tuple[Ints, Ints]:
        """For each (whole, part) how many of the whole are outside the part, at most, and in which table."""
        keys, gains = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for side, sign in ((0, 1), (1, -1)):
            order = np.argsort(groups[:, side], kind="stable")
            sorted_cells = groups[order, side]
            first = np.searchsorted(sorted_cells, self.cell, side="left")
            lengths = np.searchsorted(sorted_cells, self.cell, side="right") - first
            begin = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
            group = order[np.repeat(first - begin[:-1], lengths) + np.arange(begin[-1])]
            keys.append(group * max(self.number, 1) + np.repeat(self.table, lengths))
            gains.append(sign * np.repeat(self.value, lengths))
        touched, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        gain = np.zeros(len(touched), dtype=np.int64)
        np.add.at(gain, inverse, np.concatenate(gains))
        best, whose = np.zeros(len(groups), dtype=np.int64), np.full(len(groups), NOBODY)
        order = np.argsort(gain, kind="stable")
        group, table = touched[order] // max(self.number, 1), touched[order] % max(self.number, 1)
        best[group], whose[group] = gain[order], table
        return best, whose

    def _twice(self) -> Mask:
        """Tables that speak of a cell twice are not what they seem."""
        found = np.zeros(self.number, dtype=bool)
        order = np.lexsort((self.cell, self.table))
        table, cell = self.table[order], self.cell[order]
        found[table[1:][(np.diff(table) == 0) & (np.diff(cell) == 0)]] = True
        return found
