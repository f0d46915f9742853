"""Consent in a case: every answer, and the one that counts for each purpose."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.accounts.models import User
from casework.cases.models import Case
from casework.consent import rules
from casework.consent.models import Consent
from casework.crypto import verify_row
from casework.providers.models import Provider


@dataclass(frozen=True)
class Recorded:
    """An answer and the name of the member of staff who wrote it down ("" for an import)."""

    consent: Consent
    by: str


def of_case(session: Session, actor: Actor, case: Case) -> list[Recorded]:
    """All answers in the case, the latest first."""
    statement = (
        select(Consent, User.name)
        .outerjoin(User, User.id == Consent.recorded_by)
        .where(Consent.case_id == case.id)
        .order_by(Consent.given_on.desc(), Consent.recorded_at.desc())
    )
    return [
        Recorded(consent, name or "")
        for consent, name in session.execute(scope(statement, Consent, actor, "case:read"))
    ]


def standing(session: Session, actor: Actor, case: Case) -> dict[str, Consent]:
    """The answer about everybody that counts, by purpose; a purpose never asked about is missing."""
    return rules.newest(recorded.consent for recorded in of_case(session, actor, case))


def covers(
    session: Session,
    case_id: UUID,
    purpose: str,
    recipient_id: UUID | None,
    on: date,
    *,
    recipient_kind: str = "",
) -> Consent | None:
    """The consent that covers a purpose towards a recipient on a day; None: tell that recipient nothing.

    For a recipient who is none of our organisations there is no ``recipient_id``, and only consent about
    everybody, or about its ``recipient_kind``, covers it. Asked by the program, whoever acts, at every
    hand-over; never before a service. Tampered where an answer was edited past the application.
    """
    if recipient_id is not None and not recipient_kind:
        kind = select(Provider.kind).where(Provider.id == recipient_id)
        recipient_kind = session.scalar(kind) or ""
    told = select(Consent).where(Consent.case_id == case_id, Consent.purpose == purpose)
    answers = session.scalars(told).all()
    for answer in answers:
        verify_row(answer)
    found = rules.counting(answers, recipient_kind, recipient_id, on)
    return found if found is not None and rules.holds(found, on) else None
