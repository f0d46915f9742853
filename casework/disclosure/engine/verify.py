"""The proof of a release checked in whole numbers; no solver comes near it."""

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import Goals, goals
from casework.disclosure.engine.known import ANY, Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.proofs import Tables
from casework.disclosure.engine.release import WITHHELD, Diff, Proof, Release
from casework.disclosure.engine.system import possible, system_of


def verify(lattice: Lattice, truth: Table, release: Release, known: Known | None = None) -> tuple[str, ...]:
    """What is wrong with a release, in words that name no cell; nothing for one that is safe.

    ``known``: what everything released before tells. The goals are derived anew from the truth.
    """
    before = Known.nothing(lattice.size) if known is None else known
    faults = _honest(lattice, truth, release)
    if faults:
        return faults
    system, shown = system_of(lattice), release.values != WITHHELD
    joint = before.join(Known(np.where(shown, truth, system.floor), np.where(shown, truth, ANY)))
    if not possible(system, joint, truth):
        return ("The true table contradicts what was released before.",)
    proof = release.proof
    if not all(_sound(one, lattice.size) for one in proof.tables):
        return ("A possible table names no cells of the lattice.",)
    tables = Tables.of(proof.tables)
    if not tables.possible(system, joint, truth).all():
        return ("A table of the proof is not possible.",)
    counts, wanted = _Counts(tables, truth), goals(lattice, truth, release.policy, before)
    return (*_cells(wanted, proof, counts, release.policy.k), *_groups(wanted, proof, counts))


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


class _Counts:
    """What the possible tables of a proof say of single cells."""

    def __init__(self, tables: Tables, truth: Table) -> None:
        self._truth, self._value = truth, tables.value
        self.number = tables.number
        self._keys = tables.table * len(truth) + tables.cell  # sorted, as tables and their cells are

    def at(self, tables: Ints, cells: Ints) -> Ints:
        """The counts of these tables in these cells."""
        values = self._truth[cells].copy()
        if len(self._keys):
            wanted = tables * len(self._truth) + cells
            place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            values += np.where(self._keys[place] == wanted, self._value[place], 0)
        return values


def _within(counts: _Counts, numbers: Ints) -> Mask:
    inside: Mask = (numbers >= 0) & (numbers < counts.number)
    return inside


def _cells(wanted: Goals, proof: Proof, counts: _Counts, k: int) -> tuple[str, ...]:
    """G1, or G2 where what is known rules G1 out: every small cell has its two tables."""
    rows = np.array([(one.cell, one.low, one.high) for one in proof.witnesses], dtype=np.int64).reshape(-1, 3)
    cell, low, high = rows[np.argsort(rows[:, 0], kind="stable")].T
    if not np.array_equal(cell, wanted.cells):
        return ("Not every small cell has a witness.",)
    if not np.all(_within(counts, low) & _within(counts, high)):
        return ("A witness names no table.",)
    least, most = counts.at(low, cell), counts.at(high, cell)
    apart = np.where(wanted.narrow, most - least >= k - 1, (least == 0) & (most >= k))
    return () if apart.all() else ("A small cell is not protected.",)


def _groups(wanted: Goals, proof: Proof, counts: _Counts) -> tuple[str, ...]:
    """G3: for every group in one category a table in which somebody is in another."""
    rows = np.array([(one.whole, one.part, one.table) for one in proof.groups], dtype=np.int64).reshape(-1, 3)
    whole, part, table = rows[np.lexsort((rows[:, 1], rows[:, 0]))].T
    if not np.array_equal(np.stack([whole, part], axis=1), wanted.groups):
        return ("Not every group has a witness.",)
    if not np.all(_within(counts, table)):
        return ("A witness names no table.",)
    safe = counts.at(table, part) < counts.at(table, whole)
    return () if safe.all() else ("A group is not protected.",)
