"""The pages of numbers, conflicts and notices."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.conflicts.models import Conflict, StaffIdentity
from casework.oversight.models import Notice
from tests.conflicts.conftest import HIS, HIS_NUMBER, File, numbers, walled
from tests.factories.browser import Browser
from tests.factories.people import make_staff

At = Callable[[Actor], Browser]
pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def test_one_records_ones_own_numbers_and_never_sees_them_again(session: Session, file: File, at: At) -> None:
    browser = at(file.colleague)
    assert "/account/numbers" in browser.get("/account").text
    assert "Chưa có số nào được ghi." in browser.get("/account/numbers").text
    answer = browser.post("/account/numbers", {"phone": HIS, "citizen_number": HIS_NUMBER})
    assert answer.status_code == 303
    session.rollback()
    page = browser.get("/account/numbers").text
    assert "22/11/2026" in page
    for typed in (HIS, HIS_NUMBER, "987654321"):
        assert typed not in page
    assert walled(session, file.colleague) == file.rows


def test_a_wrong_number_is_said_at_its_field_and_kept_as_typed(session: Session, file: File, at: At) -> None:
    browser = at(file.colleague)
    page = browser.post("/account/numbers", {"phone": "", "citizen_number": "123"})
    assert page.status_code == 200
    assert 'value="123"' in page.text
    assert 'href="#citizen_number"' in page.text
    assert session.scalars(select(StaffIdentity)).all() == []


def test_the_administrator_records_the_numbers_of_staff(session: Session, file: File, at: At) -> None:
    administrator = at(make_staff(session, None, "administrator"))
    path = f"/accounts/{file.colleague.id}"
    assert f"{path}/numbers" in administrator.get(path).text
    assert administrator.post(f"{path}/numbers", {"phone": HIS}).status_code == 303
    session.rollback()
    assert walled(session, file.colleague) == file.rows
    assert HIS not in administrator.get(f"{path}/numbers").text


def test_a_new_account_leads_on_to_its_numbers(session: Session, file: File, at: At) -> None:
    administrator = at(make_staff(session, None, "administrator"))
    made = administrator.post(
        "/accounts/new", {"username": "chi.lan", "name": "Chị Lan", "role": "manager", "facility_id": ""}
    )
    assert made.status_code == 200
    assert "/numbers" in made.text


def test_the_officer_reads_and_settles_a_notice_by_keys(session: Session, file: File, at: At) -> None:
    numbers(session, file.worker, HIS)
    officer = at(file.officer)
    page = officer.get("/oversight/notices").text
    assert "Nhân viên có số trùng" in page
    assert "cần người phụ trách khác" in page
    assert str(file.case.id) in page
    assert "case_file" not in page
    for secret in (file.case.reference, "Đào Thị Hòa", "Trần Văn Bình", "987654321"):
        assert secret not in page
    for notice_id in session.scalars(select(Notice.id)).all():
        session.rollback()
        answer = officer.post(
            f"/oversight/notices/{notice_id}/settle", opened=officer.get("/oversight/notices").text
        )
        assert answer.status_code == 303
    assert "Không có việc nào" in officer.get("/oversight/notices").text
    assert str(file.case.id) in officer.get("/oversight/notices?settled=1").text


def test_the_officer_dismisses_a_conflict(session: Session, file: File, at: At) -> None:
    numbers(session, file.colleague, HIS)
    officer, conflict = at(file.officer), session.scalars(select(Conflict.id)).one()
    session.rollback()
    listing = officer.get("/oversight/conflicts").text
    assert "Là người bị cho là có hành vi bạo lực" in listing
    assert "Số điện thoại" in listing
    path = f"/oversight/conflicts/{conflict}/dismiss"
    assert officer.post(path, opened=listing).status_code == 303
    assert "Đã bác bỏ ngày 22/11/2026" in officer.get("/oversight/conflicts").text
    assert walled(session, file.colleague) == set()
