"""Reading the duty table: who is asked for a service in a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, clause, find, scope
from casework.providers.models import Provider
from casework.providers.rules import FACILITY_KINDS, serves
from casework.routing.models import Duty
from casework.routing.rules import BEST, FALLBACK, WHYS, Place, fallback_rank, place_of
from casework.vocabulary.units import Units


@dataclass(frozen=True)
class OnDuty:
    """An organisation that may be asked: ``why`` it is named (commune, province, country, fallback).

    ``services`` are those of the wanted kinds for which it is on duty; a fallback is on duty for none.
    """

    provider: Provider
    why: str
    position: int
    services: tuple[str, ...] = ()


def on_duty(
    session: Session,
    units: Units,
    service_kinds: Iterable[str],
    commune_code: str,
    *,
    on: date | None = None,
    but: UUID | None = None,
) -> list[OnDuty]:
    """Whom to ask for these services in a commune, best first; empty only where there is no facility at all.

    Those on duty for the commune come first, then for its province, then for the country; within an
    area whoever gives more of the services, then by position. After them come, marked as fallback, the
    public social-assistance facilities of the province, and if no facility were named still, the nearest
    of all. Closed organisations and those that don't serve the place are left out, and so is ``but``
    (the one that passes a referral on). ``on`` is the day, today unless given.
    """
    place = place_of(units, commune_code) or Place("", "")
    asked = _on_table(session, set(service_kinds), place, on or clock.today(), but)
    named = {one.provider.id for one in asked} | ({but} if but else set())
    received = any(one.provider.kind in FACILITY_KINDS for one in asked)
    return asked + _fallback(session, place, named, received=received)


class Listed(NamedTuple):
    """A line of the table, and whether the actor may change it."""

    duty: Duty
    provider: Provider
    editable: bool


@dataclass(frozen=True)
class DutyFilter:
    """Which lines of the table to list; empty: whichever."""

    service_kind: str = ""
    province_code: str = ""


def listing(
    session: Session, actor: Actor, wanted: DutyFilter, units: Units, offset: int, limit: int
) -> tuple[list[Listed], int]:
    """A page of the table by service, area and position, and how many lines there are.

    A province shows what counts there: its own lines, its communes' and the country's.
    """
    lines = select(Duty, Provider, clause(Duty, actor, "duty:edit").label("editable"))
    statement = scope(lines.join(Provider, Provider.id == Duty.provider_id), Duty, actor, "duty:list")
    if wanted.service_kind:
        statement = statement.where(Duty.service_kind == wanted.service_kind)
    if wanted.province_code:
        communes = [one.code for one in units.communes_of(wanted.province_code)]
        statement = statement.where(Duty.area_code.in_(["", wanted.province_code, *communes]))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    order = (Duty.service_kind, Duty.area_code, Duty.position, Provider.name, Duty.id)
    rows = session.execute(statement.order_by(*order).offset(offset).limit(limit))
    return [Listed(duty, provider, bool(editable)) for duty, provider, editable in rows], total


def duty_of(session: Session, actor: Actor, permission: str, duty_id: UUID) -> Duty:
    """One line of the table, if the actor may do this with it; else NotFound."""
    return find(session, actor, permission, Duty, Duty.id == duty_id)


def _on_table(session: Session, kinds: set[str], place: Place, on: date, but: UUID | None) -> list[OnDuty]:
    if not kinds:
        return []
    areas = place.areas
    statement = (
        select(Duty, Provider)
        .join(Provider, Provider.id == Duty.provider_id)
        .where(Duty.service_kind.in_(kinds), Duty.area_code.in_(areas), Provider.active)
        .where(or_(Duty.starts_on.is_(None), Duty.starts_on <= on))
        .where(or_(Duty.ends_on.is_(None), Duty.ends_on >= on))
    )
    found: dict[UUID, list[tuple[int, int, str, Provider]]] = {}
    for duty, provider in session.execute(statement):
        if provider.id != but and serves(provider, place.commune_code, place.province_code):
            near = WHYS.index(areas[duty.area_code])
            found.setdefault(provider.id, []).append((near, duty.position, duty.service_kind, provider))
    listed = [_best(rows) for rows in found.values()]
    return sorted(
        listed,
        key=lambda one: (
            WHYS.index(one.why),
            -len(one.services),
            one.position,
            one.provider.name,
            one.provider.id,
        ),
    )


def _best(rows: Sequence[tuple[int, int, str, Provider]]) -> OnDuty:
    near, position, _, provider = min(rows, key=lambda row: row[:2])
    return OnDuty(provider, WHYS[near], position, tuple(sorted({row[2] for row in rows})))


def _fallback(session: Session, place: Place, named: set[UUID], *, received: bool) -> list[OnDuty]:
    ranked = _ranked(session, _facilities().where(Provider.province_code == place.province_code), place)
    chosen = [one for rank, one in ranked if rank == BEST and one.id not in named]
    if not received and not chosen:
        rest = [(rank, one) for rank, one in _ranked(session, _facilities(), place) if one.id not in named]
        best = min((rank for rank, _ in rest), default=BEST)
        chosen = [one for rank, one in rest if rank == best]
    chosen.sort(key=lambda one: (one.commune_code != place.commune_code, one.name, one.id))
    return [OnDuty(one, FALLBACK, number) for number, one in enumerate(chosen, 1)]


def _facilities() -> Select[Provider]:
    return select(Provider).where(Provider.active, Provider.kind.in_(FACILITY_KINDS))


def _ranked(
    session: Session, statement: Select[Provider], place: Place
) -> list[tuple[tuple[int, int, int], Provider]]:
    return [
        (fallback_rank(one, one.kind, place, public=one.public), one) for one in session.scalars(statement)
    ]
