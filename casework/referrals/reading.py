"""One referral: its envelope, the person's part, how far it is, what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, clause, find, require, scope
from casework.audit.operations import record
from casework.cases.models import Case
from casework.crypto import verify_row
from casework.people.queries import Duplicates, possible_duplicates
from casework.people.rules import SURVIVOR
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals.chains import links
from casework.referrals.consents import has_ended
from casework.referrals.models import (
    ContactAttempt,
    Referral,
    ReferralPerson,
    ReferralQuestion,
    ReferralStep,
)
from casework.referrals.told import Told
from casework.sharing import CORE, Grant, narrow


@dataclass(frozen=True)
class StepShown:
    """That a referral came into a state, and when: all that its sender is told."""

    state: str
    at: datetime


@dataclass(frozen=True, repr=False)
class QuestionShown:
    """A question of the receiver (list ``info_question``); ``answer`` is "" until ``answered_at``."""

    id: UUID
    question: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str


def referral_by_reference(session: Session, actor: Actor, permission: str, reference: str) -> Referral:
    """The referral behind an address, its row seal checked; NotFound when missing or not the actor's."""
    referral = find(session, actor, permission, Referral, Referral.reference == reference)
    verify_row(referral)
    return referral


def envelope_of(session: Session, actor: Actor, referral: Referral, *, policies: Policies) -> dict[str, Any]:
    """What may be read before acceptance, narrowed by the sharing table; empty once it was taken back or passed on.

    For the receiver (``referral:read``), while the consent holds on which it came; and for the sender of a letter
    (``referral:letter``).
    """
    require(session, actor, _reading(referral), referral)
    verify_row(referral)
    if has_ended(session, referral, clock.today()):
        return {}
    return envelope_by_link(session, referral, policies=policies)


def envelope_by_link(session: Session, referral: Referral, *, policies: Policies) -> dict[str, Any]:
    """The envelope for whoever holds the link of a letter: the link is the permission, checked by the caller."""
    verify_row(referral)
    grant = _grant(session, referral, policies)
    if grant is None or referral.left:
        return {}
    sender = session.get_one(Provider, referral.sender_id)
    core = {name: getattr(referral, name, "") for name in CORE} | {"sender_unit": sender.name}
    return narrow(grant, "envelope", {**referral.envelope, **core})


def person_of(session: Session, actor: Actor, referral: Referral, *, policies: Policies) -> dict[str, Any]:
    """The person's part, for the receiver from acceptance on; noted as ``referral.opened``. NotFound before.

    Of a letter to a receiver outside the system it is what its sender prints (``referral:letter``).
    """
    permission = _reading(referral)
    require(session, actor, permission, referral)
    verify_row(referral)
    grant = _grant(session, referral, policies)
    part = session.scalars(
        select(ReferralPerson).where(
            ReferralPerson.referral_id == referral.id,
            ReferralPerson.receiver_id == referral.receiver_id
            if referral.receiver_id is not None
            else ReferralPerson.receiver_id.is_(None),
        )
    ).one_or_none()
    closed = referral.receiver_id is not None and not referral.revealed
    if grant is None or part is None or closed:
        raise NotFound(permission, ReferralPerson.__name__)
    record(
        session,
        actor,
        "referral.opened",
        kind=Referral.__tablename__,
        row_id=referral.id,
        subject_id=referral.subject_id,
        case_id=referral.taken_case_id if referral.receiver_id is not None else referral.case_id,
        now=clock.now(),
    )
    return narrow(grant, "person", part.body)


def progress(session: Session, actor: Actor, referral: Referral) -> list[StepShown]:
    """States and times: for the sender of the whole chain, for a receiver of its own link."""
    ours = session.scalar(
        select(Referral.id).where(Referral.id == referral.id, clause(Referral, actor, "referral:track"))
    )
    if ours is None:
        require(session, actor, "referral:read", referral)
        told = ReferralStep.referral_id == referral.id
    else:
        told = ReferralStep.referral_id.in_(links(referral))
    steps = session.execute(
        select(ReferralStep.state, ReferralStep.at).where(told).order_by(ReferralStep.number)
    )
    return [StepShown(state, at) for state, at in steps]


def questions_of(session: Session, actor: Actor, referral: Referral) -> list[QuestionShown]:
    """What the receiver asked and the sender answered, for both; a receiver reads its own link while consent holds."""
    within = clause(ReferralQuestion, actor, "referral:answer")
    if not has_ended(session, referral, clock.today()):
        within = or_(within, clause(ReferralQuestion, actor, "referral:read"))
    asked = select(ReferralQuestion).where(ReferralQuestion.referral_id == referral.id, within)
    return [
        QuestionShown(each.id, each.question, each.asked_at, each.answered_at, each.answer)
        for each in session.scalars(asked.order_by(ReferralQuestion.asked_at))
    ]


def attempts_of(session: Session, actor: Actor, referral: Referral) -> list[ContactAttempt]:
    """The attempts to reach the person, the latest first; for the receiver."""
    made = select(ContactAttempt).where(ContactAttempt.referral_id == referral.id)
    made = scope(made, ContactAttempt, actor, "referral:contact")
    return list(session.scalars(made.order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())))


def told_of(session: Session, actor: Actor, referral: Referral, *, policies: Policies) -> Told:
    """Both parts of a referral that was accepted, for the receiver; noted as ``referral.opened``. NotFound before."""
    person = person_of(session, actor, referral, policies=policies)
    return Told(envelope_of(session, actor, referral, policies=policies), person)


def duplicates_for(session: Session, actor: Actor, referral: Referral, told: Told) -> Duplicates:
    """Survivors on record who may be the one referred: evidence for whoever opens the case of what was accepted.

    None while no case can be opened. Who was shown is noted as ``referral.compared``.
    """
    require(session, actor, "referral:decide", referral)
    if not referral.lacks_case:
        return Duplicates()
    found = possible_duplicates(session, actor, told.survivor(), SURVIVOR)
    if found.any:
        record(
            session,
            actor,
            "referral.compared",
            kind=Referral.__tablename__,
            row_id=referral.id,
            subject_id=referral.subject_id,
            facts={"found": len(found.visible)},
            now=clock.now(),
        )
    return found


def of_case(session: Session, actor: Actor, case: Case) -> Sequence[Referral]:
    """The referrals sent from a case, and those it came from, the latest first (for who may read the case)."""
    require(session, actor, "case:read", case)
    within = or_(clause(Referral, actor, "referral:read"), clause(Referral, actor, "referral:track"))
    own = select(Referral).where(or_(Referral.case_id == case.id, Referral.taken_case_id == case.id), within)
    return session.scalars(own.order_by(Referral.sent_at.desc(), Referral.id.desc())).all()


def can_receive(policies: Policies, sender_kind: str, provider: Provider) -> bool:
    """Whether this organisation can be sent a referral in this system by one of that kind."""
    sharing = policies.sharing
    return (
        provider.active
        and provider.kind in sharing.inside
        and sharing.grant(sender_kind, provider.kind) is not None
    )


def _reading(referral: Referral) -> str:
    return "referral:letter" if referral.receiver_id is None else "referral:read"


def _grant(session: Session, referral: Referral, policies: Policies) -> Grant | None:
    sender = session.get_one(Provider, referral.sender_id)
    return policies.sharing.grant(sender.kind, referral.receiver_kind)
