"""Who must know at once that somebody no longer agrees: rooms above say what they then take back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.consent.models import Consent

TakeBack = Callable[[Session, Actor, Consent, datetime], int]

_listening: list[TakeBack] = []


def add(take_back: TakeBack) -> TakeBack:
    """Add what is done, in the same transaction, when an answer other than yes is recorded.

    It gets that answer, asks ``queries.covers`` for each thing that rests on consent, and returns how many
    it took back.
    """
    if take_back not in _listening:
        _listening.append(take_back)
    return take_back


def tell(session: Session, actor: Actor, answer: Consent, now: datetime) -> int:
    """Tell all of them; returns how many things were taken back."""
    return sum(take_back(session, actor, answer, now) for take_back in _listening)
