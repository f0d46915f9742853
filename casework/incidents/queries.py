"""The incidents of a case."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
from casework.accounts.models import User
from casework.cases.models import Case
from casework.incidents.models import Incident


@dataclass(frozen=True)
class Recorded:
    """An incident and the name of the member of staff who recorded it ("" for an import)."""

    incident: Incident
    by: str


def of_case(session: Session, actor: Actor, case: Case) -> list[Recorded]:
    """The incidents of the case, the last recorded first."""
    statement = (
        select(Incident, User.name)
        .outerjoin(User, User.id == Incident.recorded_by)
        .where(Incident.case_id == case.id)
        .order_by(Incident.recorded_at.desc(), Incident.id.desc())
    )
    rows = session.execute(scope(statement, Incident, actor, "case:read"))
    return [Recorded(incident, name or "") for incident, name in rows]


def incident_of(session: Session, actor: Actor, permission: str, case: Case, incident_id: UUID) -> Incident:
    """One incident of this case, or NotFound."""
    return find(session, actor, permission, Incident, Incident.id == incident_id, Incident.case_id == case.id)
