"""Where to look first: possible tables that differ from the true one in a single branch of the largest tree.

What is possible with everything else as it is, is possible. A large lattice is searched branch by branch so; what
can't be settled that way is searched in the whole.
"""

from collections.abc import Callable, Iterator

import numpy as np

from casework.disclosure.engine.equations import Ints, Table
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice

WHOLE = 2_000  # cells of a lattice that is searched at once
BALANCING = 40  # lines that make up for the changes of a branch


def searches(
    lattice: Lattice, known: Known, truth: Table, open_cells: Callable[[], Ints]
) -> Iterator[tuple[Known, Ints]]:
    """What to take as known, and which open cells to look for under it; ``open_cells`` is asked anew each time."""
    if lattice.size > WHOLE:
        tree = _Tree(lattice, truth)
        yield tree.fixed(known, tree.sums), open_cells()
        for parent, cells in tree.by_family(open_cells()):
            yield tree.fixed(known, tree.outside(parent)), cells
    yield known, open_cells()


class _Tree:
    """The largest axis, by the places of its codes."""

    def __init__(self, lattice: Lattice, truth: Table) -> None:
        axis = max(lattice.axes, key=lambda one: len(one.codes))
        at = lattice.axes.index(axis)
        place = {code: number for number, code in enumerate(axis.codes)}
        self.truth, self.size = truth, len(axis.codes)
        self.crossed = np.moveaxis(lattice.numbers, at, 0)
        self.line = np.unravel_index(np.arange(lattice.size), lattice.shape)[at]
        self.families = {
            place[parent]: [place[code] for code, _ in parts] for parent, parts in axis.equations
        }
        self.sums = np.array(list(self.families), dtype=np.int64)
        self.over: dict[int, list[int]] = {}
        for parent, parts in self.families.items():
            for part in parts:
                self.over.setdefault(part, []).append(parent)

    def fixed(self, known: Known, lines: Ints) -> Known:
        """Known, and these lines as they truly are."""
        cells = self.crossed[lines].ravel()
        low, high = known.low.copy(), known.high.copy()
        low[cells] = high[cells] = self.truth[cells]
        return Known(low, high)

    def by_family(self, cells: Ints) -> Iterator[tuple[int, Ints]]:
        """The cells by the sum whose branch they are in, or that they are."""
        family = np.array([self._family(int(line)) for line in self.line[cells]], dtype=np.int64)
        for parent in np.unique(family).tolist():
            yield parent, cells[family == parent]

    def outside(self, parent: int) -> Ints:
        """All lines but those of a family, the sums, and the largest child of other families to make up for changes."""
        people = self.truth[self.crossed].reshape(self.size, -1).sum(axis=1)
        largest = [max(parts, key=lambda line: int(people[line])) for parts in self.families.values()]
        balancing = sorted(largest, key=lambda line: -int(people[line]))[:BALANCING]
        inside = [parent, *self.families.get(parent, ()), *self.sums.tolist(), *balancing]
        return np.setdiff1d(np.arange(self.size), inside)

    def _family(self, line: int) -> int:
        return line if line in self.families else self.over.get(line, [line])[0]
