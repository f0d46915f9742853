"""The inbox of a receiver and the list of a sender: columns instead of whole objects, nothing opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from casework.access import Actor

Which = Literal["waiting", "open", "ended"]


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A line of the inbox: nothing of it says who she is. ``sender`` is the name of the sending organisation."""

    reference: str
    receipt: str
    sender: str
    state: str
    risk: str
    ground: str
    services: tuple[str, ...]
    commune_code: str
    sent_at: datetime
    received_at: datetime | None
    decided_at: datetime | None
    contacted_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentRow:
    """A line of what an organisation sent: the last link of each chain, its state and since when, nothing of whom.

    ``question``: the receiver waits for an answer. ``unsigned``: under a danger to life, and no colleague has
    signed yet; ``mine``: the viewer sent it herself, so somebody else must sign.
    """

    reference: str
    receipt: str
    state: str
    state_at: datetime
    sent_at: datetime
    risk: str
    question: bool
    unsigned: bool
    mine: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; with ``more``, ``total`` is only how far was counted."""

    rows: list[Any]
    total: int
    more: bool = False


def inbox(session: Session, actor: Actor, which: Which, page: int = 1, size: int = 50) -> Listed:
    """What was sent to the actor's organisation (``referral:inbox``): waiting by risk then age; others newest first."""
    raise NotImplementedError


def sent(session: Session, actor: Actor, page: int = 1, size: int = 50) -> Listed:
    """What the actor's organisation sent (``referral:track``), newest first."""
    raise NotImplementedError
