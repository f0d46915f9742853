"""Give back what need not be withheld: one secondary after the other, while every goal can still be met."""

import numpy as np

from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.kept import Kept
from casework.disclosure.engine.moves import Moves
from casework.disclosure.engine.solver import Infeasible

PASSES = 3


def tidy(moves: Moves, kept: Kept, needed: Mask, shifts: dict[int, tuple[int | None, ...]]) -> None:
    """``needed`` cells stay withheld; the least used of the others go first. ``moves`` must be sealed."""
    for _ in range(PASSES):
        spare = np.flatnonzero(moves.free & ~needed)
        used = np.count_nonzero(kept.changes[:, spare], axis=0)
        given_back = [
            cell
            for cell in spare[np.lexsort((-kept.room.truth[spare], used))]
            if _give_back(moves, kept, int(cell), shifts)
        ]
        if not given_back:
            return


def _give_back(moves: Moves, kept: Kept, cell: int, shifts: dict[int, tuple[int | None, ...]]) -> bool:
    without = kept.changes[:, cell] == 0
    missing = kept.times == kept.met[~without].sum(axis=0)
    one = np.array([cell])
    moves.shut(one)
    found = _rebuilt(moves, kept, np.flatnonzero(missing), shifts)
    if found is None:
        moves.open(one)
        return False
    kept.keep(np.flatnonzero(without))
    for change in found:
        kept.add(change)
    return True


def _rebuilt(
    moves: Moves, kept: Kept, targets: Ints, shifts: dict[int, tuple[int | None, ...]]
) -> list[Table] | None:
    found: list[Table] = []
    met = np.zeros(kept.size, dtype=bool)
    for target in targets:
        if met[target]:
            continue
        change = attempt(moves, kept, int(target), shifts)
        if change is None:
            return None
        found.append(change)
        met |= kept.meets(change)
    return found


def attempt(moves: Moves, kept: Kept, target: int, shifts: dict[int, tuple[int | None, ...]]) -> Table | None:
    """A change for a target: with the margin as it is, or else changed in one of the ways that the top allows."""
    for shift in shifts.get(target, (None,)):
        try:
            return moves.find(kept.wish(moves, target, shift))
        except Infeasible:
            continue
    return None
