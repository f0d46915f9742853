"""What an attacker does not know falls into parts that have nothing to do with each other, searched one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine.equations import Equations, Ints
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.solver import Infeasible, Reals, Solver, Unsolved
from casework.disclosure.engine.system import MOST, System

WHOLE = 1e-6
NODES = 200  # of a search beside a point
FAR = 10**6
"""Where a cell can go no further in the search, unless large numbers are known: as far away as :data:`MOST` the solver
took a system that the truth fulfils for impossible."""


@dataclass(frozen=True)
class Part:
    """Unknown cells and the rows between them, what is known already taken out of the rows."""

    cells: Ints
    low: Ints
    high: Ints
    rows: Equations
    row_low: Ints
    row_high: Ints

    def holds(self, values: Ints) -> bool:
        """Whether these values satisfy every row and bound, in whole numbers."""
        sums = self.rows.residues(values)
        inside = np.all(self.low <= values) and np.all(values <= self.high)
        return bool(inside and np.all(self.row_low <= sums) and np.all(sums <= self.row_high))


class Search:
    """The extreme tables of a part. A solver's word is not trusted: what it finds is checked in whole numbers."""

    def __init__(self, part: Part) -> None:
        self.part = part
        row_high = np.where(part.row_high - part.row_low > 0, part.row_high.astype(float), part.row_low)
        size = len(part.cells)
        self.solver = Solver(
            part.rows,
            part.low.astype(float),
            part.high.astype(float),
            np.zeros(size),
            part.row_low.astype(float),
            row_high,
        )

    def least(self, places: Ints, costs: Reals) -> Ints:
        """The values at which Σ cost · value is least."""
        self.solver.cost(places, costs)
        try:
            point = self.solver.solve()
            values = self._checked(point)
            if values is None:
                least = np.ceil(point[places] @ costs - WHOLE)  # no table of whole numbers has less
                values = self._between(point)
                if values is None or values[places] @ costs > least:
                    values = self._checked(self.solver.solve_whole(np.arange(self.solver.size)))
        finally:
            self.solver.cost(places, np.zeros(len(places)))
        if values is None:
            raise Unsolved("The solver's table does not satisfy what is known.")
        return values

    def _between(self, point: Reals) -> Ints | None:
        """A table beside a point with fractions: each number as it is or one of the two around it."""
        every, near = np.arange(self.solver.size), np.rint(point)
        broken = np.abs(point - near) > WHOLE
        low, high = np.where(broken, np.floor(point), near), np.where(broken, np.ceil(point), near)
        self.solver.bounds(every, low, high)
        try:
            return self._checked(self.solver.solve_whole(np.flatnonzero(broken), NODES))
        except (Infeasible, Unsolved):
            return None
        finally:
            self.solver.bounds(every, self.part.low.astype(float), self.part.high.astype(float))

    def _checked(self, point: Reals) -> Ints | None:
        values = np.rint(point).astype(np.int64)
        return values if self.part.holds(values) else None


def parts(system: System, known: Known) -> Iterator[Part]:
    """Split the unknown cells by the rows that join them; ValueError when what is known contradicts a row."""
    unknown = known.low < known.high
    rows = system.rows
    here = rows.independent[rows.rows] & unknown[rows.columns]
    fixed = np.where(unknown, 0, known.low)
    told = rows.residues(fixed)
    joined, columns = rows.rows[here], rows.columns[here]
    label = _labels(len(unknown), joined, columns)
    part_of_row = np.full(len(rows), -1)
    part_of_row[joined] = label[columns]
    full = (part_of_row < 0) & rows.independent
    if np.any(told[full] < system.low[full]) or np.any(told[full] > system.high[full]):
        raise ValueError("What was released contradicts itself.")
    cells = np.flatnonzero(unknown)
    cells = cells[np.argsort(label[cells], kind="stable")]
    groups = np.split(cells, np.flatnonzero(np.diff(label[cells])) + 1) if len(cells) else []
    by_part = np.argsort(part_of_row, kind="stable")
    entries = np.flatnonzero(here)
    starts = np.searchsorted(joined, np.arange(len(rows) + 1))
    place = np.zeros(len(unknown), dtype=np.int64)
    for group in groups:
        place[group] = np.arange(len(group))
        first, last = np.searchsorted(part_of_row[by_part], [label[group[0]], label[group[0]] + 1])
        its = by_part[first:last]
        lengths = starts[its + 1] - starts[its]
        begin = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        at = entries[np.repeat(starts[its] - begin[:-1], lengths) + np.arange(begin[-1])]
        far = _far(known, group, told[its])
        yield Part(
            group,
            np.maximum(known.low[group], -far),
            np.minimum(known.high[group], far),
            Equations(begin, place[rows.columns[at]], rows.weights[at], np.ones(len(its), dtype=bool)),
            system.low[its] - told[its],
            system.high[its] - told[its],
        )


def _far(known: Known, cells: Ints, told: Ints) -> int:
    """How far away from nobody a count may be in a part: a hundred times further than all that is known of it."""
    ends = np.abs(np.concatenate([known.low[cells], known.high[cells], told]))
    return min(MOST, max(FAR, 100 * int(ends[ends < MOST // 2].max(initial=0))))


def _labels(size: int, rows: Ints, columns: Ints) -> Ints:
    """The smallest cell that each cell hangs together with."""
    label = np.arange(size, dtype=np.int64)
    if not len(rows):
        return label
    least = np.full(rows[-1] + 1, size, dtype=np.int64)
    while True:
        before = label.copy()
        least[:] = size
        np.minimum.at(least, rows, label[columns])
        np.minimum.at(label, columns, least[rows])
        label = label[label]
        if np.array_equal(before, label):
            return label
