"""Many goals with one solve: as many withheld cells as possible move to their ends at once."""

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.kept import Kept
from casework.disclosure.engine.moves import WHOLE, Moves
from casework.disclosure.engine.solver import INFINITE, Infeasible, Unsolved

FEW = 24  # fewer goals are sooner met one by one
ROUNDS = 60
RISING = 0.3  # as falling cells give what rising ones take, and these need more


def together(moves: Moves, kept: Kept) -> None:
    """Meet what can be met by moving withheld cells alone. ``moves`` must be sealed."""
    chance = np.random.default_rng(0)
    for _ in range(ROUNDS):
        open_ = kept.times[: len(kept.goals)] == 0
        before = int(open_.sum())
        if before < FEW:
            return
        falls, rises = open_[: kept.cells], open_[kept.cells : 2 * kept.cells]
        rising = _rising(kept, falls, rises, chance)
        groups = np.flatnonzero(open_[2 * kept.cells :])
        change = _find(moves, kept, np.flatnonzero(falls & ~rising), np.flatnonzero(rises & rising), groups)
        if change is None:
            continue
        kept.add(change)
        if before - int((kept.times[: len(kept.goals)] == 0).sum()) < FEW // 4:
            return


def _rising(kept: Kept, falls: Mask, rises: Mask, chance: np.random.Generator) -> Mask:
    """Which small cells are to rise: whole lines, as a cell and its sums cannot go different ways."""
    lines = kept.room.lines[kept.goals.cells]
    size = int(kept.room.lines.max()) + 1
    open_falls, open_rises = np.bincount(lines, falls, size), np.bincount(lines, rises, size)
    rising = (open_rises > 0) & ((open_falls == 0) | (chance.random(size) < RISING))
    return np.asarray(rising[lines])


def _find(moves: Moves, kept: Kept, falls: Ints, rises: Ints, groups: Ints) -> Table | None:
    """A change with the most goals met: each is worth 1, a part of it as much less."""
    goals, truth, size = kept.goals, kept.room.truth, moves.size
    down, up = goals.cells[falls], goals.cells[rises]
    far = np.concatenate([truth[down] - goals.low[falls], goals.high[rises] - truth[up]]).astype(float)
    columns, back = np.concatenate([down + size, up]), np.concatenate([down, up + size])
    room = moves.highest(columns)
    can = far <= room  # others stay as they are
    columns, back, far = columns[can], back[can], far[can]
    both = np.concatenate([columns, back])
    moves.solver.bounds(columns, np.zeros(len(columns)), far)
    # The way back costs as much, so that nothing is gained by going to and fro.
    moves.solver.cost(both, np.concatenate([-1 / far, 1 / far]))
    whole, part = truth[goals.groups[groups]].T
    away = (goals.apart[groups] - (whole - part)).astype(float)
    apart = 2 * size + groups
    moves.solver.bounds(apart, np.full(len(apart), -INFINITE), away)
    moves.solver.cost(apart, -1 / away)
    try:
        point = moves.solver.solve_far()
        change = moves.change(point)
        if change is None:
            change = _round(moves, point)
        return change
    except Infeasible:
        return None
    finally:
        moves.reset(np.concatenate([both, apart]))


def _round(moves: Moves, point: np.ndarray) -> Table | None:
    """Whole numbers beside the fractions of a point."""
    near = np.rint(point)
    broken = np.abs(point - near) > WHOLE
    low, high = np.where(broken, np.floor(point), near), np.where(broken, np.ceil(point), near)
    everything = np.arange(2 * moves.size)
    moves.solver.bounds(everything, low[: len(everything)], high[: len(everything)])
    try:
        return moves.change(moves.solver.solve_whole(np.flatnonzero(broken[: len(everything)]), 200))
    except (Infeasible, Unsolved):
        return None
    finally:
        moves.reset(everything)
