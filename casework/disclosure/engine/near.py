"""Looking near a cell first: in its own line of the widest axis and a few others that can make up for its change.

A change that leaves everything else as it is is a change of the whole; a small model finds it many times sooner.
"""

from dataclasses import replace

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.kept import Kept
from casework.disclosure.engine.moves import Moves
from casework.disclosure.engine.room import Room
from casework.disclosure.engine.solver import Infeasible, Reals

LARGE = 4_000  # cells of a room in which it is worth it
OTHERS = 3  # lines with the most small cells, and as many with the most people


class Near:
    """The neighbourhoods of a room without a margin, each with a model of its own."""

    def __init__(self, room: Room, small: Ints, cost: Reals, *, until: float) -> None:
        self.room, self.cost, self.until = replace(room, groups=room.groups[:0]), cost, until
        lines = int(room.lines.max()) + 1
        crowded = np.argsort(-np.bincount(room.lines[small], minlength=lines), kind="stable")
        peopled = np.argsort(-np.bincount(room.lines, np.maximum(room.truth, 0), lines), kind="stable")
        # The total stands first and has the most people; people counted twice stand last.
        self._always = {0, lines - 1, *crowded[:OTHERS].tolist(), *peopled[: OTHERS + 1].tolist()}
        self._models: dict[int, tuple[Moves, Ints]] = {}

    def find(self, kept: Kept, target: int, free: Mask) -> Table | None:
        """A change for a target, ``free`` being the cells that are withheld; None where there is none so near."""
        if target >= 2 * kept.cells:
            return None
        number = target % kept.cells
        cell = int(kept.goals.cells[number])
        moves, cells = self._around(int(self.room.lines[cell]), free)
        moves.open(np.flatnonzero(free[cells] & ~moves.free))
        place = int(np.searchsorted(cells, cell))
        falls = target < kept.cells
        goal = int((kept.goals.low if falls else kept.goals.high)[number])
        try:
            change = moves.find(moves.fall(place, goal) if falls else moves.rise(place, goal))
        except Infeasible:
            return None
        whole = np.zeros(self.room.size, dtype=np.int64)
        whole[cells] = change
        return whole

    def _around(self, line: int, free: Mask) -> tuple[Moves, Ints]:
        found = self._models.get(line)
        if found is None:
            cells = np.flatnonzero(np.isin(self.room.lines, [*self._always, line]))
            inner = self.room.only(cells)
            found = Moves(inner, free[cells], self.cost[cells], sealed=False, until=self.until), cells
            self._models[line] = found
        return found
