"""Recording and correcting services to a survivor."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require
from casework.audit.operations import change, record
from casework.cases import bounds
from casework.cases.models import Case
from casework.db import check_version, uuid7
from casework.providers.queries import provider as provider_for
from casework.referrals.operations import delivered
from casework.services import queries
from casework.services.models import Service
from casework.services.rules import DELIVERED, check_dates

bounds.add(queries.earliest_day)


@dataclass(frozen=True)
class ServiceRequest:
    """What is kept of one service; dates are days in Viet Nam."""

    kind: str
    provider_id: UUID | None
    referred_on: date | None
    delivered_on: date | None
    status: str
    note: str


def record_service(
    session: Session, actor: Actor, case: Case, request: ServiceRequest, now: datetime
) -> Service:
    """Record a service in a case; one delivered since closes the referral from which the case was taken.

    Refusal for dates that cannot be, NotFound where the case isn't the actor's.
    """
    require(session, actor, "service:record", case)
    _check(session, actor, case, request, now)
    service = Service(
        id=uuid7(),
        case_id=case.id,
        subject_id=case.survivor_id,
        recorded_by=actor.id,
        recorded_at=now,
        **vars(request),
    )
    session.add(service)
    record(
        session,
        actor,
        "service.recorded",
        kind="service",
        row_id=service.id,
        subject_id=case.survivor_id,
        case_id=case.id,
        facts={"status": request.status},
        now=now,
    )
    if request.status == DELIVERED:
        delivered(session, actor, case, now, kind=request.kind, on=request.delivered_on)
    return service


def edit_service(
    session: Session,
    actor: Actor,
    case: Case,
    service: Service,
    request: ServiceRequest,
    version: int,
    now: datetime,
) -> None:
    """Change a service, keeping what it was; Stale if somebody else was faster."""
    require(session, actor, "service:edit", service)
    check_version(service, version)
    _check(session, actor, case, request, now)
    told = change(session, actor, service, vars(request), event="service.changed", case_id=case.id, now=now)
    if request.status == DELIVERED and {"status", "delivered_on", "kind"} & set(told):
        delivered(session, actor, case, now, kind=request.kind, on=request.delivered_on)


def _check(session: Session, actor: Actor, case: Case, request: ServiceRequest, now: datetime) -> None:
    check_dates(
        detected_on=case.detected_on,
        referred_on=request.referred_on,
        delivered_on=request.delivered_on,
        status=request.status,
        today=clock.local(now).date(),
    )
    if request.provider_id is not None:
        provider_for(session, actor, "provider:list", request.provider_id)
