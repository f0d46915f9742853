"""One block protected: what must be withheld in it, and changes that meet every goal."""

from dataclasses import dataclass, replace

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask
from casework.disclosure.engine.goals import Goals
from casework.disclosure.engine.kept import Kept
from casework.disclosure.engine.lean import lean
from casework.disclosure.engine.moves import Moves
from casework.disclosure.engine.near import LARGE, Near
from casework.disclosure.engine.release import NotProtected
from casework.disclosure.engine.room import Room
from casework.disclosure.engine.solver import Reals
from casework.disclosure.engine.tidy import attempt, tidy
from casework.disclosure.engine.together import together

TIDY = 1_200  # cells of a block that is worth the pains
CHUNK = 32  # goals met one by one before many are tried again at once
STUCK = 24  # targets out of reach, after which a block waits for its margin
TRIALS = 2  # for a block that stands alone


@dataclass(frozen=True)
class Task:
    """A block to settle. ``free``: cells that are withheld or unpublished from the start, whatever else is.

    ``shifts``: changes of the margin that must be possible; ``instead``: for a target that may be out of reach with
    the margin as it is, which of them to try.
    """

    room: Room
    goals: Goals
    free: Mask
    shifts: Ints
    instead: dict[int, tuple[int | None, ...]]
    until: float
    trials: int = 1


@dataclass(frozen=True)
class Settled:
    """``free``: what the changes may move; ``chosen``: for each target the row of ``changes`` that meets it.

    ``stuck``: targets that are out of reach while the margin stays; then the rest says nothing.
    """

    free: Mask
    changes: Ints
    chosen: Ints
    stuck: tuple[int, ...] = ()


def settle(task: Task) -> Settled:
    """The best of some trials with other costs and orders: the fewest cells withheld, then the fewest people."""
    wanted = ~task.free
    wanted[np.concatenate([task.goals.cells, task.goals.groups.ravel(), task.room.margin])] = True
    few = lean(task.room, wanted)
    inner = few.room
    goals = replace(task.goals, cells=np.searchsorted(few.cells, task.goals.cells), groups=inner.groups)
    small = replace(task, room=inner, goals=goals, free=task.free[few.cells])

    def score(found: Settled) -> tuple[int, int, int]:
        return len(found.stuck), int(found.free.sum()), int(inner.truth[found.free].sum())

    best = min((_trial(small, number) for number in range(task.trials)), key=score)
    free = task.free.copy()
    free[few.cells] = best.free
    return replace(best, free=free, changes=few.whole(best.changes))


def _trial(task: Task, number: int) -> Settled:
    room, chance = task.room, np.random.default_rng(number)
    cost: Reals = np.where(room.truth == 0, 0.5, 1.0)
    order = np.argsort(room.truth[task.goals.cells], kind="stable")
    if number:
        cost *= 1 + 0.3 * chance.random(room.size)
        order = chance.permutation(len(order))
    kept = Kept(room, task.goals, task.shifts)
    kept.add(np.zeros(room.size, dtype=np.int64))
    sealed = Moves(room, task.free, cost, sealed=True, until=task.until)
    wide = Moves(room, task.free, cost, sealed=False, until=task.until)
    large = room.size > LARGE and not len(room.margin)
    near = Near(room, task.goals.cells, cost, until=task.until) if large else None
    steps = np.concatenate([order, np.arange(2 * kept.cells, kept.size)])
    done, stuck = 0, []
    while done < len(steps):
        sealed.open(np.flatnonzero(wide.free & ~sealed.free))
        if near is None or not done:  # in a large room once: it takes as long as many single searches nearby
            together(sealed, kept)
        before = len(kept.changes)
        while done < len(steps) and len(kept.changes) < before + CHUNK:
            step = int(steps[done])
            stuck += (
                _both_ends(wide, near, kept, step, task)
                if step < kept.cells
                else _meet(wide, near, kept, step, task)
            )
            done += 1
            if len(stuck) > (STUCK if len(room.margin) else 0):
                return _given_up(kept, wide.free, stuck)
    if stuck:
        return _given_up(kept, wide.free, stuck)
    if room.size > TIDY:
        return _handed_on(kept, wide.free, np.arange(room.size))
    cells = np.union1d(np.flatnonzero(wide.free), np.concatenate([room.margin, room.groups.ravel()]))
    inner = room.only(cells)
    kept = kept.only(inner, cells)
    sealed = Moves(inner, wide.free[cells], cost[cells], sealed=True, until=task.until)
    tidy(sealed, kept, task.free[cells], task.instead)
    free = np.zeros(room.size, dtype=bool)
    free[cells] = sealed.free
    return _handed_on(kept, free, cells)


def _both_ends(moves: Moves, near: Near | None, kept: Kept, cell: int, task: Task) -> list[int]:
    """The targets of a small cell that stay out of reach; where any two tables will do, others are tried."""
    while True:
        ends = cell, cell + kept.cells
        stuck = [target for end in ends for target in _meet(moves, near, kept, end, task)]
        if not stuck or not kept.slide(cell):
            return stuck


def _meet(moves: Moves, near: Near | None, kept: Kept, target: int, task: Task) -> list[int]:
    if kept.times[target]:
        return []
    change = near.find(kept, target, moves.free) if near is not None else None
    if change is None:
        change = attempt(moves, kept, target, task.instead)
    if change is None:
        return [target]
    moves.open(np.flatnonzero((change != 0) & ~moves.free))
    kept.add(change)
    return []


def _given_up(kept: Kept, free: Mask, stuck: list[int]) -> Settled:
    return Settled(free, kept.changes[:0], np.zeros(0, dtype=np.int64), tuple(stuck))


def _handed_on(kept: Kept, free: Mask, cells: Ints) -> Settled:
    chosen = kept.chosen()
    if np.any(chosen < 0):
        raise NotProtected("A goal is not met.")
    rows, chosen = np.unique(chosen, return_inverse=True)
    changes = np.zeros((len(rows), len(free)), dtype=np.int64)
    changes[:, cells] = kept.changes[rows]
    return Settled(free, changes, chosen)
