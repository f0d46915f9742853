"""Where work comes from: rooms say what has to be done, and this room asks them all."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.deadlines import Deadlines
from casework.worklist.rules import Item

Source = Callable[[Session, Actor, Deadlines, datetime], Iterable[Item]]

_sources: list[Source] = []


def add(source: Source) -> Source:
    """Add a source; it gives only what the actor may see, and stops at some hundreds."""
    if source not in _sources:
        _sources.append(source)
    return source


def ask(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> list[Item]:
    """What all sources have for this actor, each thing once."""
    found: dict[Any, Item] = {}
    for source in _sources:
        for item in source(session, actor, deadlines, now):
            found.setdefault((item.row_id, item.clock), item)
    return list(found.values())
