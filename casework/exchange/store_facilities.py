"""Storing the sheets of facilities and of their activities."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.audit.operations import change, record
from casework.db import uuid7
from casework.exchange.ledger import ActivityRow, FacilityRow
from casework.exchange.pairing import pair_rows
from casework.exchange.work import Changed, Work
from casework.providers.models import Activity, Provider
from casework.refusal import N_
from casework.vocabulary.units import Units

SHEET, ACTIVITIES = "Cơ sở", "Hoạt động"


def store_facilities(work: Work, units: Units) -> None:
    """Facilities by their code; one recorded before by hand, of the same name and commune, is taken for the same."""
    held = {one.ledger_code: one for one in work.session.scalars(select(Provider)) if one.ledger_code}
    by_hand = {
        (one.name, one.commune_code): one
        for one in work.session.scalars(select(Provider))
        if not one.ledger_code
    }
    for at, row in enumerate(work.ledger.facilities, 1):
        said = work.digest("facility", row)
        known = work.one("facility", row.code)
        values = _values(row, units)
        provider = held.get(row.code) or by_hand.get((row.name, row.commune))
        if provider is None:
            provider = Provider(id=uuid7(), ledger_code=row.code, created_at=work.now, **values)
            work.session.add(provider)
            record(
                work.session,
                work.actor,
                "provider.recorded",
                kind="provider",
                row_id=provider.id,
                now=work.now,
            )
            work.done.created[SHEET] += 1
        elif known is None or known.digest != said:
            _change(work, provider, values | {"ledger_code": row.code}, row)
        else:
            work.done.unchanged[SHEET] += 1
        if known is None:
            work.remember("facility", row.code, provider.id, said)
        else:
            known.digest = said
        work.facilities[row.code] = provider.id
        work.tell(SHEET, at, len(work.ledger.facilities))
    work.store_waiting()


def _values(row: FacilityRow, units: Units) -> dict[str, object]:
    commune = units.commune(row.commune)
    return {
        "name": row.name,
        "kind": row.kind,
        "public": row.public,
        "commune_code": row.commune,
        "province_code": commune.province_code if commune else "",
    }


def _change(work: Work, provider: Provider, values: dict[str, object], row: FacilityRow) -> None:
    says_anew = any(
        getattr(provider, name) != value for name, value in values.items() if name != "ledger_code"
    )
    places = {provider.province_code, str(values["province_code"])}
    if says_anew and not all(work.keeps_facilities(place) for place in places):
        work.refuse(
            SHEET,
            row.row,
            N_("This facility is in another province: a supervisor there imports the change."),
        )
        return
    changed = change(work.session, work.actor, provider, values, event="provider.changed", now=work.now)
    if changed:
        work.done.changed.append(Changed(SHEET, row.row, changed))
    else:
        work.done.unchanged[SHEET] += 1


def store_activities(work: Work) -> None:
    """Activities, which have no code: equal rows are the same, and what is left over is paired as corrections."""
    held = {one.id: one for one in work.session.scalars(select(Activity))}
    total = len(work.ledger.activities)
    for at, found in enumerate(
        pair_rows(work, "activity", work.ledger.activities, lambda row: row.facility), 1
    ):
        row, said, known = found
        work.tell(ACTIVITIES, at, total)
        if known is not None and known.digest == said:
            work.done.unchanged[ACTIVITIES] += 1
        elif not work.may_change(facility_id := work.facilities[row.facility]) and known is not None:
            work.refuse(
                ACTIVITIES,
                row.row,
                N_("This belongs to another facility: its supervisor imports the change."),
            )
        elif known is None:
            _create(work, row, facility_id, said)
        else:
            values: dict[str, object] = {"held_on": row.held_on, "kind": row.kind}
            changed = change(
                work.session, work.actor, held[known.row_id], values, event="activity.changed", now=work.now
            )
            work.done.changed.append(Changed(ACTIVITIES, row.row, changed))
            known.digest = said


def _create(work: Work, row: ActivityRow, facility_id: UUID, said: bytes) -> None:
    day: date = row.held_on
    activity = Activity(id=uuid7(), provider_id=facility_id, held_on=day, kind=row.kind, created_at=work.now)
    work.session.add(activity)
    facts = {"kind": row.kind}
    record(
        work.session,
        work.actor,
        "activity.recorded",
        kind="activity",
        row_id=activity.id,
        facts=facts,
        now=work.now,
    )
    work.done.created[ACTIVITIES] += 1
    work.remember("activity", row.facility, activity.id, said)
