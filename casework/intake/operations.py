"""Opening a case in one act."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, find, require_here
from casework.cases import note_operations
from casework.cases import operations as cases
from casework.cases.models import Case
from casework.cases.operations import CaseRequest
from casework.consent import operations as consent
from casework.incidents import operations as incidents
from casework.intake import rules
from casework.intake.drafts import discard_draft, drop, keep_draft, sweep
from casework.intake.requests import IntakeRequest
from casework.people import operations as people
from casework.people.models import Person
from casework.people.rules import SURVIVOR
from casework.safety import operations as safety
from casework.safety.models import SafeContact
from casework.safety.operations import SafeContactRequest
from casework.safety.rules import UNKNOWN
from casework.vocabulary.units import Units

__all__ = ["discard_draft", "keep_draft", "open_case", "sweep"]


def open_case(session: Session, actor: Actor, request: IntakeRequest, now: datetime, *, units: Units) -> Case:
    """Register the survivor (or take the one recognised) and open her case, all or nothing.

    Raises NotFound where the actor may not open cases, Refusal with the field where something
    typed can't be. Consent is recorded as answered and is never a condition. The case
    takes over the key of its draft, which ends.
    """
    facility_id = _facility(actor)
    check(request)
    survivor = _survivor(session, actor, request, facility_id, now)
    facts = CaseRequest(survivor_id=survivor.id, **vars(request.case))
    case = cases.create(
        session,
        actor,
        facts,
        facility_id,
        now,
        units=units,
        possible_duplicates=request.duplicates_shown,
        case_id=request.draft_id,
    )
    safety.record(session, actor, case, _contact(session, request.contact, survivor), now)
    for answer in request.consents:
        consent.record(session, actor, case, answer, now)
    if request.incident is not None:
        incidents.record(session, actor, case, request.incident, now)
    if request.same_as and request.kept:
        note_operations.write_note(session, actor, case, request.kept, now)
    drop(session, actor, request.draft_id)
    return case


def check(request: IntakeRequest) -> None:
    """Refuse an intake whose parts don't fit each other."""
    incident = request.incident
    acts = incident.acts if incident is not None else ()
    rules.check_incident(request.case.kind, acts, told=incident is not None)
    if incident is not None:
        rules.check_order(incident.occurred, request.case.detected_on)


def _facility(actor: Actor) -> UUID:
    require_here(actor, "case:open", actor.facility_id)
    if actor.facility_id is None:
        raise NotFound("case:open", Case.__name__)
    return actor.facility_id


def _survivor(
    session: Session, actor: Actor, request: IntakeRequest, facility_id: UUID, now: datetime
) -> Person:
    if not request.same_as:
        return people.register(session, actor, request.person, SURVIVOR, facility_id, now)
    known = (Person.reference == request.same_as, Person.side == SURVIVOR)
    survivor = find(session, actor, "person:search", Person, *known)
    people.hold(session, survivor.id, facility_id)
    return survivor


def _contact(session: Session, told: SafeContactRequest, survivor: Person) -> SafeContactRequest:
    """What was said today goes before what stood; what was not said today stands as it was."""
    stood = session.scalars(select(SafeContact).where(SafeContact.subject_id == survivor.id)).one_or_none()
    if stood is None:
        return told
    kept = {
        name: getattr(stood, name)
        for name, value in vars(told).items()
        if name != "version" and value in ("", None, UNKNOWN)
    }
    return replace(told, version=stood.version, **kept)
