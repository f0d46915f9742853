"""Everything that was ever released about the same people, and what must hold of all of it together (G4).

A ledger is append-only and a value: accepting gives a new one. It holds the true table and possible tables beside
it, so it never leaves the server. A release or a cube is frozen; only its place among the cells changes when the
ledger moves to a larger lattice (the second half of a year, corrections, another geography).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from casework.disclosure.engine.cube import Cube
from casework.disclosure.engine.equations import Ints, Table
from casework.disclosure.engine.guarantee import Guarantee, Unprotected
from casework.disclosure.engine.known import ANY, Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.places import places
from casework.disclosure.engine.release import WITHHELD, Policy, Proof, Release
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.disclosure.engine.system import MOST, system_of


class Reason(StrEnum):
    """Why something was not accepted."""

    OTHER_TABLES = "other_tables"
    """It was made for another lattice."""
    WEAKER_POLICY = "weaker_policy"
    """It was protected with a lower threshold or another base than the ledger's."""
    NOT_THE_COUNTS = "not_the_counts"
    """It contradicts the counts or what was released before."""
    UNPROTECTED = "unprotected"
    """Together with what was released before it would give somebody away."""
    UNSOLVED = "unsolved"
    """Whether it is safe could not be found out."""


@dataclass(frozen=True, repr=False)
class Refused:
    """Not accepted. ``cells`` and ``groups`` say who would be given away: for the server, to protect them more."""

    reason: Reason
    cells: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    groups: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))


@dataclass(frozen=True, repr=False)
class Entry:
    """Something released, and the ledger's cell for each of its own cells."""

    what: Release | Cube
    cells: Ints

    def tells(self, known: Known) -> Known:
        """What is known once this is known too; ValueError when it contradicts."""
        low, high = np.full(len(known.low), -MOST), np.full(len(known.high), ANY)
        values = self.what.values
        if isinstance(self.what, Cube):
            low[self.cells], high[self.cells] = values - self.what.error, values + self.what.error
        else:
            shown = values != WITHHELD
            low[self.cells[shown]] = high[self.cells[shown]] = values[shown]
        return known.join(Known(low, high))


@dataclass(frozen=True, repr=False)
class Ledger:
    """All entries over one lattice, the true table, and the proof that held when the last entry was accepted."""

    lattice: Lattice
    truth: Table
    policy: Policy
    entries: tuple[Entry, ...] = ()
    proof: Proof = field(default_factory=Proof)

    @property
    def known(self) -> Known:
        """What somebody knows who has seen everything; ValueError when it contradicts itself."""
        known = Known(system_of(self.lattice).floor, np.full(self.lattice.size, ANY))
        for entry in self.entries:
            known = entry.tells(known)
        return known

    @property
    def guarantee(self) -> Guarantee:
        """What has to hold."""
        cubes = [entry.what for entry in self.entries if isinstance(entry.what, Cube)]
        whole = next((one for one in cubes if one.lattice_key == self.lattice.key), None)
        return Guarantee(self.lattice, self.truth, self.policy, bool(cubes), whole)

    def proved(self) -> Proof:
        """The guarantee for all entries, looked at anew: the possible tables at hand are checked, not assumed.

        Unprotected when it doesn't hold; ValueError and Unsolved as :meth:`Guarantee.prove`.
        """
        at_hand = [*self.proof.tables]
        for entry in self.entries:
            if isinstance(entry.what, Release) and len(entry.cells) == self.lattice.size:
                at_hand += entry.what.proof.tables
        return self.guarantee.prove(self.known, at_hand)

    def moved(self, lattice: Lattice, truth: Table, fixed: Mapping[str, str]) -> "Ledger":
        """The same entries over a larger lattice; its guarantee has to be proved before anything else is shown."""
        at = places(self.lattice, lattice, fixed)
        entries = tuple(Entry(entry.what, at[entry.cells]) for entry in self.entries)
        return Ledger(lattice, truth, self.policy, entries)


def accept(
    what: Release | Cube, ledger: Ledger, lattice: Lattice | None = None, **fixed: str
) -> Ledger | Refused:
    """The ledger with one thing more, if the guarantee holds for all of it together; else why not.

    ``lattice`` and ``fixed``: the smaller lattice that it was made for and its place in the ledger's.
    """
    own = lattice or ledger.lattice
    if what.lattice_key != own.key or what.values.shape != (own.size,):
        return Refused(Reason.OTHER_TABLES)
    base = what.base if isinstance(what, Cube) else what.policy.b
    if base != ledger.policy.b or (isinstance(what, Release) and what.policy.k < ledger.policy.k):
        return Refused(Reason.WEAKER_POLICY)
    try:
        entry = Entry(what, places(own, ledger.lattice, fixed))
        longer = replace(ledger, entries=(*ledger.entries, entry))
        return replace(longer, proof=longer.proved())
    except ValueError:
        return Refused(Reason.NOT_THE_COUNTS)
    except Unprotected as found:
        return Refused(Reason.UNPROTECTED, found.cells, found.groups)
    except (Unsolved, Infeasible):
        return Refused(Reason.UNSOLVED)
