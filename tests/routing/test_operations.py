"""Keeping the duty table: what it may say, and that the log tells."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry
from casework.db import Stale
from casework.refusal import Refusal
from casework.routing import operations, queries
from casework.routing.models import Duty
from casework.routing.operations import DutyRequest
from casework.vocabulary.units import Units
from tests.factories.partners import make_duty
from tests.factories.people import access_policy
from tests.routing.conftest import BA_DINH, HA_NOI, HAI_PHONG, NGOC_HA, Country


def line(country: Country, **more: Any) -> DutyRequest:
    return replace(DutyRequest("tam_lanh", HA_NOI, 1, country.house.id), **more)


def put(session: Session, units: Units, country: Country, request: DutyRequest) -> Duty:
    return operations.record_duty(session, country.coordinator, request, units, clock.now())


def test_a_line_is_recorded_changed_and_removed_and_the_log_tells(
    session: Session, units: Units, country: Country
) -> None:
    duty = put(session, units, country, line(country))
    session.commit()
    later = line(country, position=2)
    operations.edit_duty(session, country.coordinator, duty, later, 1, units, clock.now())
    session.commit()
    assert duty.position == 2
    operations.remove_duty(session, country.coordinator, duty, clock.now())
    session.commit()
    assert session.scalars(select(Duty)).all() == []
    told = session.execute(select(Entry.event, Entry.facts).order_by(Entry.position)).all()
    assert [tuple(one) for one in told] == [
        ("duty.recorded", '{"area":"01","service":"tam_lanh"}'),
        ("duty.changed", '{"fields":"position"}'),
        ("duty.removed", '{"area":"01","service":"tam_lanh"}'),
    ]


def test_whoever_was_overtaken_is_told(session: Session, units: Units, country: Country) -> None:
    duty = put(session, units, country, line(country))
    session.commit()
    with pytest.raises(Stale):
        operations.edit_duty(session, country.coordinator, duty, line(country), 7, units, clock.now())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"area_code": "99"}, "area_code"),
        ({"area_code": "99999"}, "area_code"),
        ({"area_code": HAI_PHONG}, "provider_id"),  # serves Ha Noi only
        ({"area_code": ""}, "provider_id"),
        ({"position": 0}, "position"),
        ({"position": 100}, "position"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 31)}, "ends_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, units: Units, country: Country, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        operations.record_duty(session, country.administrator, line(country, **more), units, clock.now())
    assert refused.value.field == field
    assert session.scalars(select(Duty)).all() == []


def test_an_organisation_is_put_on_duty_only_where_it_serves(
    session: Session, units: Units, country: Country
) -> None:
    everywhere = line(country, provider_id=country.everywhere.id, area_code="")
    operations.record_duty(session, country.administrator, everywhere, units, clock.now())
    put(session, units, country, line(country, provider_id=country.near.id, area_code=BA_DINH))
    for area in (NGOC_HA, HA_NOI):
        with pytest.raises(Refusal, match="does not serve"):
            put(session, units, country, line(country, provider_id=country.near.id, area_code=area))


def test_a_closed_one_stays_but_is_not_put_on_duty_anew(
    session: Session, units: Units, country: Country
) -> None:
    duty = put(session, units, country, line(country))
    country.house.active = False
    session.commit()
    moved = line(country, position=3)
    operations.edit_duty(session, country.coordinator, duty, moved, duty.version, units, clock.now())
    with pytest.raises(Refusal, match="in operation"):
        put(session, units, country, line(country, service_kind="y_te"))


def test_the_same_line_stands_once_unless_its_days_are_apart(
    session: Session, units: Units, country: Country
) -> None:
    january = line(country, starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 31))
    first = put(session, units, country, january)
    session.flush()
    put(session, units, country, line(country, starts_on=date(2027, 2, 1)))
    session.flush()
    for again in (line(country), january, line(country, ends_on=date(2027, 1, 1))):
        with pytest.raises(Refusal, match="already"):
            put(session, units, country, again)
    operations.edit_duty(session, country.coordinator, first, january, first.version, units, clock.now())


def test_a_province_lists_what_counts_there(session: Session, units: Units, country: Country) -> None:
    everywhere = make_duty(session, country.everywhere, "y_te")
    here = make_duty(session, country.house, "tam_lanh", HA_NOI)
    nearer = make_duty(session, country.near, "tam_lanh", BA_DINH)
    far = make_duty(session, country.far, "tam_lanh", HAI_PHONG)

    def listed(**wanted: str) -> list[Duty]:
        rows, total = queries.listing(
            session, country.coordinator, queries.DutyFilter(**wanted), units, 0, 50
        )
        assert total == len(rows)
        return [line.duty for line in rows]

    assert listed() == [nearer, here, far, everywhere]
    assert listed(province_code=HA_NOI) == [nearer, here, everywhere]
    assert listed(province_code=HAI_PHONG, service_kind="tam_lanh") == [far]


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("role", "reads", "keeps"),
    [
        ("coordinator", True, True),
        ("administrator", True, True),
        ("facility_worker", True, False),
        ("facility_supervisor", True, False),
        ("police_officer", False, False),
        ("justice_officer", False, False),
        ("partner_officer", False, False),
        ("perpetrator_counsellor", False, False),
        ("manager", False, False),
        ("data_protection_officer", False, False),
    ],
)
def test_who_reads_and_who_keeps_the_table(
    session: Session, units: Units, country: Country, role: str, reads: bool, keeps: bool
) -> None:
    actor = access_policy().actor(None, role, country.house.id, "")
    duty = make_duty(session, country.house, "y_te", HA_NOI)
    _, total = queries.listing(session, actor, queries.DutyFilter(), units, 0, 50)
    assert bool(total) is reads
    for act in (
        lambda: operations.record_duty(session, actor, line(country), units, clock.now()),
        lambda: operations.edit_duty(
            session, actor, duty, line(country, service_kind="y_te"), 1, units, clock.now()
        ),
        lambda: operations.remove_duty(session, actor, duty, clock.now()),
    ):
        if keeps:
            act()
        else:
            with pytest.raises(NotFound):
                act()
