"""Reading who is close to a survivor."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
from casework.cases.models import Case
from casework.relatives.models import Relative


def relatives_of(session: Session, actor: Actor, case: Case) -> Sequence[Relative]:
    """The people close to the survivor who are recorded in the case, in the order in which they were told of."""
    wanted = select(Relative).where(Relative.case_id == case.id).order_by(Relative.recorded_at, Relative.id)
    return session.scalars(scope(wanted, Relative, actor, "case:read")).all()


def relative_of(session: Session, actor: Actor, permission: str, case: Case, relative_id: UUID) -> Relative:
    """One of them, or NotFound."""
    return find(session, actor, permission, Relative, Relative.id == relative_id, Relative.case_id == case.id)
