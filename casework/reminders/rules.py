"""When a reminder may go, and what is an address. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from casework.refusal import N_, Refusal
from casework.worklist.rules import OVERDUE, TODAY, Item, part_of

EVERY: Final[Mapping[str, timedelta]] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
LONGEST: Final = 254
_ADDRESS = re.compile(
    r"[^@\s<>,;:\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)+", re.IGNORECASE
)


def check_address(text: str) -> str:
    """The address, if it can be one; else a Refusal in words."""
    address = text.strip()
    if len(address) > LONGEST or not address.isascii() or not _ADDRESS.fullmatch(address):
        raise Refusal(N_("Enter an e-mail address such as ten@example.vn."), field="address")
    return address


def may_go(every: str, sent_at: datetime | None, now: datetime) -> bool:
    """Whether enough time has passed since the last reminder."""
    return sent_at is None or sent_at + EVERY[every] <= now


def something_waits(items: Iterable[Item], now: datetime) -> bool:
    """Whether a reminder is worth it: something is overdue or due today, or she was told of others' delay."""
    return any(item.told_at or part_of(item, now) in {OVERDUE, TODAY} for item in items)
