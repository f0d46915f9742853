"""Recording what happened, incident by incident."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require
from casework.audit.operations import change
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.db import check_version
from casework.incidents import rules
from casework.incidents.models import Incident
from casework.safety import risk_operations as risks
from casework.safety import risk_rules


@dataclass(frozen=True, kw_only=True, repr=False)
class IncidentRequest:
    """One incident: acts by letter of the law, harms, relation of the perpetrator, and the survivor's words.

    ``occurred`` is a partial date as text, empty when nobody knows.
    """

    acts: tuple[str, ...]
    harms: tuple[str, ...]
    relation: str
    occurred: str = ""
    place: str = ""
    narrative: str = ""


def record(session: Session, actor: Actor, case: Case, request: IncidentRequest, now: datetime) -> Incident:
    """Add an incident to the case; a risk that was assessed before it has to be looked at again."""
    require(session, actor, "incident:record", case)
    incident = Incident(
        case_id=case.id,
        subject_id=case.survivor_id,
        recorded_by=actor.id,
        recorded_at=now,
        **_checked(request, now),
    )
    session.add(incident)
    session.flush()
    note(
        session,
        actor,
        "incident.recorded",
        kind=Incident.__tablename__,
        row_id=incident.id,
        subject_id=incident.subject_id,
        case_id=case.id,
        now=now,
    )
    risks.happened(session, actor, case, risk_rules.INCIDENT, now)
    return incident


def edit(
    session: Session, actor: Actor, incident: Incident, request: IncidentRequest, version: int, now: datetime
) -> tuple[str, ...]:
    """Change an incident, former values kept; returns the names of the changed fields."""
    require(session, actor, "incident:edit", incident)
    check_version(incident, version)
    values = _checked(request, now)
    changed = change(
        session, actor, incident, values, event="incident.changed", case_id=incident.case_id, now=now
    )
    session.flush()
    return changed


def _checked(request: IncidentRequest, now: datetime) -> dict[str, object]:
    rules.check_content(request.acts, request.harms, request.narrative)
    rules.check_occurred(request.occurred, clock.local(now).date())
    return {
        "acts": tuple(sorted(request.acts)),
        "harms": tuple(sorted(request.harms)),
        "relation": request.relation,
        "occurred": request.occurred,
        "place": request.place.strip(),
        "narrative": request.narrative.strip(),
    }
