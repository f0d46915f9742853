"""How far a long piece of work is: a small file in the home directory that anybody may ask for.

The work's own transaction hides from everybody else what it has done until it ends; the file doesn't. Nobody's data
is in it: a word for the step at hand, and how much of it is done.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from casework import clock

SILENCE = timedelta(minutes=3)


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
        whole = self.path.with_suffix(".new")
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
