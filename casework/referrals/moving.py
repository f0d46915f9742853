"""What every act on a referral has in common: queue on the row, look at it as it stands now, take the step, note it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.operations import record
from casework.crypto import verify_row
from casework.db import check_version, uuid7
from casework.referrals import states
from casework.referrals.chains import links
from casework.referrals.models import Referral, ReferralPerson, ReferralQuestion, ReferralStep
from casework.refusal import N_, Refusal

Facts = Mapping[str, int | str | bool]


def hold(
    session: Session, actor: Actor, permission: str, referral: Referral, version: int | None = None
) -> None:
    """Wait for whoever is at the same referral, look at it anew, and ask whether the actor may.

    NotFound where it isn't hers; Stale where somebody else was faster than the ``version`` she saw.
    """
    wait_for(session, referral)
    require(session, actor, permission, referral)
    if version is not None:
        check_version(referral, version)


def wait_for(session: Session, referral: Referral) -> None:
    """Take the row's lock (on SQLite: that of all writers) and read what it says now; Tampered if it was edited."""
    session.flush()
    same = update(Referral).where(Referral.id == referral.id).values(version=Referral.version)
    session.execute(same, execution_options={"synchronize_session": False})
    session.refresh(referral)
    verify_row(referral)


def check_act(referral: Referral, act: str, side: str) -> str:
    """The state to which the act leads; Refusal where it may not be done from here."""
    leads = states.after(referral.state, act, side)
    if leads is None:
        raise Refusal(N_("The referral has moved on, and this can't be done any more. Open it anew."))
    return leads


def check_case(referral: Referral) -> None:
    """Refuse what can be done only in a case, until the receiver has opened one."""
    if referral.taken_case_id is None:
        raise Refusal(N_("Open the case first: what comes now belongs in it."))


def step(
    session: Session,
    actor: Actor,
    referral: Referral,
    act: str,
    side: str,
    now: datetime,
    *,
    reason: str = "",
) -> None:
    """Do the act: the new state, its reason and time, and what the sender is told of it."""
    leads = check_act(referral, act, side)
    moved = leads != referral.state
    referral.state = leads
    if reason:
        referral.reason = reason
    if leads in states.ENDED:
        referral.ended_at = now
    session.flush()
    if moved:
        note_step(session, actor, referral, act, now, reason)


def note_step(
    session: Session, actor: Actor, referral: Referral, act: str, now: datetime, reason: str = ""
) -> None:
    """Keep that the referral came into its state."""
    known = (
        select(func.count()).select_from(ReferralStep).where(ReferralStep.referral_id.in_(links(referral)))
    )
    session.add(
        ReferralStep(
            number=session.scalars(known).one() + 1,
            referral_id=referral.id,
            act=act,
            state=referral.state,
            reason=reason,
            at=now,
            by_id=actor.id,
        )
    )
    session.flush()


def tell(
    session: Session,
    actor: Actor,
    event: str,
    referral: Referral,
    now: datetime,
    *,
    case_id: UUID | None = None,
    facts: Facts | None = None,
) -> None:
    """Note the act for the log; ``case_id`` is the acting side's own case, never the other's."""
    record(
        session,
        actor,
        event,
        kind=Referral.__tablename__,
        row_id=referral.id,
        subject_id=referral.subject_id,
        case_id=case_id,
        facts=facts,
        now=now,
    )


def part_of(session: Session, referral: Referral) -> ReferralPerson | None:
    """The person's part, if it has not been taken back."""
    found = select(ReferralPerson).where(ReferralPerson.referral_id == referral.id)
    return session.scalars(found).one_or_none()


def seal_part(session: Session, referral: Referral, body: Mapping[str, object]) -> ReferralPerson:
    """The person's part for the referral's receiver, under a new key of its own."""
    part = ReferralPerson(id=_new(session), referral_id=referral.id, receiver_id=referral.receiver_id)
    part.body = dict(body)
    session.add(part)
    session.flush()
    return part


def forget_part(session: Session, referral: Referral) -> None:
    """Take the person's part back for good: the row goes, and with its key whatever copy there is of it.

    What the envelope and the answers to questions said beside the codes goes too.
    """
    referral.envelope = {}
    asked = select(ReferralQuestion).where(ReferralQuestion.referral_id == referral.id)
    for question in session.scalars(asked):
        question.answer = ""
    part = part_of(session, referral)
    if part is not None:
        session.delete(part)
        session.flush()
        session.info["vault"].forget_subject(session, part.id)
    session.flush()


def _new(session: Session) -> UUID:
    part_id = uuid7()
    session.info["vault"].new_subject(session, part_id)
    return part_id
