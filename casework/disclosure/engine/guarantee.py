"""The guarantee for everything released together (G1 or G2, G3, and with the ledger G4), with its proof.

Possible tables that are already at hand are checked first, in whole numbers; the attack looks for the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.attack import Enough, attack
from casework.disclosure.engine.beside import beside
from casework.disclosure.engine.branches import searches
from casework.disclosure.engine.cube import Cube
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import alike, small_cells
from casework.disclosure.engine.groups import apart
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.proofs import NOBODY, Tables
from casework.disclosure.engine.release import Diff, GroupWitness, Policy, Proof, Witness
from casework.disclosure.engine.system import possible, system_of

MANY = 20_000_000  # entries
HERE = Diff(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class Unprotected(Exception):
    """Some counts or groups could be found out. ``cells`` says which: for the server alone."""

    def __init__(self, cells: Ints, groups: Ints) -> None:
        super().__init__("Not every small count is protected.")
        self.cells, self.groups = cells, groups


@dataclass(frozen=True)
class Guarantee:
    """What must hold of a truth, given all that is known of it.

    ``rounded``: a rounded cube is among what is known, so that G2 takes the place of G1. ``cube``: the one over the
    whole lattice, if there is one.
    """

    lattice: Lattice
    truth: Table
    policy: Policy
    rounded: bool
    cube: Cube | None = None

    def prove(self, known: Known, at_hand: Sequence[Diff] = ()) -> Proof:
        """Two possible tables for each small count and one for each group that is all alike, or Unprotected.

        ValueError when the truth itself isn't possible, Unsolved when the solver fails.
        """
        if not possible(system_of(self.lattice), known, self.truth):
            raise ValueError("What was released does not agree with the counts.")
        small, groups = (find(self.lattice, self.truth, self.policy) for find in (small_cells, alike))
        tables = self._possible(known, at_hand)

        def open_cells() -> Ints:
            return small[~self._settled(tables, small)]

        for number, (searched, cells) in enumerate(searches(self.lattice, known, self.truth, open_cells)):
            left = cells
            if number or searched is known:
                tables.extend(self._beside(known, cells))
                left = np.intersect1d(cells, open_cells())
            if len(left):
                tables.extend(self._attack(searched, left))
        open_groups = groups[Tables.of(tables).apart(groups)[0] < 1]
        tables += apart(self.lattice, known, self.truth, open_groups)
        tables = self._possible(known, tables)
        settled, parted = self._settled(tables, small), Tables.of(tables).apart(groups)[0] >= 1
        if not settled.all() or not parted.all():
            raise Unprotected(small[~settled], groups[~parted])
        return self._proof(tables, small, groups)

    @property
    def enough(self) -> Enough:
        """How wide an interval must be."""
        k = self.policy.k
        if self.rounded:
            return lambda low, high: high - low >= k - 1
        return lambda low, high: (low == 0) & (high >= k)

    def _possible(self, known: Known, diffs: Sequence[Diff]) -> list[Diff]:
        holds = Tables.of(diffs).possible(system_of(self.lattice), known, self.truth)
        return [one for one, held in zip(diffs, holds.tolist(), strict=True) if held]

    def _beside(self, known: Known, cells: Ints) -> list[Diff]:
        """Tables beside the cube; each differs from the truth in many cells, hence not for very many."""
        if self.cube is None or len(cells) * self.lattice.size > MANY:
            return []
        near = beside(self.lattice, self.truth, self.cube.values, self.cube.error, cells)
        return self._possible(known, [*near])

    def _settled(self, tables: Sequence[Diff], small: Ints) -> Mask:
        low, high, _, _ = Tables.of(tables).extremes(self.truth)
        return self.enough(low[small], high[small])

    def _attack(self, known: Known, cells: Ints) -> list[Diff]:
        found: list[Diff] = []

        def see(where: Ints, values: Ints) -> None:
            change = values - self.truth[where]
            found.append(Diff(where[change != 0], change[change != 0]))

        attack(self.lattice, known, cells, enough=self.enough, seen=see)
        return found

    def _proof(self, tables: list[Diff], small: Ints, groups: Ints) -> Proof:
        """The tables that are needed, and which one serves which cell or group."""
        _, _, low, high = Tables.of(tables).extremes(self.truth)
        _, parting = Tables.of(tables).apart(groups)
        used = np.unique(np.concatenate([low[small], high[small], parting]))
        number = {int(old): new for new, old in enumerate(used)}
        return Proof(
            tuple(tables[old] if old != NOBODY else HERE for old in used.tolist()),
            tuple(Witness(cell, number[int(low[cell])], number[int(high[cell])]) for cell in small.tolist()),
            tuple(
                GroupWitness(whole, part, number[one])
                for (whole, part), one in zip(groups.tolist(), parting.tolist(), strict=True)
            ),
        )
