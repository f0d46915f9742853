"""Writing the case file: open a case, change its facts, move it a step, hand it over."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require, require_here
from casework.audit.operations import change, record
from casework.cases import bounds, rules
from casework.cases.models import Case, Handover
from casework.cases.queries import workers_for
from casework.cases.states import ENGAGED, may_move
from casework.db import check_version, uuid7
from casework.people.references import new_reference
from casework.refusal import N_, Refusal
from casework.vocabulary.units import Units


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What was detected, when, where, by whom, and whether support is needed (codes of the lists)."""

    kind: str
    detected_on: date
    commune_code: str
    source: str
    need: str
    trafficking_status: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRequest(CaseFacts):
    """A case to open for a survivor who is registered."""

    survivor_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseEdit(CaseFacts):
    """The facts as they should stand, seen at ``version``."""

    version: int


def create(
    session: Session,
    actor: Actor,
    request: CaseRequest,
    facility_id: UUID,
    now: datetime,
    *,
    units: Units,
    possible_duplicates: int = 0,
    case_id: UUID | None = None,
) -> Case:
    """Open a case at a facility, at the first step; a worker of that facility who opens it works on it.

    ``possible_duplicates`` is how many the opener was shown before going on; the log keeps it.
    ``case_id`` is the key to give the case, where one has been agreed on before (a draft's, so that sending
    a form twice opens one case).
    """
    require_here(actor, "case:open", facility_id)
    values = _checked(request, now, units)
    case = Case(
        id=case_id or uuid7(),
        reference=new_reference(),
        facility_id=facility_id,
        survivor_id=request.survivor_id,
        status=ENGAGED,
        opened_by=actor.id,
        opened_at=now,
        **values,
    )
    if actor.facility_id == facility_id and actor.role in rules.CASE_ROLES:
        case.worker_id = actor.id
    session.add(case)
    session.flush()
    if case.worker_id is not None:
        session.add(Handover(case_id=case.id, to_worker_id=case.worker_id, by_id=actor.id, at=now))
    record(
        session,
        actor,
        "case.opened",
        kind=Case.__tablename__,
        row_id=case.id,
        subject_id=case.survivor_id,
        case_id=case.id,
        facts={"possible_duplicates": possible_duplicates},
        now=now,
    )
    return case


def edit(
    session: Session, actor: Actor, case: Case, request: CaseEdit, now: datetime, *, units: Units
) -> tuple[str, ...]:
    """Change the facts of a case, former ones kept; returns the names of the changed fields."""
    require(session, actor, "case:edit", case)
    check_version(case, request.version)
    values = _checked(request, now, units)
    earliest = bounds.earliest_day(session, case.id)
    if earliest is not None and request.detected_on > earliest:
        raise Refusal(
            N_(
                "A service in this case was referred or delivered before that date. Correct the service first."
            ),
            field="detected_on",
        )
    changed = change(session, actor, case, values, event="case.changed", case_id=case.id, now=now)
    session.flush()
    return changed


def _checked(facts: CaseFacts, now: datetime, units: Units) -> dict[str, object]:
    rules.check_detected(facts.detected_on, clock.local(now).date())
    rules.check_trafficking(facts.kind, facts.trafficking_status)
    commune = units.commune(facts.commune_code)
    if commune is None:
        raise Refusal(N_("Choose a commune from the list."), field="commune_code")
    return {
        "kind": facts.kind,
        "detected_on": facts.detected_on,
        "commune_code": facts.commune_code,
        "province_code": commune.province_code,
        "source": facts.source,
        "need": facts.need,
        "trafficking_status": rules.trafficking_status(facts.kind, facts.trafficking_status),
    }


def move(session: Session, actor: Actor, case: Case, to: str, version: int, now: datetime) -> None:
    """Move the case to the step before or after the one it stands at."""
    require(session, actor, "case:move", case)
    check_version(case, version)
    if not may_move(case.status, to):
        raise Refusal(N_("A case moves one step at a time. Choose the step before or after."), field="to")
    facts: dict[str, int | str | bool] = {"from": case.status, "to": to}
    case.status = to
    session.flush()
    _note_event(session, actor, "case.moved", case, now, facts)


def assign(
    session: Session, actor: Actor, case: Case, worker_id: UUID, version: int, now: datetime
) -> Handover:
    """Give the case to a worker or supervisor of its facility who can sign in; keeps who had it before."""
    require(session, actor, "case:assign", case)
    check_version(case, version)
    if worker_id == case.worker_id:
        raise Refusal(N_("The case is with this person already. Choose somebody else."), field="worker")
    if worker_id not in {worker.id for worker in workers_for(session, case)}:
        raise Refusal(N_("Choose somebody who works on cases at this facility."), field="worker")
    handover = Handover(
        case_id=case.id, from_worker_id=case.worker_id, to_worker_id=worker_id, by_id=actor.id, at=now
    )
    case.worker_id = worker_id
    session.add(handover)
    session.flush()
    _note_event(session, actor, "case.assigned", case, now, {})
    return handover


def _note_event(
    session: Session, actor: Actor, event: str, case: Case, now: datetime, facts: dict[str, int | str | bool]
) -> None:
    record(
        session,
        actor,
        event,
        kind=Case.__tablename__,
        row_id=case.id,
        subject_id=case.survivor_id,
        case_id=case.id,
        facts=facts,
        now=now,
    )
