"""What every measurement shares: a database of its own, timing, and a line of the table."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casework import config
from casework.crypto.keys import create_keys
from casework.db import make_engine
from casework.migrate import upgrade
from casework.start import start
from casework.ui.context import Wiring


@dataclass(frozen=True)
class Line:
    """One line of the table: a ratio against a baseline of the same run, and what was to be reached."""

    what: str
    baseline: str
    wanted: str
    ratio: float
    reached: bool
    detail: str


@contextmanager
def site(**settings: str) -> Iterator[Wiring]:
    """A fresh site on SQLite in a directory on disk, with tables and keys."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        home = Path(name)
        home.chmod(0o700)
        create_keys(home)
        found = config.load({"CASEWORK_HOME": name, "CASEWORK_TLS": "false"} | settings)
        engine = make_engine(found.database_url)
        upgrade(engine)
        engine.dispose()
        wiring = start(found)
        yield wiring
        wiring.sessions.kw["bind"].dispose()


def seconds(act: Callable[[], object], rounds: int = 5) -> float:
    """The best of several rounds: what the machine's other work adds is not ours."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        begun = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - begun)
    return best


def paired(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 7) -> tuple[float, float]:
    """Both in turn, so that a busy moment of the machine falls on both; the best of each."""
    pairs = [(seconds(ours, 1), seconds(theirs, 1)) for _ in range(rounds)]
    return min(one for one, _ in pairs), min(other for _, other in pairs)
