"""Engines that know the statements of engines before them: to compile them takes longer than most tests."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from casework.db import make_engine

_first: dict[str, Engine] = {}


def warm_engine(url: str) -> Engine:
    """What ``make_engine`` makes, with the compiled statements of the first engine of its kind."""
    made = make_engine(url)
    first = _first.get(made.dialect.name)
    if first is None:
        with made.connect():  # a dialect learns what its server can do from the first connection
            _first[made.dialect.name] = made
    else:
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made


class Kept:
    """An engine whose connections outlive a test, with the numbers of the server's processes behind them."""

    def __init__(self, url: str) -> None:
        self.engine, self.processes = warm_engine(url), set[int]()
        event.listen(self.engine, "connect", self._note)
        self.engine.dispose()  # what was connected before has no number here

    def _note(self, connection: Any, _record: ConnectionPoolEntry) -> None:
        self.processes.add(connection.info.backend_pid)

    def put_back(self) -> None:
        """After a test: whatever somebody did not give back is not kept."""
        if self.engine.pool.checkedout():  # type: ignore[attr-defined]  # a pool that counts
            self.processes.clear()
            self.engine.dispose()
