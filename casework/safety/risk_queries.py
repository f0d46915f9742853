"""Reading how much danger a survivor is in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
from casework.accounts.models import User
from casework.cases.models import Case
from casework.crypto import verify_row
from casework.safety.models import Risk, RiskSheet
from casework.safety.risk_rules import CURRENT, PROPOSED


@dataclass(frozen=True)
class Stated:
    """A level, the name of the one who stated it ("" where it was the program), and the answers it rests on."""

    risk: Risk
    by: str
    sheet: RiskSheet | None = None


def current_of(session: Session, actor: Actor, case: Case) -> Risk | None:
    """The level that counts in the case, its row seal checked; None where nobody has assessed it."""
    return _one(session, actor, case, CURRENT)


def proposed_of(session: Session, actor: Actor, case: Case) -> Risk | None:
    """The lower level that waits for a second person, if there is one."""
    return _one(session, actor, case, PROPOSED)


def _one(session: Session, actor: Actor, case: Case, standing: str) -> Risk | None:
    wanted = (
        select(Risk)
        .where(Risk.case_id == case.id, Risk.standing == standing)
        .order_by(Risk.assessed_at.desc(), Risk.id.desc())
        .limit(1)
    )
    risk = session.scalars(scope(wanted, Risk, actor, "case:read")).one_or_none()
    if risk is not None:
        verify_row(risk)
    return risk


def proposal(session: Session, actor: Actor, case: Case, risk_id: object) -> Risk:
    """The statement of that key in this case, for the second person; or NotFound."""
    return find(session, actor, "risk:confirm", Risk, Risk.id == risk_id, Risk.case_id == case.id)


def statements(session: Session, actor: Actor, case: Case) -> list[Stated]:
    """All that was ever stated of the case, the newest first."""
    wanted = (
        select(Risk, User.name, RiskSheet)
        .outerjoin(User, User.id == Risk.assessed_by)
        .outerjoin(RiskSheet, RiskSheet.risk_id == Risk.id)
        .where(Risk.case_id == case.id)
        .order_by(Risk.assessed_at.desc(), Risk.id.desc())
    )
    rows = session.execute(scope(wanted, Risk, actor, "case:read"))
    return [Stated(risk, name or "", sheet) for risk, name, sheet in rows]
