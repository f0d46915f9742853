"""Linking perpetrators to cases, their liability, and counselling sessions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, require
from casework.audit.operations import change, record
from casework.cases.models import Case
from casework.db import check_version, uuid7
from casework.people import operations as people
from casework.people.models import Person
from casework.perpetrators import programme_operations as programme
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.perpetrators.rules import check_liability, check_session
from casework.providers.queries import provider as provider_for
from casework.refusal import N_, Refusal


@dataclass(frozen=True)
class LiabilityRequest:
    """Liability in a case: ``bi_truy_cuu`` (prosecuted) or ``chua_bi_truy_cuu``, since a day."""

    status: str
    since: date | None


@dataclass(frozen=True)
class SessionRequest:
    """A session with a perpetrator over one case; only ``tu_van`` counts as counselling."""

    held_on: date
    kind: str
    attended: bool
    provider_id: UUID | None
    note: str


def link(session: Session, actor: Actor, case: Case, person: Person, now: datetime) -> CasePerpetrator:
    """Say that this person is the alleged perpetrator in the case; the case's facility then holds his file."""
    require(session, actor, "perpetrator:link", case)
    if person.side != "perpetrator":
        raise NotFound("perpetrator:link", "Person")
    known = select(CasePerpetrator.id).where(
        CasePerpetrator.case_id == case.id, CasePerpetrator.person_id == person.id
    )
    if session.scalar(known) is not None:
        raise Refusal(N_("This person is already linked to the case."))
    held = CasePerpetrator(id=uuid7(), case_id=case.id, person_id=person.id, linked_at=now)
    session.add(held)
    people.hold(session, person.id, case.facility_id)
    record(
        session,
        actor,
        "perpetrator.linked",
        kind="case_perpetrator",
        row_id=held.id,
        subject_id=person.id,
        case_id=case.id,
        now=now,
    )
    return held


def _linked(session: Session, actor: Actor, case_id: UUID, person: Person, permission: str) -> None:
    """NotFound unless the person is linked to the case and the case is one of the actor's own facility."""
    statement = (
        select(CasePerpetrator.id)
        .join(Case, Case.id == CasePerpetrator.case_id)
        .where(
            CasePerpetrator.case_id == case_id,
            CasePerpetrator.person_id == person.id,
            Case.facility_id == actor.facility_id,
        )
    )
    if session.scalar(statement) is None:
        raise NotFound(permission, "CasePerpetrator")


def _own(row: Liability | CounsellingSession, person: Person, permission: str) -> None:
    if row.subject_id != person.id:
        raise NotFound(permission, type(row).__name__)


def record_liability(
    session: Session, actor: Actor, case: Case, person: Person, request: LiabilityRequest, now: datetime
) -> Liability:
    """Record that the person is, or is not, prosecuted over the case."""
    require(session, actor, "liability:record", person)
    _linked(session, actor, case.id, person, "liability:record")
    check_liability(request.status, request.since, clock.local(now).date())
    liability = Liability(id=uuid7(), case_id=case.id, person_id=person.id, recorded_at=now, **vars(request))
    session.add(liability)
    record(
        session,
        actor,
        "liability.recorded",
        kind="liability",
        row_id=liability.id,
        subject_id=person.id,
        case_id=case.id,
        facts={"status": request.status},
        now=now,
    )
    return liability


def edit_liability(
    session: Session,
    actor: Actor,
    person: Person,
    liability: Liability,
    request: LiabilityRequest,
    version: int,
    now: datetime,
) -> None:
    """Correct a record of liability; Stale if somebody else was faster."""
    require(session, actor, "liability:record", person)
    _own(liability, person, "liability:record")
    _linked(session, actor, liability.case_id, person, "liability:record")
    check_version(liability, version)
    check_liability(request.status, request.since, clock.local(now).date())
    change(
        session,
        actor,
        liability,
        vars(request),
        event="liability.changed",
        case_id=liability.case_id,
        now=now,
    )


def record_session(
    session: Session, actor: Actor, case: Case, person: Person, request: SessionRequest, now: datetime
) -> CounsellingSession:
    """Record a session with the perpetrator over one of his cases."""
    require(session, actor, "counselling:record", person)
    _linked(session, actor, case.id, person, "counselling:record")
    _check_session(session, actor, request, now)
    held = CounsellingSession(
        id=uuid7(),
        case_id=case.id,
        subject_id=person.id,
        recorded_by=actor.id,
        recorded_at=now,
        **vars(request),
    )
    session.add(held)
    record(
        session,
        actor,
        "counselling.recorded",
        kind="counselling_session",
        row_id=held.id,
        subject_id=person.id,
        facts={"kind": request.kind},
        now=now,
    )
    programme.follow_session(session, actor, person, held, now)
    return held


def edit_session(
    session: Session,
    actor: Actor,
    person: Person,
    held: CounsellingSession,
    request: SessionRequest,
    version: int,
    now: datetime,
) -> None:
    """Correct a session; Stale if somebody else was faster."""
    require(session, actor, "counselling:record", person)
    _own(held, person, "counselling:record")
    _linked(session, actor, held.case_id, person, "counselling:record")
    check_version(held, version)
    _check_session(session, actor, request, now)
    change(session, actor, held, vars(request), event="counselling.changed", now=now)
    programme.follow_session(session, actor, person, held, now)


def _check_session(session: Session, actor: Actor, request: SessionRequest, now: datetime) -> None:
    check_session(request.held_on, clock.local(now).date())
    if request.provider_id is not None:
        provider_for(session, actor, "provider:list", request.provider_id)
