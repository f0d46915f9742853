"""The sender's acts: send, countersign, answer, take back; and what a receiver outside the system says."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.policies import Policies
from casework.referrals.models import Referral
from casework.referrals.requests import ReferralRequest


def send(
    session: Session, actor: Actor, request: ReferralRequest, now: datetime, *, policies: Policies
) -> Referral:
    """Send a referral in the name of the actor's organisation (``referral:send``)."""
    raise NotImplementedError


def countersign(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    """Sign a referral under a danger to life as a second member of the sending organisation."""
    raise NotImplementedError


def revoke(session: Session, actor: Actor, referral: Referral, reason: str, now: datetime) -> None:
    """Take a referral back before it is accepted (reason of the list ``revoke_reason``)."""
    raise NotImplementedError


def answer(
    session: Session, actor: Actor, referral: Referral, question_id: UUID, text: str, now: datetime
) -> None:
    """Answer the receiver's question; the referral is with the receiver again."""
    raise NotImplementedError


def acknowledge(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    """A receiver outside the system has read the letter; the link in it is the permission, checked by the caller."""
    raise NotImplementedError


def revoke_unopened(
    session: Session, actor: Actor, referrals: Iterable[Referral], reason: str, now: datetime
) -> int:
    """Take back those that nobody has accepted yet, whoever acts: consent was withdrawn. Returns how many."""
    raise NotImplementedError
