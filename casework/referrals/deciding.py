"""The receiver's decisions: read the envelope, ask, accept, decline, pass on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.policies import Policies
from casework.referrals.models import Referral
from casework.referrals.requests import Acceptance


def receive(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    """Note the first reading of the envelope; later readings change nothing."""
    raise NotImplementedError


def ask(
    session: Session, actor: Actor, referral: Referral, question: str, version: int, now: datetime
) -> None:
    """Put a question of the list ``info_question`` to the sender."""
    raise NotImplementedError


def decline(
    session: Session, actor: Actor, referral: Referral, reason: str, version: int, now: datetime
) -> None:
    """Decline, with a reason of the list ``decline_reason``; the person's part is forgotten."""
    raise NotImplementedError


def redirect(
    session: Session,
    actor: Actor,
    referral: Referral,
    receiver_id: UUID,
    reason: str,
    version: int,
    now: datetime,
    *,
    policies: Policies,
) -> Referral:
    """Pass the referral on to another organisation, whose clocks start now; returns the new link of the chain."""
    raise NotImplementedError


def accept(
    session: Session,
    actor: Actor,
    referral: Referral,
    acceptance: Acceptance,
    version: int,
    now: datetime,
    *,
    policies: Policies,
) -> Case:
    """Take the referral on: the person's part opens, and a case is opened from it or the one named is linked."""
    raise NotImplementedError
