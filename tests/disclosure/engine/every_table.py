"""Every table there is that agrees with what is known: no solver, no cleverness, small tables only."""

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from casework.disclosure.engine import HIDDEN, Known, Lattice
from casework.disclosure.engine.equations import Ints, Table


def every_table(lattice: Lattice, known: Known) -> NDArray[np.int64]:
    """All of them, one a row; the total of everything must be known exactly."""
    total = int(known.low[0])
    assert known.high[0] == total
    leaves = lattice.leaves.ravel()
    signs = np.array([_sign(lattice, cell) for cell in leaves.tolist()])
    more, fewer = np.flatnonzero(signs > 0), np.flatnonzero(signs < 0)
    found = []
    for twice in range(total + 1 if len(fewer) else 1):
        plus, minus = compositions(total + twice, len(more)), compositions(twice, len(fewer))
        counts = np.zeros((len(plus) * len(minus), len(leaves)), dtype=np.int64)
        counts[:, more] = np.repeat(plus, len(minus), axis=0)
        counts[:, fewer] = np.tile(minus, (len(plus), 1))
        tables = counts @ _sums(lattice).T
        found.append(tables[_agree(lattice, known, tables)])
    return np.concatenate(found)


def ends(lattice: Lattice, known: Known) -> tuple[Table, Table]:
    """The least and the greatest count of each cell over all of them."""
    tables = every_table(lattice, known)
    return tables.min(axis=0), tables.max(axis=0)


@cache
def compositions(total: int, places: int) -> NDArray[np.int64]:
    """All ways to write a total as so many numbers from 0 on."""
    if places == 0:
        return np.zeros((1 if total == 0 else 0, 0), dtype=np.int64)
    if places == 1:
        return np.array([[total]])
    rows = []
    for first in range(total + 1):
        rest = compositions(total - first, places - 1)
        rows.append(np.hstack([np.full((len(rest), 1), first), rest]))
    return np.concatenate(rows)


def _agree(lattice: Lattice, known: Known, tables: NDArray[np.int64]) -> NDArray[np.bool_]:
    fine = np.all((tables >= known.low) & (tables <= known.high), axis=1)
    for parent, child in _within(lattice):
        fine &= tables[:, child] <= tables[:, parent]
    return np.asarray(fine)


def _within(lattice: Lattice) -> Iterator[tuple[int, int]]:
    """Nobody is in a child without being in its parent."""
    for cell in range(lattice.size):
        codes = lattice.codes(cell)
        for at, axis in enumerate(lattice.axes):
            for one in axis.versions:
                parent = one.parents.get(codes[at])
                if parent in one.overlapping:
                    yield lattice.index((*codes[:at], str(parent), *codes[at + 1 :])), cell


def _sign(lattice: Lattice, cell: int) -> int:
    return -1 if sum(code.endswith(HIDDEN) for code in lattice.codes(cell)) % 2 else 1


def _sums(lattice: Lattice) -> Ints:
    """What one more in a leaf adds to each cell."""
    ground = np.full(lattice.leaf_shape, 9)
    for at, axis in enumerate(lattice.axes):
        for hidden in axis.hidden:
            np.moveaxis(ground, at, 0)[axis.leaves.index(hidden)] = 0
    before = lattice.fill(ground)
    columns = []
    for leaf in np.ndindex(lattice.leaf_shape):
        more = ground.copy()
        more[leaf] += 1
        columns.append(lattice.fill(more) - before)
    return np.stack(columns, axis=1)
