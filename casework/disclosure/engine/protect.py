"""Official tables: withhold cells of exact tables until nobody can tell a small count, and prove it.

Cell suppression with linear programs, block by block (after Fischetti and Salazar's models and Cox's and Kelly's
heuristics): the top rows first, then each block below with its margin held, or moved as the top allows.
Same input, same bytes. Anything that goes wrong raises NotProtected, and nothing is released.
"""

import math
import time
from collections.abc import Sequence

import numpy as np

from casework.disclosure.engine.blocks import WHOLE, Block, blocks_of
from casework.disclosure.engine.climb import climb
from casework.disclosure.engine.compose import compose
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.goals import goals
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.release import WITHHELD, NotProtected, Policy, Release
from casework.disclosure.engine.settle import TRIALS, Settled, Task
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.disclosure.engine.system import ends, possible, system_of
from casework.disclosure.engine.tasks import task_of
from casework.disclosure.engine.verify import verify

ONE_MODEL = 12_000  # cells up to which one model is tried where blocks fail


def protect_tables(
    lattice: Lattice,
    truth: Table,
    policy: Policy,
    known: Known | None = None,
    *,
    seconds: float = math.inf,
    workers: int = 1,
) -> Release:
    """The catalogue's tables with what must be withheld, and the proof; NotProtected otherwise.

    ``known``: what everything released before tells (and the rounded cube, if there is one). ``workers``: processes
    for blocks; their number changes nothing in the result.
    """
    before = Known.nothing(lattice.size) if known is None else known
    if not possible(system_of(lattice), before, truth):
        raise NotProtected("The true table contradicts what was released before.")
    try:
        release = _protect(lattice, truth, policy, before, time.monotonic() + seconds, workers)
    except (Unsolved, Infeasible) as failed:
        raise NotProtected("The solver found no answer in time.") from failed
    faults = verify(lattice, truth, release, before)
    if faults:
        raise NotProtected(" ".join(faults))
    return release


def _protect(
    lattice: Lattice, truth: Table, policy: Policy, known: Known, until: float, workers: int
) -> Release:
    wanted, system = goals(lattice, truth, policy, known), system_of(lattice)
    free = ~lattice.published
    free[wanted.cells] = True
    ends_known = Known(ends(system, known)[0], known.high)

    def tasks_of(blocks: tuple[Block, ...]) -> list[Task]:
        trials = TRIALS if len(blocks) == 1 and lattice.size <= WHOLE else 1
        return [task_of(block, truth, ends_known, wanted, free, until, trials) for block in blocks]

    blocks = blocks_of(lattice)
    tasks, settled = climb(blocks, tasks_of(blocks), workers)
    if any(one.stuck for one in settled) and len(blocks) > 1 and lattice.size <= ONE_MODEL:
        blocks = blocks_of(lattice, lattice.size)
        tasks, settled = climb(blocks, tasks_of(blocks), workers)
    if any(one.stuck for one in settled):
        raise NotProtected("A cell cannot be protected.", _stuck(blocks, tasks, settled))
    if time.monotonic() > until:
        raise NotProtected("There was not enough time.")  # a search cut short would not give the same bytes
    for block, one in zip(blocks, settled, strict=True):
        free[block.cells] |= one.free
    mask = free & lattice.published
    values = np.where(lattice.published & ~mask, truth, WITHHELD)
    return Release(lattice.key, policy, values, mask, compose(blocks, tasks, settled, wanted))


def _stuck(blocks: Sequence[Block], tasks: Sequence[Task], settled: Sequence[Settled]) -> list[int]:
    """The cells, and the wholes of groups, for which nothing was found."""
    found = []
    for block, task, one in zip(blocks, tasks, settled, strict=True):
        cells, groups = task.goals.cells, task.goals.groups
        for target in one.stuck:
            if target < 2 * len(cells):
                found.append(int(block.cells[cells[target % len(cells)]]))
            elif target < len(task.goals):
                found.append(int(block.cells[groups[target - 2 * len(cells)][0]]))
    return found
