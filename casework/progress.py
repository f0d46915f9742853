"""Long work in a process of its own, and how far it is: a small file in the home directory that anybody may ask for.

The work's own transaction hides from everybody else what it has done until it ends; the file doesn't. Nobody's data
is in it: a word for the step at hand, and how much of it is done.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework import clock
from casework.config import Settings

SILENCE = timedelta(minutes=3)
HEARTBEAT = 30.0  # seconds
HANDED_ON = frozenset({"PATH", "LANG", "TZ", "VIRTUAL_ENV"})
_started: list[subprocess.Popen[bytes]] = []  # those that have ended are let go when the next one starts


@dataclass(frozen=True)
class Progress:
    """The step at hand, how much of it is done and to do, and when that was said."""

    step: str
    done: int
    total: int
    at: datetime

    def alive(self, now: datetime) -> bool:
        """Whether the work has been heard of lately."""
        return now - self.at < SILENCE


class Told:
    """The progress of one piece of work, under its key."""

    def __init__(self, home: Path, kind: str, key: UUID) -> None:
        self.path = home / kind / f"{key.hex}.json"

    def tell(self, step: str, done: int, total: int) -> None:
        """Say how far the work is."""
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        told = {"step": step, "done": done, "total": total, "at": clock.now().isoformat()}
        # The work and its heartbeat may speak at once: each writes a file of its own.
        whole = self.path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        whole.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        whole.replace(self.path)

    def read(self) -> Progress | None:
        """How far it is; None where nothing is known of it (any more)."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            return Progress(told["step"], told["done"], told["total"], datetime.fromisoformat(told["at"]))
        except (OSError, ValueError, KeyError):
            return None

    def forget(self) -> None:
        """The work has ended."""
        self.path.unlink(missing_ok=True)


def launch(session: Session, settings: Settings, *words: str) -> None:
    """Run a command of ours in a process of its own once the session commits, so that nothing runs unrecorded."""
    command, environment = [sys.executable, "-m", "casework", *words], _environment(settings)

    def start(_session: Session) -> None:
        _started[:] = [one for one in _started if one.poll() is None]
        process = subprocess.Popen(  # noqa: S603  our own program, with words that we made
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _started.append(process)

    event.listen(session, "after_commit", start, once=True)


@contextmanager
def heartbeat(place: Told, seconds: float, late: Callable[[], None]) -> Iterator[None]:
    """Say every now and then that the work goes on, also while a long step says nothing itself.

    After so many seconds ``late`` is called instead, in a thread of its own: the step at hand can't be interrupted, so
    it is to note the end and leave the process.
    """
    ended, until = threading.Event(), time.monotonic() + seconds

    def beat() -> None:
        while not ended.wait(max(0.0, min(HEARTBEAT, until - time.monotonic()))):
            if time.monotonic() >= until:
                late()
                return
            last = place.read()
            if last is not None:
                place.tell(last.step, last.done, last.total)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        place.forget()


def _environment(settings: Settings) -> Mapping[str, str]:
    """What the process needs to find the site; nothing secret is among it."""
    return {
        **{name: value for name, value in os.environ.items() if name in HANDED_ON},
        "CASEWORK_HOME": str(settings.home),
        "CASEWORK_DATABASE_URL": settings.database_url,
        "CASEWORK_POLICIES": str(settings.policies),
        "CASEWORK_EXPECTED_PEOPLE": str(settings.expected_people),
        "CASEWORK_LOG_LEVEL": settings.log_level,
    }
