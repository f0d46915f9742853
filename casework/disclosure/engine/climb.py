"""The top settled, then the blocks; where one is stuck while its margin stays, the margin goes too."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from casework.disclosure.engine.blocks import Block
from casework.disclosure.engine.crew import settle_all
from casework.disclosure.engine.equations import Ints
from casework.disclosure.engine.settle import Settled, Task, settle
from casework.disclosure.engine.tasks import under

ROUNDS = 4


def climb(blocks: Sequence[Block], tasks: Sequence[Task], workers: int) -> tuple[list[Task], list[Settled]]:
    """The tasks as they were at last, and what came of them; some may be stuck still."""
    above, below = tasks[0], list(tasks[1:])
    for _ in range(ROUNDS):
        top = settle(above)
        if top.stuck:
            return [above, *below], [top] * len(tasks)
        below = [
            under(task, block, above, top, blocks[0])
            for task, block in zip(tasks[1:], blocks[1:], strict=True)
        ]
        settled = settle_all(below, workers)
        stuck = [
            _needs(task, block, one)
            for task, block, one in zip(below, blocks[1:], settled, strict=True)
            if one.stuck
        ]
        if not stuck:
            break
        cells, groups = (np.concatenate(one) for one in zip(*stuck, strict=True))
        above = _with_cells(above, blocks[0], cells)
        above = _with_groups(above, blocks[0], np.unique(groups, axis=0))
    return [above, *below], [top, *settled]


def _needs(task: Task, block: Block, settled: Settled) -> tuple[Ints, Ints]:
    """Margin cells above what is stuck, with how far they have to fall and to rise; and margin groups."""
    goals, stuck = task.goals, np.array(settled.stuck, dtype=np.int64)
    size = len(goals.cells)
    falls, rises = stuck[stuck < size], stuck[(stuck >= size) & (stuck < 2 * size)] - size
    groups = stuck[(stuck >= 2 * size) & (stuck < len(goals))] - 2 * size
    down = task.room.truth[goals.cells[falls]] - goals.low[falls]
    up = goals.high[rises] - task.room.truth[goals.cells[rises]]
    cells = [
        np.stack([block.over[goals.cells[falls]], down, 0 * down], axis=1),
        np.stack([block.over[goals.cells[rises]], 0 * up, up], axis=1),
    ]
    return np.concatenate(cells), block.over[goals.groups[groups]]


def _with_cells(above: Task, top: Block, needs: Ints) -> Task:
    """The top with these cells as further goals: they must be able to go as far as is needed below them."""
    goals, room = above.goals, above.room
    cells = np.searchsorted(top.cells, needs[:, 0])
    joined = np.union1d(goals.cells, cells)
    low, high = room.truth[joined].copy(), room.truth[joined].copy()
    narrow = np.zeros(len(joined), dtype=bool)
    before = np.searchsorted(joined, goals.cells)
    low[before], high[before], narrow[before] = goals.low, goals.high, goals.narrow
    place = np.searchsorted(joined, cells)
    np.minimum.at(low, place, np.maximum(room.truth[cells] - needs[:, 1], room.low[cells]))
    np.maximum.at(high, place, room.truth[cells] + needs[:, 2])
    free = above.free.copy()
    free[cells] = True
    goals = replace(goals, cells=joined, low=low, high=high, narrow=narrow)
    return replace(above, goals=goals, free=free)


def _with_groups(above: Task, top: Block, pairs: Ints) -> Task:
    """The top with these groups as further goals: one more of them outside the category than there is."""
    goals, room = above.goals, above.room
    before = {(int(whole), int(part)) for whole, part in goals.groups}
    own = np.searchsorted(top.cells, pairs)
    new = np.array([pair for pair in own.tolist() if tuple(pair) not in before], dtype=np.int64).reshape(
        -1, 2
    )
    groups = np.concatenate([goals.groups, new])
    apart = np.concatenate([goals.apart, room.truth[new[:, 0]] - room.truth[new[:, 1]] + 1])
    return replace(above, room=replace(room, groups=groups), goals=replace(goals, groups=groups, apart=apart))
