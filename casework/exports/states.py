"""What becomes of a request to take a list of incidents out of the house (pure)."""

from datetime import datetime, timedelta
from typing import Final

ASKED, AGREED, DECLINED, TAKEN, EXPIRED = "asked", "agreed", "declined", "taken", "expired"
MOVES: Final = {
    ASKED: frozenset({AGREED, DECLINED}),
    AGREED: frozenset({TAKEN}),
    DECLINED: frozenset[str](),
    TAKEN: frozenset[str](),
    EXPIRED: frozenset[str](),
}


def may(state: str, following: str) -> bool:
    """Whether it may go from one state to the other."""
    return following in MOVES[state]


def stands(
    stored: str,
    asked_at: datetime,
    decided_at: datetime | None,
    now: datetime,
    to_agree: timedelta,
    to_take: timedelta,
) -> str:
    """Its state now: what nobody agreed to, or took, in time has expired."""
    late_to_agree = stored == ASKED and now > asked_at + to_agree
    late_to_take = stored == AGREED and decided_at is not None and now > decided_at + to_take
    return EXPIRED if late_to_agree or late_to_take else stored
