"""Official tables: withhold cells of exact tables until nobody can tell a small count, and prove it.

Cell suppression with linear programs, block by block (after Fischetti and Salazar's models and Cox's and Kelly's
heuristics): the top rows first, then each block below with its margin held, or moved as the top allows.
Same input, same bytes. Anything that goes wrong raises NotProtected, and nothing is released.
"""

import math
import time

import numpy as np

from casework.disclosure.engine.blocks import blocks_of
from casework.disclosure.engine.compose import compose
from casework.disclosure.engine.crew import settle_all
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.goals import goals
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice
from casework.disclosure.engine.release import WITHHELD, NotProtected, Policy, Release
from casework.disclosure.engine.settle import TRIALS, settle
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.disclosure.engine.system import ends, possible, system_of
from casework.disclosure.engine.tasks import task_of, under
from casework.disclosure.engine.verify import verify


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
    blocks, wanted = blocks_of(lattice), goals(lattice, truth, policy, known)
    low = ends(system_of(lattice), known)[0]
    free = ~lattice.published
    free[wanted.cells] = True
    tasks = [
        task_of(block, truth, Known(low, known.high), wanted, free, until, TRIALS if len(blocks) == 1 else 1)
        for block in blocks
    ]
    top = settle(tasks[0])
    tasks[1:] = [
        under(one, block, tasks[0], top, blocks[0]) for one, block in zip(tasks[1:], blocks[1:], strict=True)
    ]
    settled = [top, *settle_all(tasks[1:], workers)]
    for block, one in zip(blocks, settled, strict=True):
        free[block.cells] |= one.free
    mask = free & lattice.published
    values = np.where(lattice.published & ~mask, truth, WITHHELD)
    return Release(lattice.key, policy, values, mask, compose(blocks, tasks, settled))
