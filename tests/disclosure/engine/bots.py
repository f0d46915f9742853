"""Readers who ask every question that a lattice allows and hold all the answers against each other.

They know the lattice, k and b, and see answers alone: no release, no cube, no ledger.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from casework.disclosure.engine import Known, Lattice
from casework.disclosure.engine.answer import Answer, Shown, answer, share
from casework.disclosure.engine.equations import Ints
from casework.disclosure.engine.known import ANY
from casework.disclosure.engine.questions import Codes, Count, Share, Unanswerable, cells_of

Tables = NDArray[np.int64]


def codes_of(lattice: Lattice) -> list[Codes]:
    """Every cell that has a name, hidden ones too: asking costs nothing."""
    return [lattice.codes(cell) for cell in range(lattice.size)]


def counts(lattice: Lattice, several: int = 3) -> Iterator[Count]:
    """Every cell, and along each axis the sums of up to so many codes."""
    for codes in codes_of(lattice):
        yield Count.of(*codes)
    for at, axis in enumerate(lattice.axes):
        roots = [(other.versions[0].root,) for other in lattice.axes]
        for number in range(2, several + 1):
            for some in combinations(axis.codes, number):
                yield Count((*roots[:at], some, *roots[at + 1 :]))


def shares(lattice: Lattice) -> Iterator[Share]:
    """Every pair of cells that differ in one code."""
    for codes in codes_of(lattice):
        for at, axis in enumerate(lattice.axes):
            for other in axis.codes:
                if other != codes[at]:
                    yield Share(codes, (*codes[:at], other, *codes[at + 1 :]))


def heard(shown: Shown) -> Known:
    """What the answers about single cells say."""
    low, high = np.zeros(shown.lattice.size, dtype=np.int64), np.full(shown.lattice.size, ANY)
    for cell, codes in enumerate(codes_of(shown.lattice)):
        try:
            told = answer(Count.of(*codes), shown)
        except Unanswerable:
            continue
        if told.low is not None and told.high is not None:
            low[cell], high[cell] = told.low, told.high
    low[shown.lattice.signed] = np.where(high[shown.lattice.signed] == ANY, 0, low[shown.lattice.signed])
    return Known(low, high)


def surviving(tables: Tables, shown: Shown) -> Tables:
    """The possible tables that agree with every answer."""
    for question in counts(shown.lattice):
        try:
            told = answer(question, shown)
            values = tables[:, list(cells_of(shown.lattice, question))].sum(axis=1)
        except Unanswerable:
            continue
        tables = tables[_between(values, told)]
    for asked in shares(shown.lattice):
        try:
            ratio = share(asked, shown)
        except Unanswerable:
            continue
        if ratio.low is None or ratio.high is None:
            continue
        whole = tables[:, shown.lattice.index(asked.whole)]
        part = tables[:, shown.lattice.index(asked.part)]
        fine = part * ratio.low.denominator >= ratio.low.numerator * whole
        fine &= part * ratio.high.denominator <= ratio.high.numerator * whole
        tables = tables[fine]
    return tables


def open_cells(low: Ints, high: Ints, truth: Ints, k: int, *, rounded: bool) -> Ints:
    """The small counts that could be found out, given the least and the greatest that each can be."""
    enough = high - low >= k - 1 if rounded else (low == 0) & (high >= k)
    return np.flatnonzero((truth > 0) & (truth < k) & ~enough)


def _between(values: Ints, told: Answer) -> NDArray[np.bool_]:
    if told.low is None or told.high is None:
        return np.ones(len(values), dtype=bool)
    return np.asarray((values >= told.low) & (values <= told.high))
