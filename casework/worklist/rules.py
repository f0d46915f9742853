"""What stands on a work list, and in which part of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from casework.clock import local

OVERDUE: Final = "overdue"
TODAY: Final = "today"
LATER: Final = "later"
WAITING: Final = "waiting"
PARTS = (OVERDUE, TODAY, LATER, WAITING)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: which clock runs, since when and until when, and where it is done.

    ``number`` is a receipt or the reference of a case, never a name. ``worker_id`` None: whoever of the team
    comes first. ``waiting``: somebody else has to act. ``endpoint`` "" leads nowhere (a coordinator opens no file).
    ``state`` is said in place of a clock where none runs.
    """

    clock: str
    row_id: UUID
    number: str
    started_at: datetime
    due: datetime | None
    risk: str = ""
    endpoint: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    worker_id: UUID | None = None
    place: str = ""
    waiting: bool = False
    told_at: datetime | None = None
    state: str = ""


def part_of(item: Item, now: datetime) -> str:
    """Waiting for others, overdue (from the due minute on), due today in Viet Nam, or later."""
    if item.waiting:
        return WAITING
    if item.due is None:
        return LATER
    if item.due <= now:
        return OVERDUE
    return TODAY if local(item.due).date() <= local(now).date() else LATER


def in_parts(items: Iterable[Item], now: datetime) -> dict[str, list[Item]]:
    """The items by part, in the order in which they are due; parts with nothing in them are empty."""
    parts: dict[str, list[Item]] = {part: [] for part in PARTS}
    for item in sorted(items, key=_order):
        parts[part_of(item, now)].append(item)
    return parts


def own(items: Iterable[Item], user_id: UUID | None) -> list[Item]:
    """One's own, and what is nobody's yet."""
    return [item for item in items if item.worker_id in {None, user_id}]


def _order(item: Item) -> tuple[bool, datetime, UUID]:
    return item.due is None, item.due or item.started_at, item.row_id
