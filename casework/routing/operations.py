"""Keeping the duty table: who takes referrals for which service where, in which order."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, require, require_role
from casework.audit.operations import change, record
from casework.db import check_version, uuid7
from casework.providers.models import Provider
from casework.providers.queries import keeps
from casework.providers.rules import serves
from casework.refusal import N_, Refusal
from casework.routing.models import Duty
from casework.routing.rules import place_of
from casework.vocabulary.units import Units

LAST_POSITION = 99


@dataclass(frozen=True)
class DutyRequest:
    """A line of the duty table; without days it holds for good, both days are included."""

    service_kind: str
    area_code: str
    position: int
    provider_id: UUID
    starts_on: date | None = None
    ends_on: date | None = None


def record_duty(session: Session, actor: Actor, request: DutyRequest, units: Units, now: datetime) -> Duty:
    """Put an organisation on duty.

    Refusal where the actor doesn't keep the area, and where the organisation doesn't serve it or is on duty
    there already.
    """
    require_role(actor, "duty:edit")
    values = _checked(session, actor, request, units, None)
    duty = Duty(id=uuid7(), created_at=now, **values)
    session.add(duty)
    _note(session, actor, "duty.recorded", duty, now)
    return duty


def edit_duty(
    session: Session,
    actor: Actor,
    duty: Duty,
    request: DutyRequest,
    version: int,
    units: Units,
    now: datetime,
) -> None:
    """Change a line of the table; Stale if somebody else was faster."""
    require(session, actor, "duty:edit", duty)
    check_version(duty, version)
    values = _checked(session, actor, request, units, duty)
    change(session, actor, duty, values, event="duty.changed", now=now)


def remove_duty(session: Session, actor: Actor, duty: Duty, now: datetime) -> None:
    """Take a line off the table; referrals already sent are not touched."""
    require(session, actor, "duty:edit", duty)
    _note(session, actor, "duty.removed", duty, now)
    session.delete(duty)


def _note(session: Session, actor: Actor, event: str, duty: Duty, now: datetime) -> None:
    facts = {"service": duty.service_kind, "area": duty.area_code}
    record(session, actor, event, kind="duty", row_id=duty.id, facts=facts, now=now)


def _checked(
    session: Session, actor: Actor, request: DutyRequest, units: Units, but: Duty | None
) -> dict[str, object]:
    """The values to store, with the province of the area."""
    place = place_of(units, request.area_code)
    if place is None:
        raise Refusal(N_("There is no such commune or province."), field="area_code")
    if not keeps(session, actor, "duty:edit", place.province_code):
        raise Refusal(
            N_(
                "You keep who is on duty in your own province. "
                "Other provinces and the whole country are for an administrator."
            ),
            field="area_code",
        )
    if not 1 <= request.position <= LAST_POSITION:
        raise Refusal(N_("Use a number from 1 to %(last)s."), field="position", last=LAST_POSITION)
    if request.starts_on and request.ends_on and request.ends_on < request.starts_on:
        raise Refusal(N_("The last day lies before the first."), field="ends_on")
    provider = session.get(Provider, request.provider_id)
    if provider is None or not (provider.active or (but and but.provider_id == provider.id)):
        raise Refusal(N_("Choose an organisation that is in operation."), field="provider_id")
    if not serves(provider, place.commune_code, place.province_code):
        raise Refusal(
            N_("This organisation does not serve the whole area: choose a smaller one, or change its reach."),
            field="provider_id",
        )
    _refuse_twin(session, request, but)
    return vars(request) | {"province_code": place.province_code}


def _refuse_twin(session: Session, request: DutyRequest, but: Duty | None) -> None:
    same = select(Duty).where(
        Duty.service_kind == request.service_kind,
        Duty.area_code == request.area_code,
        Duty.provider_id == request.provider_id,
    )
    for one in session.scalars(same):
        apart = _before(one.ends_on, request.starts_on) or _before(request.ends_on, one.starts_on)
        if one is not but and not apart:
            raise Refusal(
                N_("This organisation is on duty for this service and area already."), field="provider_id"
            )


def _before(last: date | None, first: date | None) -> bool:
    return last is not None and first is not None and last < first
