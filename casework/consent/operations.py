"""Recording what a survivor agreed to; answers are added, never changed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.consent import rules
from casework.consent.models import Consent
from casework.refusal import N_, Refusal


@dataclass(frozen=True, kw_only=True, repr=False)
class ConsentRequest:
    """An answer to one purpose (list ``consent_purpose``): ``given``, ``refused`` or ``withdrawn``."""

    purpose: str
    answer: str
    given_on: date
    remark: str = ""


def record(session: Session, actor: Actor, case: Case, request: ConsentRequest, now: datetime) -> Consent:
    """Record an answer; the newest of a purpose counts, and all earlier ones stay readable."""
    require(session, actor, "consent:record", case)
    if not request.purpose:
        raise Refusal(N_("Choose the purpose."), field="purpose")
    if request.answer not in rules.ANSWERS:
        raise Refusal(N_("Choose the answer."), field="answer")
    earlier = session.scalars(
        select(Consent).where(Consent.case_id == case.id, Consent.purpose == request.purpose)
    ).all()
    rules.check_answer(
        request.answer, request.given_on, rules.newest(earlier).get(request.purpose), clock.local(now).date()
    )
    consent = Consent(
        case_id=case.id,
        subject_id=case.survivor_id,
        purpose=request.purpose,
        answer=request.answer,
        given_on=request.given_on,
        recorded_by=actor.id,
        recorded_at=now,
        remark=request.remark.strip(),
    )
    session.add(consent)
    session.flush()
    note(
        session,
        actor,
        "consent.recorded",
        kind=Consent.__tablename__,
        row_id=consent.id,
        subject_id=consent.subject_id,
        case_id=case.id,
        facts={"purpose": request.purpose, "answer": request.answer},
        now=now,
    )
    return consent
