"""Recording what a survivor agreed to; answers are added, never changed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require
from casework.accounts.models import User
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.consent import rules, withdrawals
from casework.consent.models import Consent
from casework.providers.models import Provider
from casework.refusal import N_, Refusal


@dataclass(frozen=True, kw_only=True, repr=False)
class ConsentRequest:
    """An answer to one purpose (list ``consent_purpose``): ``given``, ``refused`` or ``withdrawn``.

    About everybody whom the purpose names, unless there is a ``recipient_kind`` (list ``provider_kind``) or a
    ``recipient_id``. ``manner`` is of the list ``consent_manner`` ("": not said), ``taken_by`` the member of staff
    to whom it was said (None: the one who records it), ``expires_on`` the last day on which a yes holds.
    """

    purpose: str
    answer: str
    given_on: date
    remark: str = ""
    recipient_kind: str = ""
    recipient_id: UUID | None = None
    manner: str = ""
    taken_by: UUID | None = None
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class WithdrawRequest:
    """That a consent is withdrawn: when she said so, how, and to whom, as in ConsentRequest."""

    given_on: date
    manner: str = ""
    taken_by: UUID | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class HandoverRequest:
    """That she, or her guardian, agreed to be handed over to the case's facility: what the sender says of it.

    ``taken_by`` is the member of the sender's staff who says so; the others are as in ConsentRequest.
    """

    purpose: str
    given_on: date
    by_guardian: bool
    taken_by: UUID | None
    expires_on: date | None = None


@dataclass(frozen=True)
class Answered:
    """The answer that was recorded, and how many hand-overs that nobody had opened were taken back for it."""

    consent: Consent
    taken_back: int = field(default=0)


def record(session: Session, actor: Actor, case: Case, request: ConsentRequest, now: datetime) -> Consent:
    """Record an answer, as ``answer`` does, for whom the answer alone matters."""
    return answer(session, actor, case, request, now).consent


def answer(session: Session, actor: Actor, case: Case, request: ConsentRequest, now: datetime) -> Answered:
    """Record an answer (``consent:record``); all earlier ones stay readable.

    A no takes effect at once, as ``withdraw`` does.
    """
    require(session, actor, "consent:record", case)
    if request.recipient_id == case.facility_id:
        raise Refusal(N_("Choose the organisation from the list."), field="recipient")
    return _add(session, actor, case, request, now)


def withdraw(
    session: Session, actor: Actor, consent: Consent, request: WithdrawRequest, now: datetime
) -> Answered:
    """Record that a consent is withdrawn (``consent:withdraw``), towards the recipients of which it spoke.

    Whatever rests on it and nobody has opened yet is taken back in the same transaction. What an organisation
    has opened can't be called back. Refusal where it doesn't stand any more.
    """
    require(session, actor, "consent:withdraw", consent)
    case = session.get_one(Case, consent.case_id)
    said = ConsentRequest(
        purpose=consent.purpose,
        answer=rules.WITHDRAWN,
        recipient_kind=consent.recipient_kind,
        recipient_id=consent.recipient_id,
        **vars(request),
    )
    return _add(session, actor, case, said, now)


def note_handover(
    session: Session, actor: Actor, case: Case, request: HandoverRequest, now: datetime
) -> Consent:
    """Write down the consent on which somebody was handed over to this case's facility (``consent:record``).

    It covers telling this facility and nobody else, and answers no question that the facility has to ask itself.
    """
    require(session, actor, "consent:record", case)
    queue(session, case.id)
    facility = session.get_one(Provider, case.facility_id)
    consent = Consent(
        case_id=case.id,
        subject_id=case.survivor_id,
        purpose=request.purpose,
        answer=rules.GIVEN,
        given_on=request.given_on,
        recipient_kind=facility.kind,
        recipient_id=facility.id,
        manner=rules.GUARDIAN if request.by_guardian else rules.REFERRAL,
        taken_by=request.taken_by,
        expires_on=request.expires_on,
        recorded_by=actor.id,
        recorded_at=now,
        remark="",
    )
    _store(session, actor, consent, now)
    return consent


def queue(session: Session, case_id: UUID) -> None:
    """Wait for whoever is recording an answer in this case, or handing something over on the strength of one.

    Until the transaction ends nobody else does: what was read of the answers after this stays true.
    """
    session.flush()
    same = update(Case).where(Case.id == case_id).values(version=Case.version)
    session.execute(same, execution_options={"synchronize_session": False})


def note_printed(session: Session, actor: Actor, case: Case, now: datetime, *, named: bool) -> None:
    """Note that the survivor's paper was made, and whether organisations are named on it."""
    note(
        session,
        actor,
        "consent.printed",
        kind=Case.__tablename__,
        row_id=case.id,
        subject_id=case.survivor_id,
        case_id=case.id,
        facts={"named": named},
        now=now,
    )


def _add(session: Session, actor: Actor, case: Case, request: ConsentRequest, now: datetime) -> Answered:
    _check_codes(request)
    kind = _recipient_kind(session, request)
    consent = Consent(
        case_id=case.id,
        subject_id=case.survivor_id,
        purpose=request.purpose,
        answer=request.answer,
        given_on=request.given_on,
        recipient_kind=kind,
        recipient_id=request.recipient_id,
        manner=request.manner,
        taken_by=_taken_by(session, actor, case, request),
        expires_on=request.expires_on if request.answer == rules.GIVEN else None,
        recorded_by=actor.id,
        recorded_at=now,
        remark=request.remark.strip(),
    )
    queue(session, case.id)
    earlier = session.scalars(
        select(Consent).where(Consent.case_id == case.id, Consent.purpose == request.purpose)
    ).all()
    rules.check_answer(consent, earlier, clock.local(now).date())
    _store(session, actor, consent, now)
    if consent.answer == rules.GIVEN:
        return Answered(consent)
    return Answered(consent, withdrawals.tell(session, actor, consent, now))


def _store(session: Session, actor: Actor, consent: Consent, now: datetime) -> None:
    session.add(consent)
    session.flush()
    note(
        session,
        actor,
        "consent.recorded",
        kind=Consent.__tablename__,
        row_id=consent.id,
        subject_id=consent.subject_id,
        case_id=consent.case_id,
        facts={"purpose": consent.purpose, "answer": consent.answer},
        now=now,
    )


def _check_codes(request: ConsentRequest) -> None:
    if not request.purpose:
        raise Refusal(N_("Choose the purpose."), field="purpose")
    if request.answer not in rules.ANSWERS:
        raise Refusal(N_("Choose the answer."), field="answer")
    if request.manner and request.manner not in rules.MANNERS:
        raise Refusal(N_("Say how the answer was given."), field="manner")


def _recipient_kind(session: Session, request: ConsentRequest) -> str:
    if request.recipient_id is None:
        return request.recipient_kind
    recipient = session.get(Provider, request.recipient_id)
    if recipient is None:
        raise Refusal(N_("Choose the organisation from the list."), field="recipient")
    return recipient.kind


def _taken_by(session: Session, actor: Actor, case: Case, request: ConsentRequest) -> UUID | None:
    """Whoever the answer was given to: somebody of this facility."""
    if request.taken_by is None or request.taken_by == actor.id:
        return actor.id
    of = session.scalar(select(User.facility_id).where(User.id == request.taken_by))
    if of != case.facility_id:
        raise Refusal(N_("Choose who was told from the list."), field="taken_by")
    return request.taken_by
