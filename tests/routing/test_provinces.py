"""Who keeps which lines: those of the own province, and only whoever keeps all those of the country."""

from dataclasses import replace
from itertools import product

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, allowed
from casework.providers.queries import keeps
from casework.refusal import Refusal
from casework.routing import operations, queries
from casework.routing.models import Duty
from casework.routing.operations import DutyRequest
from casework.vocabulary.units import Units
from tests.factories.browser import signed_in
from tests.factories.partners import make_duty
from tests.factories.people import access_policy, make_staff
from tests.factories.world import ROLES
from tests.routing.conftest import BA_DINH, HA_NOI, HAI_PHONG, TRAN_LIEU, Country

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
# Area, and the province in which it lies.
AREAS = {BA_DINH: HA_NOI, HA_NOI: HA_NOI, TRAN_LIEU: HAI_PHONG, HAI_PHONG: HAI_PHONG, "": ""}
READERS = {"coordinator", "administrator", "facility_worker", "facility_supervisor"}


def kept(role: str, area: str) -> bool:
    """What the words of the policy say, worked out without any SQL: everybody here sits in Ha Noi."""
    return role == "administrator" or (role == "coordinator" and AREAS[area] == HA_NOI)


def does(act: object, *args: object) -> bool:
    try:
        act(*args)  # type: ignore[operator]  # one of the operations
    except (NotFound, Refusal):
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
def test_each_role_keeps_its_own_provinces_lines_and_reads_all(
    session: Session, units: Units, country: Country, role: str
) -> None:
    actor = make_staff(session, country.house, role)
    lines = {area: make_duty(session, country.everywhere, "y_te", area) for area in AREAS}
    listed, total = queries.listing(session, actor, queries.DutyFilter(), units, 0, 50)
    assert total == (len(AREAS) if role in READERS else 0)
    assert {line.duty.area_code: line.editable for line in listed} == (
        {area: kept(role, area) for area in AREAS} if role in READERS else {}
    )
    for area, duty in lines.items():
        expected, now = kept(role, area), clock.now()
        assert allowed(session, actor, "duty:edit", duty) is expected, area
        assert keeps(session, actor, "duty:edit", AREAS[area]) is expected, area
        same = DutyRequest("y_te", area, 2, country.everywhere.id)
        made = replace(same, service_kind="tam_lanh")
        assert does(operations.record_duty, session, actor, made, units, now) is expected, area
        edited = (operations.edit_duty, session, actor, duty, same, duty.version, units, now)
        assert does(*edited) is expected, area
        session.flush()
        assert does(operations.remove_duty, session, actor, duty, now) is expected, area


@ONE_ENGINE
def test_a_line_cannot_be_moved_to_where_one_keeps_none(
    session: Session, units: Units, country: Country
) -> None:
    duty = make_duty(session, country.everywhere, "y_te", BA_DINH)
    for area in (TRAN_LIEU, HAI_PHONG, ""):
        moved = DutyRequest("y_te", area, 1, country.everywhere.id)
        with pytest.raises(Refusal, match="own province") as refused:
            operations.edit_duty(session, country.coordinator, duty, moved, 1, units, clock.now())
        assert refused.value.field == "area_code"
    session.flush()
    assert (duty.area_code, duty.province_code, duty.version) == (BA_DINH, HA_NOI, 1)
    moved = DutyRequest("y_te", HAI_PHONG, 1, country.everywhere.id)
    operations.edit_duty(session, country.administrator, duty, moved, 1, units, clock.now())
    assert duty.province_code == HAI_PHONG
    assert not allowed(session, country.coordinator, "duty:edit", duty)


@ONE_ENGINE
def test_a_coordinator_of_no_organisation_keeps_nothing(session: Session, country: Country) -> None:
    nowhere = access_policy().actor(country.coordinator.id, "coordinator", None, "")
    lines: list[Duty] = [make_duty(session, country.everywhere, "y_te", area) for area in AREAS]
    for duty, province in product(lines, (HA_NOI, HAI_PHONG, "")):
        assert not allowed(session, nowhere, "duty:edit", duty)
        assert not keeps(session, nowhere, "duty:edit", province)


@ONE_ENGINE
def test_the_pages_offer_and_open_only_what_one_keeps(app: Flask, session: Session, country: Country) -> None:
    lines = {area: make_duty(session, country.everywhere, "y_te", area) for area in AREAS}
    session.commit()

    def opened(actor: Actor) -> set[str]:
        browser = signed_in(app, session, actor)
        page = browser.get("/duty/").text
        linked = {area for area, duty in lines.items() if f"/duty/{duty.id}/edit" in page}
        for area, duty in lines.items():
            status = 200 if area in linked else 404
            assert browser.get(f"/duty/{duty.id}/edit").status_code == status, area
            if area not in linked:
                assert browser.post(f"/duty/{duty.id}/edit", {}, opened=page).status_code == 404, area
                assert browser.post(f"/duty/{duty.id}/remove", {}, opened=page).status_code == 404, area
        return linked

    assert opened(country.coordinator) == {BA_DINH, HA_NOI}
    assert opened(country.administrator) == set(AREAS)
    assert opened(make_staff(session, country.house)) == set()
    form = signed_in(app, session, country.coordinator).get("/duty/new").text
    assert 'value="country"' not in form
    assert f'<option value="{HA_NOI}"' in form
    assert f'<option value="{HAI_PHONG}"' not in form
    assert 'value="country"' in signed_in(app, session, country.administrator).get("/duty/new").text


@ONE_ENGINE
def test_another_provinces_commune_is_refused_at_its_field_and_stays_as_typed(
    app: Flask, session: Session, country: Country
) -> None:
    browser = signed_in(app, session, country.coordinator)
    typed = {
        "service_kinds": ["y_te"],
        "area": "commune",
        "area_code": TRAN_LIEU,
        "provider_id": str(country.everywhere.id),
        "position": "1",
    }
    answer = browser.post("/duty/new", typed)
    assert answer.status_code == 200
    assert 'id="area_code-error"' in answer.text
    assert answer.text.count("trong tỉnh, thành phố của mình") == 2
    assert queries.listing(
        session, country.coordinator, queries.DutyFilter(), app.extensions["casework"].policies.units, 0, 9
    ) == ([], 0)
