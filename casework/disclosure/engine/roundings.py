"""A controlled rounding block by block: each band of the largest tree after what lies above it."""

from functools import reduce

import numpy as np

from casework.disclosure.engine.bands import Band, Tree
from casework.disclosure.engine.equations import Ints, Table
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.rows import Rows
from casework.disclosure.engine.solver import Reals
from casework.disclosure.engine.sums import ALONE, Sums, identity, sums_of


class Spine:
    """A table laid out along its largest tree: ``counts[code of the tree, code of the other axes]``."""

    def __init__(self, lattice: Lattice, truth: Table, base: int) -> None:
        self.base, self.shape = base, lattice.shape
        trees = [at for at, axis in enumerate(lattice.axes) if len(axis.versions) == 1]
        self.at = max(trees, key=lambda at: lattice.shape[at], default=None)
        others = [axis for at, axis in enumerate(lattice.axes) if at != self.at]
        self.sums = reduce(Sums.cross, map(sums_of, others), ALONE)
        table = truth.reshape(lattice.shape)
        moved = table[np.newaxis] if self.at is None else np.moveaxis(table, self.at, 0)
        self.counts = moved.reshape(-1, self.sums.shape[0])
        self.leaves = self.counts[:, self.sums.own]
        """What is rounded: for each code of the tree the leaves of the other axes."""
        self.tree = Tree(lattice.axes[self.at] if self.at is not None else None)

    def round(self, chances: Reals, most: int) -> Table:
        """The whole table in multiples of the base, ``most`` leaves or one family of the tree at a time."""
        drawn = chances.reshape(self.leaves.shape)
        found = np.zeros(self.leaves.shape, dtype=np.int64)
        for band in self.tree.bands(most // self.leaves.shape[1]):
            found[band.frontier] = self._block(band, drawn, found[band.top] if band.top is not None else None)
            found[band.codes] = band.sums.of(found[band.frontier].T).T
        whole = self.base * self.sums.of(found)
        if self.at is None:
            return whole.ravel()
        sizes = [self.shape[self.at], *(size for at, size in enumerate(self.shape) if at != self.at)]
        return np.ascontiguousarray(np.moveaxis(whole.reshape(sizes), 0, self.at)).ravel()

    def _block(self, band: Band, drawn: Reals, fixed: Ints | None) -> Ints:
        """Which leaves of the frontier go up, so that the band's top comes to what it was rounded to?"""
        leaves, counts = self.leaves[band.frontier], self.counts[band.codes].ravel()
        down = leaves // self.base
        rest = (leaves - down * self.base).ravel()
        rows = Rows(rest != 0)
        crossed = band.sums.cross(self.sums)
        below = crossed.of(down.ravel())
        rows.add(crossed, counts // self.base - below, -(-counts // self.base) - below)
        if fixed is not None:
            crossed = band.whole.cross(identity(leaves.shape[1]))
            missing = fixed - crossed.of(down.ravel())
            rows.add(crossed, missing, missing)
        up = rows.solve(drawn[band.frontier].ravel() - rest / self.base)
        return down + up.reshape(leaves.shape)
