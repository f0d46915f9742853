"""What protection hands on: the cells that may be shown, and the proof that stays on the server."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.known import Known

WITHHELD = -1  # the one mark of a cell without a published value


class NotProtected(Exception):
    """The tables could not be protected; nothing is released. Its words name no cell and no count.

    ``cells``: those for which no way was found, if any are known: for the server alone.
    """

    def __init__(self, words: str, cells: Sequence[int] = ()) -> None:
        super().__init__(words)
        self.cells = tuple(cells)


@dataclass(frozen=True)
class Policy:
    """A count of 1 to ``k`` − 1 people is small; ``b`` is the rounding base.

    ``group``: up to how many people are an identifiable group (G3); None: any number.
    """

    version: str
    k: int = 5
    b: int = 5
    group: int | None = None


@dataclass(frozen=True)
class Diff:
    """A possible table, as its differences from the true one. It tells the truth: never in a file."""

    cells: Ints
    values: Ints

    @classmethod
    def between(cls, truth: Table, other: Table) -> "Diff":
        """What ``other`` has more or less than the truth."""
        cells = np.flatnonzero(other != truth)
        return cls(cells, (other - truth)[cells])

    def on(self, truth: Table) -> Table:
        """The possible table."""
        table = truth.copy()
        table[self.cells] += self.values
        return table


@dataclass(frozen=True)
class Witness:
    """Two possible tables, numbers in ``Proof.tables``, between which nobody can tell at this cell."""

    cell: int
    low: int
    high: int


@dataclass(frozen=True)
class GroupWitness:
    """A possible table in which not everybody of ``whole`` is in ``part``."""

    whole: int
    part: int
    table: int


@dataclass(frozen=True, repr=False)
class Proof:
    """Why a release is safe. Stays in the ledger, on the server."""

    tables: tuple[Diff, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[GroupWitness, ...] = ()


@dataclass(frozen=True, repr=False)
class Release:
    """Exact tables with some cells withheld: ``values`` are WITHHELD wherever nothing is published.

    ``mask``: published cells that are withheld, primary and secondary alike.
    """

    lattice_key: str
    policy: Policy
    values: Table
    mask: Mask
    proof: Proof = field(default_factory=Proof)

    @property
    def known(self) -> Known:
        """What the release tells."""
        return Known.exactly(self.values != WITHHELD, self.values)
