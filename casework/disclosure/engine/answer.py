"""Answers to questions about people: from what was released and from the cube, never from cases.

A published cell is exact. Everything else is a sum over the frozen, rounded cube, said with how far it may be from the
truth; without a cube it is withheld, whatever the reason. The same question has the same answer (G5) until a release
makes it exact, and answering teaches nothing that the releases and the cube do not say by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from casework.disclosure.engine.cube import Cube
from casework.disclosure.engine.equations import Ints
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.ledger import Entry, Ledger
from casework.disclosure.engine.questions import Count, Share, cells_of, others_of
from casework.disclosure.engine.release import WITHHELD

FEWEST = 20  # no share of fewer people than this
UNKNOWN = -1

Kind = Literal["exact", "rounded", "withheld"]


@dataclass(frozen=True)
class Answer:
    """How many: the truth lies between ``low`` and ``high``. Withheld answers have no number at all."""

    kind: Kind
    value: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class ShareAnswer:
    """Which share, from 0 to 1; the truth lies between ``low`` and ``high``."""

    kind: Kind
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None

    def meets(self, target: Fraction) -> bool | None:
        """Whether a target is reached; None when nobody can tell: what straddles a target hasn't missed it."""
        if self.low is None or self.high is None:
            return None
        if self.low >= target:
            return True
        return False if self.high < target else None


@dataclass(frozen=True)
class Shown:
    """What everybody may know of the cells of a lattice; holds no true table."""

    lattice: Lattice
    exact: Ints
    rounded: Ints
    """Multiples of the base, UNKNOWN where there is no cube."""
    error: int

    @classmethod
    def of(cls, lattice: Lattice, entries: Iterable[Entry]) -> "Shown":
        """All entries together; a later cube doesn't change what an earlier one said."""
        exact, rounded = np.full(lattice.size, WITHHELD), np.full(lattice.size, UNKNOWN)
        error = 0
        for entry in entries:
            if isinstance(entry.what, Cube):
                new = rounded[entry.cells] == UNKNOWN
                rounded[entry.cells[new]] = entry.what.values[new]
                error = max(error, entry.what.error)
            else:
                told = entry.what.values != WITHHELD
                exact[entry.cells[told]] = entry.what.values[told]
        return cls(lattice, exact, rounded, error)

    @classmethod
    def from_ledger(cls, ledger: Ledger) -> "Shown":
        """Of a ledger, without its secrets."""
        return cls.of(ledger.lattice, ledger.entries)


def answer(question: Count, shown: Shown) -> Answer:
    """How many people? Unanswerable for what the lattice doesn't allow."""
    cells = np.array(cells_of(shown.lattice, question), dtype=np.int64)
    exact, rounded = shown.exact[cells], shown.rounded[cells]
    if np.all(exact != WITHHELD):
        total = int(exact.sum())
        return Answer("exact", total, total, total)
    if np.any(rounded == UNKNOWN):
        return Answer("withheld")
    low, high = np.maximum(rounded - shown.error, 0), rounded + shown.error
    return Answer("rounded", int(rounded.sum()), int(low.sum()), int(high.sum()))


def share(question: Share, shown: Shown) -> ShareAnswer:
    """Which share? Nothing out of fewer than 20, exactly or rounded.

    From the cube the error is about (e + e·p) / D, and less where the part has a single counterpart
    (reached, not reached), since three rounded counts then bound it.
    """
    other = others_of(shown.lattice, question)
    whole, part = (answer(Count.of(*codes), shown) for codes in (question.whole, question.part))
    rest = answer(Count.of(*other), shown) if other is not None else Answer("withheld")
    if whole.value is None or part.value is None or whole.value < FEWEST:
        return ShareAnswer("withheld")
    kind: Kind = "exact" if whole.kind == part.kind == "exact" else "rounded"
    low, high = _bounds(whole, part, rest)
    value = min(Fraction(part.value, whole.value), Fraction(1))
    return ShareAnswer(kind, value, low, high)


def _bounds(whole: Answer, part: Answer, rest: Answer) -> tuple[Fraction, Fraction]:
    """The least and the greatest n / (n + m) for n in the part, m in its rest and n + m in the whole."""
    least_whole, most_whole = _ends(whole)
    least, most = _ends(part)
    least_rest, most_rest = _ends(rest) if rest.kind != "withheld" else (0, most_whole)
    least_rest, most_rest = max(least_rest, least_whole - most), min(most_rest, most_whole - least)
    low = Fraction(least, least + most_rest) if least else Fraction(0)
    high = Fraction(most, most + least_rest) if most else Fraction(0)
    return low, min(high, Fraction(1))


def _ends(one: Answer) -> tuple[int, int]:
    if one.low is None or one.high is None:
        raise ValueError("A withheld answer has no ends.")
    return one.low, one.high
