"""The pages of the duty table."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.routing.models import Duty
from tests.factories.browser import Browser, signed_in
from tests.factories.partners import make_duty
from tests.factories.people import make_staff
from tests.routing.conftest import BA_DINH, HA_NOI, HAI_PHONG, Country

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def desk(app: Flask, session: Session, country: Country) -> Browser:
    """The coordinator's browser."""
    return signed_in(app, session, country.coordinator)


def table(session: Session) -> list[tuple[str, str, int]]:
    session.expire_all()
    rows = session.scalars(select(Duty).order_by(Duty.service_kind))
    return [(one.service_kind, one.area_code, one.position) for one in rows]


def sheet(country: Country, **more: object) -> dict[str, object]:
    return {
        "service_kinds": ["tam_lanh", "y_te"],
        "area": "province",
        "province_code": HA_NOI,
        "provider_id": str(country.house.id),
        "position": "1",
    } | more


def test_a_coordinator_puts_a_facility_on_duty_for_several_services(
    desk: Browser, session: Session, country: Country
) -> None:
    answer = desk.post("/duty/new", sheet(country))
    assert (answer.status_code, answer.location) == (303, "/duty/")
    assert table(session) == [("tam_lanh", HA_NOI, 1), ("y_te", HA_NOI, 1)]
    page = desk.get("/duty/").text
    assert "Đã thêm 2 dòng" in page
    assert "Trung tâm Hà Nội" in page
    assert "Thành phố Hà Nội" in page


def test_the_three_kinds_of_area(app: Flask, desk: Browser, session: Session, country: Country) -> None:
    far = str(country.everywhere.id)
    desk.post("/duty/new", sheet(country, service_kinds=["y_te"], area="commune", area_code=BA_DINH))
    page = desk.post("/duty/new", sheet(country, service_kinds=["tam_lanh"], area="country", provider_id=far))
    assert 'id="area-error"' in page.text  # of the coordinator's page the country is no choice
    desk = signed_in(app, session, country.administrator)
    desk.post("/duty/new", sheet(country, service_kinds=["tam_lanh"], area="country", provider_id=far))
    assert table(session) == [("tam_lanh", "", 1), ("y_te", BA_DINH, 1)]


def test_what_is_missing_or_does_not_fit_is_told_at_its_field(
    app: Flask, session: Session, country: Country
) -> None:
    desk = signed_in(app, session, country.administrator)
    for wrong, words in (
        ({"service_kinds": []}, "Chọn ít nhất một dịch vụ"),
        ({"area": "commune", "area_code": ""}, "Nhập xã, phường hoặc chọn tỉnh"),
        ({"area": "country"}, "không phục vụ toàn bộ địa bàn"),
        ({"province_code": HAI_PHONG}, "không phục vụ toàn bộ địa bàn"),
        ({"position": "100"}, "Nhập số từ 1 đến 99."),
        ({"starts_on": "1/2/2027", "ends_on": "1/1/2027"}, "Ngày kết thúc trước ngày bắt đầu."),
    ):
        answer = desk.post("/duty/new", sheet(country, **wrong))
        assert answer.status_code == 200, wrong
        assert answer.text.count(words) == 2, wrong
        assert "Lỗi: " in answer.text
    assert table(session) == []


def test_a_line_is_changed_and_taken_off(desk: Browser, session: Session, country: Country) -> None:
    duty = make_duty(session, country.house, "y_te", HA_NOI)
    session.commit()
    path = f"/duty/{duty.id}"
    page = desk.get(f"{path}/edit").text
    assert "Chăm sóc y tế" in page
    assert f'value="{country.house.id}" selected' in page
    answer = desk.post(f"{path}/edit", sheet(country, position="4"))
    assert (answer.status_code, answer.location) == (303, "/duty/")
    assert table(session) == [("y_te", HA_NOI, 4)]
    assert desk.post(f"{path}/remove", opened=desk.get(f"{path}/edit").text).status_code == 303
    assert table(session) == []
    assert desk.get(f"{path}/edit").status_code == 404


def test_two_who_change_the_same_line(desk: Browser, session: Session, country: Country) -> None:
    duty = make_duty(session, country.house, "y_te", HA_NOI)
    session.commit()
    path = f"/duty/{duty.id}/edit"
    opened = desk.get(path).text
    desk.post(path, sheet(country, position="4"))
    answer = desk.post(path, sheet(country, position="5"), opened=opened)
    assert answer.status_code == 200
    assert table(session) == [("y_te", HA_NOI, 4)]
    assert desk.post(path, sheet(country, position="5"), opened=answer.text).status_code == 303
    assert table(session) == [("y_te", HA_NOI, 5)]


@ONE_ENGINE
def test_the_table_says_which_lines_do_not_count(desk: Browser, session: Session, country: Country) -> None:
    make_duty(session, country.far, "y_te", HA_NOI)
    country.house.active = False
    make_duty(session, country.house, "tam_lanh", HA_NOI)
    session.commit()
    page = desk.get("/duty/").text
    assert "Ngừng hoạt động" in page
    assert "Không phục vụ toàn bộ địa bàn" in page
    assert "Trung tâm Hải Phòng" not in desk.get("/duty/?kind=tam_lanh").text
    assert "Trung tâm Hải Phòng" not in desk.get(f"/duty/?province={HAI_PHONG}").text
    assert desk.get("/duty/?kind=x&province=y&page=z").status_code == 200


@ONE_ENGINE
def test_the_table_can_be_tried(desk: Browser, session: Session, country: Country) -> None:
    make_duty(session, country.near, "tam_lanh", BA_DINH)
    session.commit()
    page = desk.get(f"/duty/asked?kind=tam_lanh&place={BA_DINH}").text
    assert page.index("Địa chỉ tin cậy Thử") < page.index("Trung tâm Hà Nội")
    assert "Được phân công cho xã, phường" in page
    assert "đây là cơ sở gần nhất" in page
    assert "Lỗi: " in desk.get("/duty/asked?kind=tam_lanh&place=Khongcodau").text


@ONE_ENGINE
@pytest.mark.parametrize("role", ["facility_worker", "police_officer"])
def test_staff_read_it_and_officers_find_no_list(
    app: Flask, session: Session, country: Country, role: str
) -> None:
    duty = make_duty(session, country.house, "y_te", HA_NOI)
    browser = signed_in(app, session, make_staff(session, country.house, role))
    expected = 200 if role == "facility_worker" else 404
    for path in ("/duty/", "/duty/asked"):
        assert browser.get(path).status_code == expected, path
    for path in ("/duty/new", f"/duty/{duty.id}/edit"):
        assert browser.get(path).status_code == 404, path
    assert f"/duty/{duty.id}" not in browser.get("/duty/").text
