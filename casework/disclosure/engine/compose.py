"""From the changes of the blocks to possible tables of the whole lattice."""

from collections.abc import Sequence

import numpy as np

from casework.disclosure.engine.blocks import Block
from casework.disclosure.engine.equations import Ints, Mask
from casework.disclosure.engine.goals import Goals
from casework.disclosure.engine.release import Diff, GroupWitness, Proof, Witness
from casework.disclosure.engine.settle import Settled, Task

Pieces = list[tuple[Ints, Ints]]  # cells and by how much they change


def compose(
    blocks: Sequence[Block], tasks: Sequence[Task], settled: Sequence[Settled], wanted: Goals
) -> Proof:
    """A change at the top takes along, in each block below, the change that was found for its margin.

    Only ``wanted`` cells get a witness: others may have been goals on the way.
    """
    small, alike = set(wanted.cells.tolist()), {tuple(pair) for pair in wanted.groups.tolist()}
    made = _Made(blocks, tasks, settled)
    witnesses: list[Witness] = []
    groups: list[GroupWitness] = []
    for number, (block, task, one) in enumerate(zip(blocks, tasks, settled, strict=True)):
        tables = [made.table(number, row) for row in range(len(one.changes))]
        cells = block.cells[task.goals.cells].tolist()
        told = [tables[row] for row in one.chosen]
        witnesses += [
            Witness(cell, told[at], told[at + len(cells)]) for at, cell in enumerate(cells) if cell in small
        ]
        pairs = block.cells[task.goals.groups].tolist()
        groups += [
            GroupWitness(whole, part, told[2 * len(cells) + at])
            for at, (whole, part) in enumerate(pairs)
            if (whole, part) in alike
        ]
    return Proof(tuple(made.diffs), tuple(witnesses), tuple(groups))


class _Made:
    """The tables put together so far."""

    def __init__(self, blocks: Sequence[Block], tasks: Sequence[Task], settled: Sequence[Settled]) -> None:
        self.blocks, self.settled = blocks, settled
        self.diffs: list[Diff] = []
        self._extended = [self._extensions(number, tasks[number]) for number in range(len(blocks))]
        top = settled[0].changes
        self._of_top: list[Pieces] = [self._whole(change) for change in top]
        self._tops = [
            {self._margin(number, change): row for row, change in reversed(list(enumerate(top)))}
            for number in range(len(blocks))
        ]

    def table(self, number: int, row: int) -> int:
        """The table for a change of a block: its number among ``diffs``."""
        change = self.settled[number].changes[row]
        block = self.blocks[number]
        if number == 0:
            pieces = self._of_top[row]
        elif change[block.margin].any():
            above = self._tops[number][change[block.margin].tobytes()]
            inside = np.isin(np.arange(len(block.cells)), block.margin, invert=True)
            pieces = [
                *self._whole(self.settled[0].changes[above], but=number),
                self._piece(number, change, inside),
            ]
        else:
            pieces = [self._piece(number, change)]
        cells = np.concatenate([one for one, _ in pieces])
        values = np.concatenate([one for _, one in pieces])
        order = np.argsort(cells, kind="stable")
        self.diffs.append(Diff(cells[order], values[order]))
        return len(self.diffs) - 1

    def _whole(self, change: Ints, but: int = 0) -> Pieces:
        """A change of the top with what it takes along in every block but one."""
        pieces = [self._piece(0, change)]
        for number in range(1, len(self.blocks)):
            key = self._margin(number, change)
            if number != but and key in self._extended[number]:
                pieces.append(self._extended[number][key])
        return pieces

    def _extensions(self, number: int, task: Task) -> dict[bytes, tuple[Ints, Ints]]:
        """By the change of the margin: what changes below it."""
        block, one = self.blocks[number], self.settled[number]
        inside = np.isin(np.arange(len(block.cells)), block.margin, invert=True)
        first = len(task.goals)
        return {
            shift.tobytes(): self._piece(number, one.changes[one.chosen[first + at]], inside)
            for at, shift in enumerate(task.shifts)
        }

    def _margin(self, number: int, change: Ints) -> bytes:
        block = self.blocks[number]
        return change[np.searchsorted(self.blocks[0].cells, block.cells[block.margin])].tobytes()

    def _piece(self, number: int, change: Ints, where: Mask | None = None) -> tuple[Ints, Ints]:
        moved = np.flatnonzero(change if where is None else change * where)
        return self.blocks[number].cells[moved], change[moved]
