"""The receiver's work after acceptance: attempts, meeting her, giving up, closing."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.referrals.models import ContactAttempt, Referral
from casework.referrals.requests import AttemptRequest


def attempt(
    session: Session, actor: Actor, referral: Referral, request: AttemptRequest, now: datetime
) -> ContactAttempt:
    """Record an attempt to reach the person; one that was not safe marks contact as unsafe at once."""
    raise NotImplementedError


def engage(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """She was met and wants support."""
    raise NotImplementedError


def give_up(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """She can't be reached: after at least three attempts on two days by two channels."""
    raise NotImplementedError


def person_declined(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """She doesn't want what the referral offers."""
    raise NotImplementedError


def mark_unsafe(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """Contact would put her in danger: whatever could reach her stops."""
    raise NotImplementedError


def resume(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """Try again."""
    raise NotImplementedError


def close(
    session: Session, actor: Actor, referral: Referral, version: int, now: datetime, *, reason: str = ""
) -> None:
    """End the work on the referral (list ``close_reason``; left out, the state says it)."""
    raise NotImplementedError


def delivered(session: Session, actor: Actor, case: Case, now: datetime, *, kind: str = "") -> int:
    """A service was delivered in this case: close the loop of the referral it came from, and of letters for that kind.

    Returns how many were closed. Called by services, whose permission was checked.
    """
    raise NotImplementedError
