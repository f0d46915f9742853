"""What must stay possible: which cells are small, and which groups share a category."""

from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.release import Policy


@dataclass(frozen=True)
class Goals:
    """For each small cell, published or not, a table with at most ``low`` and one with at least ``high`` (G1, G2).

    For each row of ``groups`` (whole, part), where everybody is in one category, a table in which
    somebody is not (G3).
    """

    cells: Ints
    low: Ints
    high: Ints
    groups: Ints
    narrow: Mask
    """The small cells where G2 must do: what is known already rules out 0 or k."""
    apart: Ints
    """How many people of each group must be able to be outside its category."""

    def __len__(self) -> int:
        """How many tables are needed, at most."""
        return 2 * len(self.cells) + len(self.groups)


def goals(lattice: Lattice, truth: Table, policy: Policy, known: Known) -> Goals:
    """The goals for a table.

    G1 asks for 0 and k; where what is known already rules one of them out, G2 asks for two tables that are k − 1 apart.
    Once anything rounded is known, it asks so of every cell: rounded neighbours can rule out what its own don't.
    """
    cells = small_cells(lattice, truth, policy)
    low = np.maximum(known.low[cells], 0)
    high = np.full(len(cells), policy.k, dtype=np.int64)
    narrow = (low > 0) | (known.high[cells] < policy.k) | known.rounds
    high[narrow] = low[narrow] + policy.k - 1
    groups = alike(lattice, truth, policy)
    return Goals(cells, low, high, groups, narrow, np.ones(len(groups), dtype=np.int64))


def small_cells(lattice: Lattice, truth: Table, policy: Policy) -> Ints:
    """The cells whose true count is small, published or not."""
    return np.flatnonzero(lattice.guarded & (truth > 0) & (truth < policy.k))


def alike(lattice: Lattice, truth: Table, policy: Policy) -> Ints:
    """The groups (whole, part) that have everybody in one sensitive category; what may be known is no group."""
    found = [np.zeros((0, 2), dtype=np.int64)]
    for at, axis in enumerate(lattice.axes):
        crossed = np.moveaxis(lattice.numbers, at, 0).reshape(lattice.shape[at], -1)
        for tree in axis.versions:
            for part in sorted(tree.sensitive):
                pair = [axis.codes.index(tree.parents[part]), axis.codes.index(part)]
                found.append(crossed[pair].T)
    pairs = np.unique(np.concatenate(found), axis=0)
    size = truth[pairs[:, 0]]
    same = lattice.guarded[pairs[:, 0]] & (size > 0) & (truth[pairs[:, 1]] == size)
    if policy.group is not None:
        same &= size <= policy.group
    chosen: Ints = pairs[same]
    return chosen
