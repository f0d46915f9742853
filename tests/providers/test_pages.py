"""The pages of facilities."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.providers.models import Activity, Provider
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_house, make_staff

SHELTER = {
    "name": "Nhà tạm lánh Ánh Dương",
    "kind": "co_so_tgxh",
    "public": "khong",
    "commune_code": "00004",
    "reach": "province",
    "active": "y",
}
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def house(session: Session) -> Provider:
    return make_house(session)


@pytest.fixture
def at(app: Flask, session: Session, house: Provider) -> Callable[[str], Browser]:
    """The browser of somebody of that role; an administrator belongs to no organisation."""
    return lambda role: signed_in(
        app, session, make_staff(session, None if role == "administrator" else house, role)
    )


def test_a_supervisor_records_a_facility_and_its_activity(
    at: Callable[[str], Browser], session: Session, house: Provider
) -> None:
    browser = at("facility_supervisor")
    answer = browser.post("/facilities/new", SHELTER)
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Nhà tạm lánh Ánh Dương" in page
    assert "Phường Ba Đình" in page
    made = session.scalars(select(Provider).where(Provider.name == SHELTER["name"])).one()
    assert (made.province_code, made.public, made.active) == ("01", False, True)
    assert "/activities/new" not in page
    path = f"/facilities/{house.id}"
    assert f"{path}/activities/new" in browser.get(path).text
    sent = {"held_on": "5/3/2026", "kind": "phong_ngua"}
    assert browser.post(f"{path}/activities/new", sent).status_code == 303
    assert "05/03/2026" in browser.get(path).text
    activity = session.scalars(select(Activity)).one()
    assert browser.post(f"{path}/activities/{activity.id}", sent | {"held_on": "6/3/2026"}).status_code == 303
    assert "06/03/2026" in browser.get(path).text
    assert browser.get(f"/facilities/{made.id}/activities/{activity.id}").status_code == 404
    assert browser.post(f"/facilities/{made.id}/activities/new", sent).status_code == 404


def test_a_second_editor_sees_the_change_and_loses_nothing(
    at: Callable[[str], Browser], house: Provider
) -> None:
    one, other = at("facility_supervisor"), at("administrator")
    path = f"/facilities/{house.id}/edit"
    opened = one.get(path).text
    assert other.post(path, SHELTER | {"name": "Tên của người kia"}).status_code == 303
    shown = one.post(path, SHELTER | {"name": "Tên của tôi"}, opened=opened)
    assert shown.status_code == 200
    assert "Tên của người kia" in shown.text
    assert 'value="Tên của tôi"' in shown.text
    assert one.post(path, SHELTER | {"name": "Tên của tôi"}, opened=shown.text).status_code == 303
    assert "Tên của tôi" in one.get(f"/facilities/{house.id}").text


@ONE_ENGINE
def test_a_facility_is_closed_by_taking_the_mark_away(
    at: Callable[[str], Browser], house: Provider, session: Session
) -> None:
    sent = {name: value for name, value in SHELTER.items() if name != "active"}
    assert at("administrator").post(f"/facilities/{house.id}/edit", sent).status_code == 303
    assert session.get_one(Provider, house.id, populate_existing=True).active is False


@ONE_ENGINE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"name": "Cơ sở Một"}, "name"),
        ({"kind": "khong_co"}, "kind"),
        ({"public": ""}, "public"),
        ({"commune_code": "99999"}, "commune_code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    at: Callable[[str], Browser], session: Session, change: dict[str, str], field: str
) -> None:
    answer = at("administrator").post("/facilities/new", SHELTER | change)
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text
    assert len(session.scalars(select(Provider)).all()) == 1


@ONE_ENGINE
def test_the_list_is_narrowed_by_kind_and_paged(at: Callable[[str], Browser], session: Session) -> None:
    for number in range(51):
        make_house(session, f"Cơ sở {number:03}").kind = "khac" if number else "co_so_y_te"
    browser = at("perpetrator_counsellor")
    first, second = browser.get("/facilities/").text, browser.get("/facilities/?page=2").text
    assert first.count('href="/facilities/0') == 50
    assert second.count('href="/facilities/0') == 2
    assert "Cơ sở 000" in browser.get("/facilities/?kind=co_so_y_te").text
    assert "Cơ sở 001" not in browser.get("/facilities/?kind=co_so_y_te").text
    assert browser.get("/facilities/?kind=%27").status_code == 200


@ONE_ENGINE
@pytest.mark.parametrize(
    ("role", "reads", "edits", "records"),
    [
        ("facility_worker", 200, 404, 200),
        ("perpetrator_counsellor", 200, 404, 404),
        ("administrator", 200, 200, 404),
        ("manager", 404, 404, 404),
        ("data_protection_officer", 404, 404, 404),
    ],
)
def test_who_opens_which_page(
    at: Callable[[str], Browser], house: Provider, role: str, reads: int, edits: int, records: int
) -> None:
    browser, path = at(role), f"/facilities/{house.id}"
    assert [browser.get(page).status_code for page in ("/facilities/", path)] == [reads, reads]
    assert [browser.get(page).status_code for page in ("/facilities/new", f"{path}/edit")] == [edits, edits]
    assert browser.get(f"{path}/activities/new").status_code == records
    if reads == 200:
        assert (f"{path}/edit" in browser.get(path).text) is (edits == 200)
        assert ("activities/new" in browser.get(path).text) is (records == 200)


def test_facilities_are_found_by_words_of_their_names_and_closed_ones_stand_last(
    at: Callable[[str], Browser], session: Session
) -> None:
    for name in ("Trạm y tế phường Đống Đa", "Ấp Đông", "Trung tâm Hoà Bình"):
        make_house(session, name)
    make_house(session, "An Đống Đa").active = False
    browser = at("facility_worker")

    def names(**query: str) -> list[str]:
        page = browser.client.get("/facilities/", query_string=query).text
        return re.findall(r'href="/facilities/[0-9a-f-]{36}">([^<]*)</a>', page)

    assert names(name="dong da") == ["Trạm y tế phường Đống Đa", "An Đống Đa"]
    assert names(name="ĐA Đống") == names(name="dong da")
    assert names(name="Hòa") == ["Trung tâm Hoà Bình"]
    assert names(name="không có") == []
    assert names(name="dong da", kind="cong_an") == []
    assert names()[-1] == "An Đống Đa"
    page = browser.get("/facilities/?name=dong").text
    assert page.count("Ngừng hoạt động") == 1
    assert 'value="dong"' in page
