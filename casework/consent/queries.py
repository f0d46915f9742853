"""Consent in a case: every answer, and the one that counts for each purpose."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.accounts.models import User
from casework.cases.models import Case
from casework.consent import rules
from casework.consent.models import Consent


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
    """The answer that counts, by purpose; a purpose never asked about is missing."""
    return rules.newest(recorded.consent for recorded in of_case(session, actor, case))
