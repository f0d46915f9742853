"""Controlled rounding: every count of a lattice becomes a multiple of the base, and they still add up.

The method is zero-restricted controlled rounding (Causey, Cox & Ernst 1985; Cox 1987): each count goes to one of
its two neighbouring multiples, so that no cell is off by the base or more and multiples stay what they are. Which of
the two is drawn by a secret key, each with the chance that keeps the mean; the equations bend those chances a little.
For trees crossed with one split the linear programme is a network and answers in whole numbers by itself; other
blocks may need an integer programme.

The largest tree is walked from its root: each parent's children form a block of their own, whose sums are what the
parent was rounded to.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.roundings import Spine
from casework.disclosure.engine.rows import NoRounding
from casework.disclosure.engine.solver import Reals

ATTEMPTS = 4  # the last one solves the whole table at once
BAND = 500  # leaves that are rounded together


class NotRounded(Exception):
    """No additive rounding was found within the bound; there is no cube. Its words name no cell and no count."""


@dataclass(frozen=True, repr=False)
class Cube:
    """A frozen, rounded picture of a whole lattice: ``values`` add up, and each is less than ``base`` from the truth.

    Made once for a closed period and kept: the same question has the same answer for ever.
    """

    lattice_key: str
    base: int
    values: Table

    def __post_init__(self) -> None:
        self.values.setflags(write=False)

    @property
    def error(self) -> int:
        """How far a true count may be from its rounded one."""
        return self.base - 1

    @property
    def known(self) -> Known:
        """What the cube tells: |x − r| ≤ error for every cell."""
        return Known.rounded(self.values, self.error)


def round_cube(lattice: Lattice, table: Table, key: bytes, base: int = 5) -> Cube:
    """Round the whole table. The same table and key give the same cube; the key is secret.

    NotRounded, when there is no such rounding or the solver fails: nothing may be shown then.
    """
    truth = np.asarray(table, dtype=np.int64)
    if base < 2 or not key:
        raise ValueError("Rounding needs a base of at least 2 and a key.")
    if truth.shape != (lattice.size,) or lattice.equations.residues(truth).any():
        raise ValueError("The table does not add up.")
    spine = Spine(lattice, truth, base)
    for attempt in range(ATTEMPTS):
        chances = _chances(key, f"{lattice.key}/{base}/{attempt}", spine.leaves.size)
        try:
            values = spine.round(chances, BAND if attempt < ATTEMPTS - 1 else spine.leaves.size)
        except NoRounding:
            continue
        check(lattice, truth, values, base)
        return Cube(lattice.key, base, values)
    raise NotRounded("These counts could not be rounded so that they add up.")


def check(lattice: Lattice, truth: Table, values: Table, base: int) -> None:
    """In whole numbers and without a solver: multiples of the base that add up, each near its count."""
    near = np.abs(values - truth) < base
    if (values % base).any() or not near.all() or lattice.equations.residues(values).any():
        raise NotRounded("A rounding did not pass its check.")


def _chances(key: bytes, use: str, number: int) -> Reals:
    """Numbers in (0, 1) that only the key's owner can draw: an extendable keyed hash (SHAKE-256)."""
    seed = hashlib.blake2b(use.encode(), key=hashlib.sha256(key).digest()).digest()
    drawn = np.frombuffer(hashlib.shake_256(seed).digest(8 * number), dtype="<u8")
    return (drawn.astype(np.float64) + 0.5) / 2.0**64
