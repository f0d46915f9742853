"""What each block has to do, given what the top does."""

from dataclasses import replace

import numpy as np

from casework.disclosure.engine.blocks import Block
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import Goals
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.room import Room
from casework.disclosure.engine.settle import Settled, Task


def task_of(
    block: Block, truth: Table, known: Known, wanted: Goals, free: Mask, until: float, trials: int
) -> Task:
    """A block with its own goals, its margin held."""
    cells = block.cells
    inner = np.ones(len(cells), dtype=bool)
    inner[block.margin] = False
    mine = np.flatnonzero(np.isin(wanted.cells, cells[inner]))
    mine_too = np.flatnonzero(np.isin(wanted.groups, cells[inner]).all(axis=1))
    groups = np.searchsorted(cells, wanted.groups[mine_too])
    goals = Goals(
        np.searchsorted(cells, wanted.cells[mine]),
        wanted.low[mine],
        wanted.high[mine],
        groups,
        wanted.narrow[mine],
        wanted.apart[mine_too],
    )
    ends = known.low[cells], known.high[cells]
    room = Room(block.rows, block.low, block.high, truth[cells], *ends, block.margin, groups, block.lines)
    none = np.zeros((0, len(block.margin)), dtype=np.int64)
    return Task(room, goals, free[cells], none, {}, until, trials)


def under(task: Task, block: Block, above: Task, top: Settled, top_block: Block) -> Task:
    """The task of a block below a top that is settled.

    Every change that the top needs must be possible here too; and where the margin itself is small, or its group in one
    category, what the top does for it helps what is below.
    """
    margin = np.searchsorted(top_block.cells, block.cells[block.margin])
    changes = top.changes[:, margin]
    shifts, number = _distinct(changes)
    free = task.free.copy()
    free[block.margin] = top.free[margin]
    over = np.full(len(block.cells), -1, dtype=np.int64)
    inner = block.over >= 0
    over[inner] = np.searchsorted(top_block.cells, block.over[inner])
    return replace(
        task,
        free=free,
        shifts=shifts,
        instead=_instead(task, above, over, number[top.chosen[: len(above.goals)]]),
    )


def _distinct(changes: Ints) -> tuple[Ints, Ints]:
    """The different changes of a margin but the one that changes nothing, and which of them each row is (or −1)."""
    moved = changes.any(axis=1)
    shifts, place = np.unique(changes[moved], axis=0, return_inverse=True)
    number = np.full(len(changes), -1, dtype=np.int64)
    number[moved] = place.ravel()
    return shifts, number


def _instead(task: Task, above: Task, over: Ints, number: Ints) -> dict[int, tuple[int | None, ...]]:
    """For the targets under a margin cell with the same target: the change of the margin that the top makes for it."""
    mine, theirs = task.goals, above.goals
    at = {int(cell): place for place, cell in enumerate(theirs.cells)}
    pairs = {(int(whole), int(part)): place for place, (whole, part) in enumerate(theirs.groups)}
    found: dict[int, tuple[int | None, ...]] = {}
    for place, cell in enumerate(mine.cells):
        small = at.get(int(over[cell]))
        if small is not None:
            up = int(number[small + len(theirs.cells)])
            reached = above.room.truth[over[cell]] >= mine.high[place]  # else the margin must rise first
            found[place] = (None, int(number[small]))
            found[place + len(mine.cells)] = (None, up) if reached else (up,)
    for place, (whole, part) in enumerate(mine.groups):
        alike = pairs.get((int(over[whole]), int(over[part])))
        if alike is not None:
            found[2 * len(mine.cells) + place] = (None, int(number[2 * len(theirs.cells) + alike]))
    return {target: tuple(one for one in ways if one != -1) for target, ways in found.items()}
