"""The services' pages in a case file."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.providers.models import Provider
from casework.services.models import Service
from tests.factories.browser import signed_in
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_house, make_staff

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    return make_desk(app, session)


@pytest.fixture
def house(session: Session, desk: Desk) -> Provider:
    return session.get_one(Provider, desk.worker.facility_id)


def visit(**other: str) -> dict[str, str]:
    sent = {"kind": "y_te", "status": "da_cung_cap", "delivered_on": "7/3/2026", "note": "Khám ở trạm"}
    return sent | other


def test_a_service_is_recorded_and_stands_in_the_file(desk: Desk, house: Provider) -> None:
    path = f"{desk.path}/services"
    answer = desk.at.post(f"{path}/new", visit(provider_id=str(house.id), referred_on="6/3/2026"))
    assert (answer.status_code, answer.location) == (303, f"{path}/")
    page = desk.at.get(answer.location).text
    for shown in ("06/03/2026", "07/03/2026", house.name, "Khám ở trạm", "Đã cung cấp"):
        assert shown in page


def test_a_service_before_the_detection_is_refused_with_words_that_say_why(
    desk: Desk, session: Session
) -> None:
    answer = desk.at.post(f"{desk.path}/services/new", visit(delivered_on="4/3/2026"))
    assert answer.status_code == 200
    error = answer.text.partition('id="delivered_on-error"')[2][:300]
    assert "05/03/2026" in error
    assert "<title>Lỗi:" in answer.text
    assert 'value="4/3/2026"' in answer.text
    assert "Khám ở trạm" in answer.text
    assert session.scalars(select(Service)).all() == []


@ONE_ENGINE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"delivered_on": "23/11/2026"}, "delivered_on"),
        ({"delivered_on": ""}, "delivered_on"),
        ({"delivered_on": "31/2/2026"}, "delivered_on"),
        ({"status": "tu_choi"}, "delivered_on"),
        ({"status": ""}, "status"),
        ({"note": "a" * 5_001}, "note"),
        ({"kind": ""}, "kind"),
        ({"kind": "khong_co"}, "kind"),
        ({"provider_id": "khong_co"}, "provider_id"),
        ({"provider_id": "00000000-0000-0000-0000-000000000000"}, "provider_id"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk: Desk, change: dict[str, str], field: str) -> None:
    answer = desk.at.post(f"{desk.path}/services/new", visit(**change))
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text


def test_a_second_editor_sees_the_change_and_loses_nothing(desk: Desk, session: Session) -> None:
    desk.at.post(f"{desk.path}/services/new", visit())
    path = f"{desk.path}/services/{session.scalars(select(Service.id)).one()}"
    session.commit()
    opened = desk.at.get(path).text
    assert desk.supervising.post(path, visit(note="Lời người kia")).status_code == 303
    shown = desk.at.post(path, visit(note="Lời của tôi"), opened=opened)
    assert shown.status_code == 200
    assert "Lời người kia" in shown.text
    assert "Lời của tôi" in shown.text
    assert desk.at.post(path, visit(note="Lời của tôi"), opened=shown.text).status_code == 303
    page = desk.at.get(f"{desk.path}/services/").text
    assert "Lời của tôi" in page
    assert "Lời người kia" in desk.at.get(f"{desk.path}/history").text


@ONE_ENGINE
def test_a_provider_that_closed_stays_with_the_service_that_named_it(desk: Desk, session: Session) -> None:
    shelter = make_house(session, "Nhà tạm lánh")
    session.commit()
    desk.at.post(f"{desk.path}/services/new", visit(provider_id=str(shelter.id)))
    shelter.active = False
    session.commit()
    service = session.scalars(select(Service)).one()
    path = f"{desk.path}/services/{service.id}"
    assert f'value="{shelter.id}" selected' in desk.at.get(path).text
    sent = visit(provider_id=str(shelter.id), note="Đã sửa")
    assert desk.at.post(path, sent).status_code == 303
    assert session.get_one(Service, service.id, populate_existing=True).provider_id == shelter.id
    assert str(shelter.id) not in desk.at.get(f"{desk.path}/services/new").text


@ONE_ENGINE
def test_another_facility_and_other_roles_find_nothing(app: Flask, session: Session, desk: Desk) -> None:
    desk.at.post(f"{desk.path}/services/new", visit())
    paths = ["", "new", str(session.scalars(select(Service.id)).one())]
    house = session.get_one(Provider, desk.worker.facility_id)
    roles = ("perpetrator_counsellor", "manager", "administrator", "data_protection_officer")
    others = [signed_in(app, session, make_staff(session, house, role)) for role in roles]
    for browser in (desk.elsewhere, *others):
        for path in paths:
            assert browser.get(f"{desk.path}/services/{path}").status_code == 404
        if browser is desk.elsewhere:
            assert browser.post(f"{desk.path}/services/new", visit()).status_code == 404
    assert len(session.scalars(select(Service)).all()) == 1
