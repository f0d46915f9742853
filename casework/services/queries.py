"""Reading the services of a case."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Actor, find
from casework.services.models import Service


def of_case(session: Session, case_id: UUID) -> Sequence[Service]:
    """The services of a case, newest first; the caller has found the case through access."""
    newest = (
        select(Service)
        .where(Service.case_id == case_id)
        .order_by(Service.recorded_at.desc(), Service.id.desc())
    )
    return session.scalars(newest).all()


def service(session: Session, actor: Actor, case_id: UUID, service_id: UUID) -> Service:
    """One service of a case that the actor may change; else NotFound."""
    return find(session, actor, "service:edit", Service, Service.id == service_id, Service.case_id == case_id)


def earliest_day(session: Session, case_id: UUID) -> date | None:
    """The first day on which a service of the case was referred or delivered; its detection can't come later."""
    first = select(func.min(Service.referred_on), func.min(Service.delivered_on)).where(
        Service.case_id == case_id
    )
    return min((day for day in session.execute(first).one() if day is not None), default=None)
