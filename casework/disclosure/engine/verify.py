"""The proof of a release checked in whole numbers; no solver comes near it."""

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import Goals, goals
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.release import WITHHELD, Diff, Proof, Release
from casework.disclosure.engine.system import System, ends, possible, system_of


def verify(lattice: Lattice, truth: Table, release: Release, known: Known | None = None) -> tuple[str, ...]:
    """What is wrong with a release, in words that name no cell; nothing for one that is safe.

    ``known``: what everything released before tells. The goals are derived anew from the truth.
    """
    before = Known.nothing(lattice.size) if known is None else known
    faults = _honest(lattice, truth, release)
    if faults:
        return faults
    system, joint = system_of(lattice), before.join(release.known)
    if not possible(system, joint, truth):
        return ("The true table contradicts what was released before.",)
    proof = release.proof
    if not all(_sound(one, lattice.size) for one in proof.tables):
        return ("A possible table names no cells of the lattice.",)
    tables = _Tables(proof.tables, truth)
    return (
        *tables.faults(system, joint),
        *_cells(goals(lattice, truth, release.policy, before), proof, tables, release.policy.k),
        *_groups(goals(lattice, truth, release.policy, before), proof, tables),
    )


def _honest(lattice: Lattice, truth: Table, release: Release) -> tuple[str, ...]:
    shown = release.values != WITHHELD
    faults = []
    if release.lattice_key != lattice.key:
        faults.append("The release is of another lattice.")
    elif not truth.shape == release.values.shape == release.mask.shape == (lattice.size,):
        faults.append("The release is not of the lattice's size.")
    elif np.any(shown & ~lattice.published) or np.any(release.mask != (lattice.published & ~shown)):
        faults.append("The release shows cells that no table has.")
    elif np.any(release.values[shown] != truth[shown]):
        faults.append("The release shows counts that are not true.")
    return tuple(faults)


def _sound(one: Diff, size: int) -> bool:
    inside = not len(one.cells) or (one.cells[0] >= 0 and one.cells[-1] < size)
    return bool(len(one.cells) == len(one.values) and inside and np.all(np.diff(one.cells) > 0))


class _Tables:
    """All possible tables of a proof at once: entries (table, cell, difference)."""

    def __init__(self, tables: tuple[Diff, ...], truth: Table) -> None:
        self.truth, self.number = truth, len(tables)
        lengths = [len(one.cells) for one in tables]
        self.table: Ints = np.repeat(np.arange(len(tables)), lengths)
        self.cell: Ints = np.concatenate([truth[:0], *(one.cells for one in tables)])
        self.difference: Ints = np.concatenate([truth[:0], *(one.values for one in tables)])
        self._keys = self.table * len(truth) + self.cell  # sorted, as tables and their cells are

    def faults(self, system: System, known: Known) -> tuple[str, ...]:
        """Whether each table could be the true one."""
        low, high = ends(system, known)
        values = self.truth[self.cell] + self.difference
        faults = []
        if np.any(values < low[self.cell]) or np.any(values > high[self.cell]):
            faults.append("A possible table contradicts a released cell.")
        rows = system.rows
        order = np.argsort(rows.columns, kind="stable")
        starts = np.searchsorted(rows.columns[order], np.arange(len(self.truth) + 1))
        first, times = starts[self.cell], starts[self.cell + 1] - starts[self.cell]
        begin = np.cumsum(times) - times
        entry = order[np.repeat(first - begin, times) + np.arange(times.sum())]
        key = np.repeat(self.table, times) * len(rows) + rows.rows[entry]
        amount = rows.weights[entry] * np.repeat(self.difference, times)
        by_key = np.argsort(key, kind="stable")
        key, amount = key[by_key], amount[by_key]
        heads = np.flatnonzero(np.diff(key, prepend=-1))
        if len(heads):
            row = key[heads] % len(rows)
            sums = rows.residues(self.truth)[row] + np.add.reduceat(amount, heads)
            if np.any(sums < system.low[row]) or np.any(sums > system.high[row]):
                faults.append("A possible table does not add up.")
        return tuple(faults)

    def at(self, tables: Ints, cells: Ints) -> Ints:
        """The counts of these tables in these cells."""
        values = self.truth[cells].copy()
        if len(self._keys):
            wanted = tables * len(self.truth) + cells
            place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            values += np.where(self._keys[place] == wanted, self.difference[place], 0)
        return values


def _within(tables: _Tables, numbers: Ints) -> Mask:
    inside: Mask = (numbers >= 0) & (numbers < tables.number)
    return inside


def _cells(wanted: Goals, proof: Proof, tables: _Tables, k: int) -> tuple[str, ...]:
    """G1, or G2 where what is known rules G1 out: every small cell has its two tables."""
    rows = np.array([(one.cell, one.low, one.high) for one in proof.witnesses], dtype=np.int64).reshape(-1, 3)
    cell, low, high = rows[np.argsort(rows[:, 0], kind="stable")].T
    if not np.array_equal(cell, wanted.cells):
        return ("Not every small cell has a witness.",)
    if not np.all(_within(tables, low) & _within(tables, high)):
        return ("A witness names no table.",)
    least, most = tables.at(low, cell), tables.at(high, cell)
    apart = np.where(wanted.narrow, most - least >= k - 1, (least == 0) & (most >= k))
    return () if apart.all() else ("A small cell is not protected.",)


def _groups(wanted: Goals, proof: Proof, tables: _Tables) -> tuple[str, ...]:
    """G3: for every group in one category a table in which somebody is in another."""
    rows = np.array([(one.whole, one.part, one.table) for one in proof.groups], dtype=np.int64).reshape(-1, 3)
    whole, part, table = rows[np.lexsort((rows[:, 1], rows[:, 0]))].T
    if not np.array_equal(np.stack([whole, part], axis=1), wanted.groups):
        return ("Not every group has a witness.",)
    if not np.all(_within(tables, table)):
        return ("A witness names no table.",)
    safe = tables.at(table, part) < tables.at(table, whole)
    return () if safe.all() else ("A group is not protected.",)
