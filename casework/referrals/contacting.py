"""The receiver's work after acceptance: attempts, meeting her, giving up, closing."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.cases.models import Case
from casework.clock import local
from casework.db import uuid7
from casework.referrals import moving, rules, states
from casework.referrals.models import ContactAttempt, Referral, ReferralStep
from casework.referrals.requests import AttemptRequest
from casework.refusal import N_, Refusal
from casework.safety.rules import DO_NOT_CONTACT


def attempt(
    session: Session, actor: Actor, referral: Referral, request: AttemptRequest, now: datetime
) -> ContactAttempt:
    """Record an attempt to reach the person; one that was not safe marks contact as unsafe at once.

    The first that reached her safely is the first safe contact.
    """
    moving.hold(session, actor, "referral:contact", referral)
    moving.check_act(referral, "attempt", states.RECEIVER)
    if not request.channel or request.channel == DO_NOT_CONTACT:
        raise Refusal(N_("Choose the channel."), field="channel")
    rules.check_code("contact_result", request.result, "result")
    rules.check_attempt(request.at, referral.decided_at, now)
    tried = ContactAttempt(
        id=uuid7(),
        referral_id=referral.id,
        subject_id=referral.subject_id,
        at=request.at,
        channel=request.channel,
        result=request.result,
        safe=request.safe,
        by_id=actor.id,
    )
    tried.note = request.note.strip()
    session.add(tried)
    if request.safe and request.result == rules.REACHED and referral.contacted_at is None:
        referral.contacted_at = request.at
    moving.step(session, actor, referral, "attempt", states.RECEIVER, now)
    facts: dict[str, int | str | bool] = {
        "channel": request.channel,
        "result": request.result,
        "safe": request.safe,
    }
    case_id = referral.taken_case_id
    moving.tell(session, actor, "referral.attempted", referral, now, case_id=case_id, facts=facts)
    if not request.safe:
        _act(session, actor, referral, "mark_unsafe", "referral.unsafe", now)
    return tried


def engage(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """She was met and wants support; Refusal until the case is opened."""
    moving.hold(session, actor, "referral:contact", referral, version)
    moving.check_act(referral, "engage", states.RECEIVER)
    moving.check_case(referral)
    _engage(session, actor, referral, now)


def _engage(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    referral.engaged_at = referral.engaged_at or now
    referral.contacted_at = referral.contacted_at or now
    _act(session, actor, referral, "engage", "referral.engaged", now)


def give_up(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """She can't be reached: after at least three attempts on two days by two channels, since it was last tried anew."""
    moving.hold(session, actor, "referral:contact", referral, version)
    moving.check_act(referral, "give_up", states.RECEIVER)
    anew = session.scalars(
        select(ReferralStep.at).where(ReferralStep.referral_id == referral.id, ReferralStep.act == "resume")
    ).all()
    made = [each for each in _attempts(session, referral) if all(each.at >= at for at in anew)]
    rules.check_give_up(made)
    _act(session, actor, referral, "give_up", "referral.given_up", now)


def person_declined(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """She doesn't want what the referral offers. Before a case is opened nothing of her stays with the receiver."""
    moving.hold(session, actor, "referral:contact", referral, version)
    _act(session, actor, referral, "person_declines", "referral.person_declined", now)
    if referral.left:
        for made in _attempts(session, referral):
            session.delete(made)
        moving.forget_part(session, referral)


def mark_unsafe(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """Contact would put her in danger: whatever could reach her stops."""
    moving.hold(session, actor, "referral:contact", referral, version)
    _act(session, actor, referral, "mark_unsafe", "referral.unsafe", now)


def resume(session: Session, actor: Actor, referral: Referral, version: int, now: datetime) -> None:
    """Try again."""
    moving.hold(session, actor, "referral:contact", referral, version)
    _act(session, actor, referral, "resume", "referral.resumed", now)


def close(
    session: Session, actor: Actor, referral: Referral, version: int, now: datetime, *, reason: str = ""
) -> None:
    """End the work on the referral (list ``close_reason``; left out, the state says it).

    "Service delivered" can't be chosen: recording the service says it. Refusal until the case is opened.
    """
    moving.hold(session, actor, "referral:contact", referral, version)
    moving.check_act(referral, "close", states.RECEIVER)
    moving.check_case(referral)
    told = reason or (rules.SERVED if referral.served_at else _by_state(referral.state))
    if told == rules.SERVED and referral.served_at is None:
        raise Refusal(
            N_("Record the service in the case: that closes the referral. Or choose another reason."),
            field="reason",
        )
    rules.check_code("close_reason", told, "reason")
    _close(session, actor, referral, told, now)


def _by_state(state: str) -> str:
    return state if state in (states.NOT_CONTACTABLE, states.CONTACT_UNSAFE) else ""


def _close(
    session: Session, actor: Actor, referral: Referral, reason: str, now: datetime, *, outside: bool = False
) -> None:
    act, side = ("deliver", states.OUTSIDE) if outside else ("close", states.RECEIVER)
    moving.step(session, actor, referral, act, side, now, reason=reason)
    case_id = referral.case_id if outside else referral.taken_case_id
    facts = {"reason": reason}
    moving.tell(session, actor, "referral.closed", referral, now, case_id=case_id, facts=facts)


def delivered(
    session: Session, actor: Actor, case: Case, now: datetime, *, kind: str = "", on: date | None = None
) -> int:
    """A service was delivered in this case: close the loop of the referral it came from, and of letters for that kind.

    ``on`` is the day of delivery, today unless given: a service from before a referral was sent is none of its
    doing. Returns how many were closed. What had ended otherwise before counts as served, and stays ended. A
    referral to another organisation in this system is not touched: that one says itself what it delivered.
    """
    require(session, actor, "case:read", case)
    letters = (Referral.case_id == case.id) & Referral.receiver_id.is_(None)
    wanted = select(Referral).where(
        or_(Referral.taken_case_id == case.id, letters), Referral.served_at.is_(None)
    )
    day = on or local(now).date()
    closed = 0
    for referral in session.scalars(wanted).all():
        outside = referral.receiver_id is None
        if day < local(referral.sent_at).date() or (outside and kind not in referral.services):
            continue
        moving.wait_for(session, referral)
        if referral.state in states.TAKEN_BACK:
            continue
        referral.served_at = referral.served_at or now
        if referral.state in states.ENDED:
            session.flush()
            continue
        if not outside and referral.state != states.ENGAGED:
            _engage(session, actor, referral, now)
        _close(session, actor, referral, rules.SERVED, now, outside=outside)
        closed += 1
    return closed


def _attempts(session: Session, referral: Referral) -> Sequence[ContactAttempt]:
    made = select(ContactAttempt).where(ContactAttempt.referral_id == referral.id)
    return session.scalars(made).all()


def _act(session: Session, actor: Actor, referral: Referral, act: str, event: str, now: datetime) -> None:
    moving.step(session, actor, referral, act, states.RECEIVER, now)
    moving.tell(session, actor, event, referral, now, case_id=referral.taken_case_id)
