"""Possible tables beside a cube: the rounded table itself, and with one finest cell moved as far as rounding hides.

A rounded table that adds up is a possible one. Four more people in one finest cell are four more in every cell that
adds it up, and no more than rounding hides in any of them. So nobody who knows a cube alone learns more of a count than
its ends; what else is known may rule such a table out, and the proof's check then leaves it aside.
"""

from collections.abc import Iterator

import numpy as np

from casework.disclosure.engine.axes import Axis
from casework.disclosure.engine.equations import Ints, Table
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.release import Diff


def beside(lattice: Lattice, truth: Table, rounded: Table, error: int, cells: Ints) -> Iterator[Diff]:
    """For each of these cells two tables near the rounded one that are far apart there."""
    if not len(cells):
        return
    yield Diff.between(truth, rounded)
    for cell in cells.tolist():
        lines = [_line(axis, code) for axis, code in zip(lattice.axes, lattice.codes(cell), strict=True)]
        up = _cells(lattice, lines)
        for step in (error, -error):
            table = rounded.copy()
            table[up] += step
            yield Diff.between(truth, table)


def _line(axis: Axis, code: str) -> list[str]:
    """A leaf below a code, and all codes that it is a part of."""
    parts = {parent: [child for child, weight in its if weight == 1] for parent, its in axis.equations}
    while code in parts:
        code = parts[code][0]
    found = [code]
    for one in found:
        found += [parent for parent, its in parts.items() if one in its and parent not in found]
    return found


def _cells(lattice: Lattice, lines: list[list[str]]) -> Ints:
    numbers = [
        np.array([axis.codes.index(code) for code in line])
        for axis, line in zip(lattice.axes, lines, strict=True)
    ]
    found: Ints = lattice.numbers[np.ix_(*numbers)].ravel()
    return found
