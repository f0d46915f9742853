"""What each code of one or several axes adds up, down to their leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.axes import Axis, Equation
from casework.disclosure.engine.equations import Ints


@dataclass(frozen=True)
class Sums:
    """Which leaves each code adds up, as rows, columns and weights; ordered by row."""

    rows: Ints
    columns: Ints
    weights: Ints
    shape: tuple[int, int]
    own: Ints
    """The code of each leaf."""

    def of(self, leaves: Ints) -> Ints:
        """All codes (last axis) from their leaves (last axis)."""
        starts = np.searchsorted(self.rows, np.arange(self.shape[0]))
        return np.add.reduceat(leaves[..., self.columns] * self.weights, starts, axis=-1)

    def cross(self, other: "Sums") -> "Sums":
        """The Kronecker product: every code with every code."""
        rows = np.add.outer(self.rows * other.shape[0], other.rows).ravel()
        order = np.argsort(rows, kind="stable")
        columns = np.add.outer(self.columns * other.shape[1], other.columns).ravel()
        weights = np.multiply.outer(self.weights, other.weights).ravel()
        shape = (self.shape[0] * other.shape[0], self.shape[1] * other.shape[1])
        own = np.add.outer(self.own * other.shape[0], other.own).ravel()
        return Sums(rows[order], columns[order], weights[order], shape, own)


def added_up(codes: Sequence[str], leaves: Sequence[str], equations: Iterable[Equation]) -> Sums:
    """The codes over the leaves; ``equations`` from the top down, those that are needed."""
    found = {code: {at: 1} for at, code in enumerate(leaves)}
    for parent, parts in reversed([*equations]):
        whole: dict[int, int] = {}
        for code, weight in parts:
            for leaf, times in found[code].items():
                whole[leaf] = whole.get(leaf, 0) + weight * times
        found[parent] = whole
    entries = [(row, *entry) for row, code in enumerate(codes) for entry in sorted(found[code].items())]
    rows, columns, weights = (np.array(one, dtype=np.int64) for one in zip(*entries, strict=True))
    places = {code: at for at, code in enumerate(codes)}
    own = np.array([places.get(code, -1) for code in leaves], dtype=np.int64)
    return Sums(rows, columns, weights, (len(codes), len(leaves)), own)


def sums_of(axis: Axis) -> Sums:
    """Each code of an axis over its leaves."""
    return added_up(axis.codes, axis.leaves, axis.equations)


def identity(size: int) -> Sums:
    """Each leaf alone."""
    at = np.arange(size, dtype=np.int64)
    return Sums(at, at, np.ones(size, dtype=np.int64), (size, size), at)


ALONE = identity(1)
"""An axis with a single code: crossing with it changes nothing."""
