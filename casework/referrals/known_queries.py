"""Cases on record of people who may be the one referred."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.cases.models import Case


def cases_of(session: Session, actor: Actor, survivor_ids: Sequence[UUID]) -> Sequence[Case]:
    """The cases of these people that the actor may read, the latest first."""
    known = select(Case).where(Case.survivor_id.in_(list(survivor_ids)))
    return session.scalars(
        scope(known, Case, actor, "case:read").order_by(Case.detected_on.desc(), Case.id)
    ).all()


def case_by_id(session: Session, actor: Actor, case_id: UUID | None) -> Case | None:
    """The case, if the actor may read it."""
    return session.scalars(
        scope(select(Case).where(Case.id == case_id), Case, actor, "case:read")
    ).one_or_none()
