"""Blocks settled one after the other, or by worker processes; the result is the same."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from casework.disclosure.engine.release import NotProtected
from casework.disclosure.engine.settle import Settled, Task, settle


def settle_all(tasks: Sequence[Task], workers: int) -> list[Settled]:
    """Each block settled, in the order of the tasks. A worker that dies means NotProtected."""
    if workers <= 1 or len(tasks) <= 1:
        return [settle(task) for task in tasks]
    # Fresh processes: a fork would take over the solver's threads and the caller's database connections.
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context("spawn")) as pool:
        try:
            return list(pool.map(settle, tasks))
        except BrokenProcessPool as dead:
            raise NotProtected("A worker process ended too soon.") from dead
        finally:
            pool.shutdown(cancel_futures=True)
