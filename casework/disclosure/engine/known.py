"""What a reader knows about the cells of a lattice, whatever told it."""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table

ANY = np.iinfo(np.int64).max  # no upper end is known


@dataclass(frozen=True)
class Known:
    """Between which ends each count lies, for sure: ``low`` = ``high`` where it is known exactly."""

    low: Ints
    high: Ints

    @classmethod
    def nothing(cls, size: int) -> "Known":
        """Counts are not negative, no more."""
        return cls(np.zeros(size, dtype=np.int64), np.full(size, ANY))

    @classmethod
    def exactly(cls, where: Mask, values: Table) -> "Known":
        """The published cells of a table, zeros among them."""
        return cls(np.where(where, values, 0), np.where(where, values, ANY))

    @classmethod
    def rounded(cls, values: Table, error: int, where: Mask | None = None) -> "Known":
        """Values that are at most ``error`` from the truth: |x − r| ≤ error."""
        told = np.ones(len(values), dtype=bool) if where is None else where
        return cls(np.where(told, np.maximum(values - error, 0), 0), np.where(told, values + error, ANY))

    def join(self, *others: "Known") -> "Known":
        """All of it together; ValueError when it contradicts itself."""
        low = reduce(np.maximum, (one.low for one in others), self.low)
        high = reduce(np.minimum, (one.high for one in others), self.high)
        if np.any(low > high):
            raise ValueError("What was released contradicts itself.")
        return Known(low, high)

    @property
    def exact(self) -> Mask:
        """The cells that are known exactly."""
        exact: Mask = self.low == self.high
        return exact

    @property
    def rounds(self) -> bool:
        """Whether something is known within ends, as a rounded cube tells it."""
        return bool(np.any((self.low < self.high) & (self.high < ANY)))

    def holds(self, table: Table) -> bool:
        """Whether a table could be the true one, as far as single cells tell."""
        return bool(np.all(self.low <= table) and np.all(table <= self.high))
