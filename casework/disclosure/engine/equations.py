"""The equations of a lattice, as arrays."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Table = Ints  # a count for each cell
Mask = NDArray[np.bool_]


class Equations:
    """Rows Σ weight · x[column] = 0, compressed by rows; the first column of a row is the sum, weight +1."""

    def __init__(self, starts: Ints, columns: Ints, weights: Ints, independent: Mask) -> None:
        self.starts, self.columns, self.weights = starts, columns, weights
        self.independent = independent
        """Rows that suffice: the others follow from them."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def rows(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def residues(self, table: Table) -> Ints:
        """What each row comes to: all 0 for a table that adds up."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        return np.add.reduceat(self.weights * table[self.columns], self.starts[:-1])

    def chosen(self, rows: Sequence[int] | Ints) -> "Equations":
        """These rows alone."""
        picked = np.asarray(rows, dtype=np.int64)
        lengths = np.diff(self.starts)[picked]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        entries = np.repeat(self.starts[picked] - starts[:-1], lengths) + np.arange(starts[-1])
        return Equations(starts, self.columns[entries], self.weights[entries], self.independent[picked])
