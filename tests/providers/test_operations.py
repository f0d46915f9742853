"""Records of facilities and of what they did against violence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.db import Stale
from casework.providers import operations, queries
from casework.providers.models import Provider
from casework.providers.operations import ActivityRequest, ProviderRequest
from casework.providers.rules import COMMUNE, COUNTRY, PROVINCE, REACHES, serves
from casework.refusal import Refusal
from tests.factories.people import access_policy, make_house, make_staff

SHELTER = ProviderRequest("Nhà tạm lánh Ánh Dương", "co_so_tgxh", False, "00004", "01")
TALK = ActivityRequest(date(2026, 3, 5), "phong_ngua")


@pytest.fixture
def house(session: Session) -> Provider:
    return make_house(session)


@pytest.fixture
def supervisor(session: Session, house: Provider) -> Actor:
    return make_staff(session, house, "facility_supervisor")


def events(session: Session) -> list[str]:
    session.commit()
    return list(session.scalars(select(Entry.event).order_by(Entry.position)))


def test_a_facility_is_recorded_once_a_commune(session: Session, supervisor: Actor) -> None:
    made = operations.record_provider(session, supervisor, SHELTER, clock.now())
    assert events(session) == ["provider.recorded"]
    with pytest.raises(Refusal, match="already recorded") as refused:
        operations.record_provider(session, supervisor, SHELTER, clock.now())
    assert refused.value.field == "name"
    elsewhere = ProviderRequest(SHELTER.name, SHELTER.kind, True, "00008", "01")
    assert operations.record_provider(session, supervisor, elsewhere, clock.now()).id != made.id


def test_a_change_is_told_by_its_fields_and_needs_the_newest_version(
    session: Session, supervisor: Actor
) -> None:
    made = operations.record_provider(session, supervisor, SHELTER, clock.now())
    session.commit()
    closed = ProviderRequest(SHELTER.name, SHELTER.kind, False, "00004", "01", active=False)
    operations.edit_provider(session, supervisor, made, closed, 1, access_policy(), clock.now())
    assert events(session)[-1] == "provider.changed"
    assert session.scalars(select(Entry.facts).order_by(Entry.position.desc())).first() == (
        '{"fields":"active"}'
    )
    with pytest.raises(Stale):
        operations.edit_provider(session, supervisor, made, SHELTER, 1, access_policy(), clock.now())
    operations.edit_provider(session, supervisor, made, closed, made.version, access_policy(), clock.now())
    assert events(session).count("provider.changed") == 1


def test_how_far_it_serves_is_one_of_three(session: Session, supervisor: Actor) -> None:
    made = operations.record_provider(session, supervisor, SHELTER, clock.now())
    session.flush()
    assert made.reach == PROVINCE
    for reach in REACHES:
        wider = replace(SHELTER, reach=reach)
        operations.edit_provider(session, supervisor, made, wider, made.version, access_policy(), clock.now())
        session.flush()
        assert made.reach == reach
    for request in (replace(SHELTER, reach=""), replace(SHELTER, reach="world")):
        with pytest.raises(Refusal, match="how far") as refused:
            operations.edit_provider(
                session, supervisor, made, request, made.version, access_policy(), clock.now()
            )
        assert refused.value.field == "reach"


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("reach", "own", "neighbour", "province", "country"),
    [
        (COMMUNE, True, False, False, False),
        (PROVINCE, True, True, True, False),
        (COUNTRY, True, True, True, True),
    ],
)
def test_whom_it_serves(
    house: Provider, reach: str, own: bool, neighbour: bool, province: bool, country: bool
) -> None:
    house.reach = reach
    assert [serves(house, "00004", "01"), serves(house, "00008", "01"), serves(house, "", "01")] == [
        own,
        neighbour,
        province,
    ]
    assert serves(house, "", "") is country
    assert serves(house, "10675", "31") is country


def test_a_closed_facility_is_not_offered_unless_it_was_chosen_before(
    session: Session, supervisor: Actor, house: Provider
) -> None:
    closed = operations.record_provider(session, supervisor, SHELTER, clock.now())
    closed.active = False
    session.commit()
    assert queries.choices(session, supervisor) == [(house.id, house.name)]
    assert [key for key, _ in queries.choices(session, supervisor, closed.id)] == [house.id, closed.id]
    assert closed.id not in {key for key, _, _ in queries.facilities(session)}


def test_activities_are_recorded_for_the_own_facility_and_not_in_the_future(
    session: Session, supervisor: Actor, house: Provider
) -> None:
    made = operations.record_activity(session, supervisor, house, TALK, clock.now())
    assert events(session) == ["activity.recorded"]
    later = ActivityRequest(clock.today() + timedelta(days=1), "phong_ngua")
    with pytest.raises(Refusal, match="future"):
        operations.record_activity(session, supervisor, house, later, clock.now())
    with pytest.raises(Refusal, match="future"):
        operations.edit_activity(session, supervisor, made, later, 1, clock.now())
    with pytest.raises(Stale):
        operations.edit_activity(session, supervisor, made, TALK, 7, clock.now())
    moved = ActivityRequest(date(2026, 4, 5), "ung_pho")
    operations.edit_activity(session, supervisor, made, moved, 1, clock.now())
    assert (made.held_on, made.kind) == (date(2026, 4, 5), "ung_pho")
    with pytest.raises(NotFound):
        operations.record_activity(session, supervisor, make_house(session, "Khác"), TALK, clock.now())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("role", "keeps", "records"),
    [
        ("facility_worker", False, True),
        ("facility_supervisor", True, True),
        ("perpetrator_counsellor", False, False),
        ("manager", False, False),
        ("data_protection_officer", False, False),
        ("administrator", True, False),
        ("coordinator", True, False),
        ("police_officer", False, False),
    ],
)
def test_who_keeps_records_of_facilities(
    session: Session, house: Provider, role: str, keeps: bool, records: bool
) -> None:
    actor = access_policy().actor(None, role, house.id, "")

    def may_do(act: Callable[..., object], *arguments: object) -> bool:
        try:
            act(session, actor, *arguments, clock.now())
        except NotFound:
            return False
        return True

    assert may_do(operations.record_provider, SHELTER) is keeps
    assert may_do(operations.edit_provider, house, SHELTER_ELSEWHERE, 1, access_policy()) is keeps
    assert may_do(operations.record_activity, house, TALK) is records


SHELTER_ELSEWHERE = ProviderRequest(SHELTER.name, SHELTER.kind, True, "00008", "01")
