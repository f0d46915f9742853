"""One referral: its envelope, the person's part, how far it is, what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.people.queries import Duplicates
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals.models import ContactAttempt, Referral


@dataclass(frozen=True)
class StepShown:
    """That a referral came into a state, and when: all that its sender is told."""

    state: str
    at: datetime


@dataclass(frozen=True)
class QuestionShown:
    """A question of the receiver (list ``info_question``); ``answer`` is "" until ``answered_at``."""

    id: UUID
    question: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str


def referral_by_reference(session: Session, actor: Actor, permission: str, reference: str) -> Referral:
    """The referral behind an address, its row seal checked; NotFound when missing or not the actor's."""
    raise NotImplementedError


def envelope_of(session: Session, actor: Actor, referral: Referral, *, policies: Policies) -> dict[str, Any]:
    """What may be read before acceptance, narrowed by the sharing table; empty once it was taken back or passed on."""
    raise NotImplementedError


def person_of(session: Session, actor: Actor, referral: Referral, *, policies: Policies) -> dict[str, Any]:
    """The person's part, for the receiver from acceptance on; noted as ``referral.opened``. NotFound before."""
    raise NotImplementedError


def progress(session: Session, actor: Actor, referral: Referral) -> list[StepShown]:
    """States and times: for the sender of the whole chain, for a receiver of its own link."""
    raise NotImplementedError


def questions_of(session: Session, actor: Actor, referral: Referral) -> list[QuestionShown]:
    """What the receiver asked and the sender answered, for both."""
    raise NotImplementedError


def attempts_of(session: Session, actor: Actor, referral: Referral) -> list[ContactAttempt]:
    """The attempts to reach the person, the latest first; for the receiver."""
    raise NotImplementedError


def duplicates_for(session: Session, actor: Actor, referral: Referral, *, policies: Policies) -> Duplicates:
    """Survivors on record who may be the one referred: evidence for whoever decides, opened quietly."""
    raise NotImplementedError


def of_case(session: Session, actor: Actor, case: Case) -> Sequence[Referral]:
    """The referrals sent from a case, and the one it came from, the latest first (for who may read the case)."""
    raise NotImplementedError


def can_receive(policies: Policies, sender_kind: str, provider: Provider) -> bool:
    """Whether this organisation can be sent a referral in this system by one of that kind."""
    raise NotImplementedError
