"""The log as the data-protection officer reads it."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_staff

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    """A case whose file has been opened once, and another case."""
    made = make_desk(app, session)
    make_case(session, made.worker)
    session.commit()
    made.at.get(made.path)
    return made


@pytest.fixture
def officer(app: Flask, session: Session, desk: Desk) -> Browser:
    """The officer's browser."""
    return signed_in(app, session, make_staff(session, None, "data_protection_officer"))


def rows(page: str) -> list[str]:
    return re.findall(r'<tr class="govuk-table__row"[^>]*>(.*?)</tr>', page.partition("<tbody")[2], re.DOTALL)


def test_the_officer_reads_who_opened_whose_data_and_never_a_value(officer: Browser, desk: Desk) -> None:
    page = officer.get("/log/").text
    opened = next(row for row in rows(page) if "Mở dữ liệu" in row)
    assert "Người có trong hồ sơ (" in opened
    assert "Họ và tên" in opened
    assert "full_name" not in opened
    assert str(desk.case.survivor_id) in opened
    for value in ("Đào", "Hòa", "0912345678", "Số 5 ngõ 7"):
        assert value not in page


@ONE_ENGINE
def test_the_log_speaks_the_language_of_the_page(officer: Browser, desk: Desk) -> None:
    desk.at.post(f"{desk.path}/move", {"to": "assessing"})
    page = officer.get("/log/").text
    moved = next(row for row in rows(page) if "Đổi bước" in row)
    assert re.search(r">Vụ việc\s*<", moved)
    assert "từ: Tiếp nhận · đến: Đang đánh giá" in moved
    opened = next(row for row in rows(page) if "Mở dữ liệu" in row)
    assert "trường: " in opened
    assert "khóa: " in opened
    assert not re.search(r"case_file|user_session|subjects|cut_off", page.partition("<tbody")[2])


@ONE_ENGINE
def test_the_newest_entry_stands_first(officer: Browser) -> None:
    numbers = re.findall(r"--numeric\">(\d+)<", officer.get("/log/").text)
    assert numbers == sorted(numbers, key=int, reverse=True)
    assert len(numbers) > 3


@ONE_ENGINE
@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"event": "case.opened"}, True),
        ({"event": "note.written"}, False),
        ({"since": "22/11/2026", "until": "22/11/2026"}, True),
        ({"since": "23/11/2026"}, False),
        ({"until": "21/11/2026"}, False),
        ({"subject": "not a key"}, False),
        ({"actor": "00000000-0000-0000-0000-000000000000"}, False),
        ({"event": "no.such.event"}, False),
        ({"since": "31/02/2026"}, True),
    ],
)
def test_the_log_is_narrowed(officer: Browser, query: dict[str, str], finds: bool) -> None:
    answer = officer.client.get("/log/", query_string=query)
    assert answer.status_code == 200
    assert bool(rows(answer.text)) is finds


def test_what_happened_with_one_person_is_found_by_her_key(
    officer: Browser, desk: Desk, session: Session
) -> None:
    page = officer.client.get("/log/", query_string={"subject": str(desk.case.survivor_id)}).text
    whole = len(session.scalars(select(Entry)).all())
    assert 3 <= len(rows(page)) < whole


def test_the_officer_verifies_a_sound_log(officer: Browser, session: Session) -> None:
    answer = officer.post("/log/verify", opened=officer.get("/log/").text)
    assert answer.status_code == 303
    assert "nguyên vẹn" in officer.get("/log/").text
    told = session.scalars(select(Entry).where(Entry.event == "audit.verified")).one()
    assert '"sound":true' in told.facts


def test_a_broken_log_is_said_with_its_first_bad_entry(officer: Browser, session: Session) -> None:
    session.execute(text("UPDATE audit_entry SET facts = '{}' WHERE position = 1"))
    session.commit()
    answer = officer.post("/log/verify", opened=officer.get("/log/").text)
    assert answer.status_code == 200
    assert "số 1." in answer.text
    told = session.scalars(select(Entry).where(Entry.event == "audit.verified")).one()
    assert '"sound":false' in told.facts


@ONE_ENGINE
@pytest.mark.parametrize(
    "role",
    ["facility_worker", "facility_supervisor", "perpetrator_counsellor", "manager", "administrator"],
)
def test_the_log_is_the_officers_alone(app: Flask, session: Session, desk: Desk, role: str) -> None:
    browser = signed_in(app, session, make_staff(session, None, role))
    assert browser.get("/log/").status_code == 404
    assert browser.post("/log/verify", opened=browser.get("/account").text).status_code == 404
