"""The pages of a case file, over HTTP."""

import html

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.cases.models import Case, Note
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.desk import Desk
from tests.factories.people import make_house, make_staff

FACTS = {
    "kind": "bao_luc_gia_dinh",
    "detected_on": "5/3/2026",
    "commune_code": "00004",
    "source": "cong_an",
    "need": "co",
}
PAGES = (
    *("", "/edit", "/move", "/history", "/survivor"),
    *("/notes", "/notes/new", "/incidents", "/consent", "/safe-contact"),
)
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def fresh(session: Session, desk: Desk) -> Case:
    session.expire_all()
    return session.get_one(Case, desk.case.id)


def test_staff_of_the_facility_open_each_page_and_others_see_what_is_missing(desk: Desk) -> None:
    for page in PAGES:
        assert desk.at.get(desk.path + page).status_code == 200, page
        assert desk.supervising.get(desk.path + page).status_code == 200, page
        foreign, missing = (
            desk.elsewhere.get(desk.path + page),
            desk.elsewhere.get("/cases/0000000000" + page),
        )
        assert foreign.status_code == missing.status_code == 404, page
        assert foreign.text.replace(desk.case.reference, "") == missing.text.replace("0000000000", ""), page


@ONE_ENGINE
def test_every_part_of_the_file_lies_under_cases_in_the_menu(desk: Desk) -> None:
    current = 'href="/cases" aria-current="true"'
    for page in (*PAGES, "/services/", "/services/new", "/people", "/people/new", "/incidents/new"):
        assert current in desk.at.get(desk.path + page).text, page
    assert 'href="/cases/new" aria-current="page"' in desk.at.get("/cases/new").text
    assert current not in desk.at.get("/cases/new").text
    assert 'aria-current="' not in desk.elsewhere.get(f"{desk.path}/services/").text


@ONE_ENGINE
def test_another_facility_cannot_send_a_form_either(desk: Desk, session: Session) -> None:
    opened = desk.elsewhere.get("/cases").text
    typed = FACTS | {"body": "x", "to": "assessing", "may_contact": "co"}
    for page in ("/edit", "/move", "/notes/new", "/survivor", "/safe-contact", "/number", "/assign"):
        assert desk.elsewhere.post(desk.path + page, typed, opened=opened).status_code == 404, page
    assert fresh(session, desk).version == 1


@ONE_ENGINE
def test_other_roles_find_neither_list_nor_file(app: Flask, session: Session, desk: Desk) -> None:
    house = make_house(session, "Cơ sở Ba")
    for role in ("perpetrator_counsellor", "manager", "data_protection_officer", "administrator"):
        browser = signed_in(app, session, make_staff(session, house, role))
        for path in ("/cases", desk.path, f"{desk.path}/history", f"{desk.path}/incidents"):
            assert browser.get(path).status_code == 404, role


def test_the_list_shows_names_but_its_address_never_does(desk: Desk) -> None:
    page = desk.at.get("/cases?worker=mine&status=engaged&detected_from=1/3/2026")
    assert page.status_code == 200
    assert "Đào Thị Hòa" in page.text
    assert desk.path in page.text
    assert "Đào Thị Hòa" not in desk.at.get("/cases?worker=unassigned").text
    assert "Đào Thị Hòa" not in desk.elsewhere.get("/cases").text


@ONE_ENGINE
def test_a_filter_that_cannot_be_read_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.at.get("/cases?detected_from=35/3/2026&worker=nobody-we-know").text
    assert 'value="35/3/2026"' in page
    assert "govuk-error-message" in page


@ONE_ENGINE
def test_overview_shows_the_person_without_any_number(desk: Desk) -> None:
    page = desk.at.get(desk.path).text
    assert "Đào Thị Hòa" in page
    assert "0912345678" not in page
    assert "Số 5 ngõ 7" not in page
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Hòa" not in title
    assert desk.case.reference not in title


def test_facts_are_changed_and_the_history_tells_what_they_were(desk: Desk, session: Session) -> None:
    answer = desk.at.post(f"{desk.path}/edit", FACTS | {"need": "khong", "commune_code": "12391"})
    assert answer.status_code == 303
    case = fresh(session, desk)
    assert (case.need, case.province_code, case.version) == ("khong", "33", 2)
    history = html.unescape(desk.at.get(f"{desk.path}/history").text)
    assert "Nhu cầu hỗ trợ: Có" in history
    assert "Nhân viên Thử" in history


@ONE_ENGINE
def test_a_wrong_fact_is_said_at_its_field_and_nothing_typed_is_lost(desk: Desk, session: Session) -> None:
    page = desk.at.post(f"{desk.path}/edit", FACTS | {"detected_on": "5/3/2027", "need": "khong"})
    assert page.status_code == 200
    assert 'value="5/3/2027"' in page.text
    assert 'id="detected_on-error"' in page.text
    assert fresh(session, desk).need == "co"


def test_the_second_editor_sees_the_change_loses_nothing_and_may_go_on(desk: Desk, session: Session) -> None:
    opened = desk.at.get(f"{desk.path}/edit").text
    assert desk.supervising.post(f"{desk.path}/edit", FACTS | {"source": "y_te"}).status_code == 303
    shown = desk.at.post(f"{desk.path}/edit", FACTS | {"need": "chua_ro"}, opened=opened)
    assert shown.status_code == 200
    assert "Cơ sở y tế" in html.unescape(shown.text) or "Y tế" in html.unescape(shown.text)
    assert fresh(session, desk).need == "co"
    again = desk.at.post(
        f"{desk.path}/edit", FACTS | {"need": "chua_ro", "source": "y_te"}, opened=shown.text
    )
    assert again.status_code == 303
    case = fresh(session, desk)
    assert (case.need, case.source, case.version) == ("chua_ro", "y_te", 3)


@ONE_ENGINE
def test_moving_offers_only_the_steps_beside(desk: Desk, session: Session) -> None:
    page = desk.at.get(f"{desk.path}/move").text
    assert 'value="assessing"' in page
    assert 'value="planning"' not in page
    assert desk.at.post(f"{desk.path}/move", {"to": "planning"}).status_code == 200
    assert desk.at.post(f"{desk.path}/move", {"to": "assessing"}).status_code == 303
    assert fresh(session, desk).status == "assessing"


def test_two_people_move_a_case_and_the_second_is_told(desk: Desk, session: Session) -> None:
    opened = desk.at.get(f"{desk.path}/move").text
    desk.supervising.post(f"{desk.path}/move", {"to": "assessing"})
    shown = desk.at.post(f"{desk.path}/move", {"to": "assessing"}, opened=opened)
    assert shown.status_code == 200
    assert fresh(session, desk).status == "assessing"
    assert 'value="planning"' in shown.text


def test_the_supervisor_hands_over_and_the_worker_cannot(desk: Desk, session: Session) -> None:
    assert desk.at.get(f"{desk.path}/assign").status_code == 404
    answer = desk.supervising.post(f"{desk.path}/assign", {"worker": str(desk.supervisor.id)})
    assert answer.status_code == 303
    assert fresh(session, desk).worker_id == desk.supervisor.id
    wrong = desk.supervising.post(f"{desk.path}/assign", {"worker": str(desk.case.id)})
    assert wrong.status_code == 200
    assert 'id="worker-error"' in wrong.text


def test_notes_are_written_and_changed_by_their_writer(desk: Desk, session: Session) -> None:
    assert desk.at.post(f"{desk.path}/notes/new", {"body": "Gặp lần một"}).status_code == 303
    note = session.scalars(select(Note)).one()
    path = f"{desk.path}/notes/{note.id}"
    assert desk.at.post(path, {"body": "Gặp lần hai"}).status_code == 303
    assert "Gặp lần hai" in desk.supervising.get(f"{desk.path}/notes").text
    assert "Gặp lần một" in desk.supervising.get(f"{desk.path}/history").text
    refused = desk.supervising.post(path, {"body": "Lời người khác"})
    assert refused.status_code == 200
    assert "Lời người khác" in refused.text
    assert "Lời người khác" not in desk.at.get(f"{desk.path}/notes").text


@ONE_ENGINE
def test_a_note_of_another_case_is_not_found_here(desk: Desk, session: Session) -> None:
    desk.at.post(f"{desk.path}/notes/new", {"body": "Gặp lần một"})
    note = session.scalars(select(Note)).one()
    other = make_case(session, desk.worker)
    session.commit()
    assert desk.at.get(f"/cases/{other.reference}/notes/{note.id}").status_code == 404


def test_the_person_is_changed_and_a_second_editor_loses_nothing(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/survivor"
    typed = {"full_name": "Đào Thị Hoa", "sex": "nu", "phone": "0912345678"}
    opened = desk.at.get(path).text
    assert desk.supervising.post(path, typed).status_code == 303
    shown = desk.at.post(path, typed | {"full_name": "Đào Thị Huệ"}, opened=opened)
    assert shown.status_code == 200
    assert 'value="Đào Thị Huệ"' in shown.text
    assert "Đào Thị Hoa" in shown.text
    assert desk.at.post(path, typed | {"full_name": "Đào Thị Huệ"}, opened=shown.text).status_code == 303
    assert "Đào Thị Huệ" in desk.at.get("/cases").text
    history = desk.at.get(f"{desk.path}/history").text
    assert "Đào Thị Hòa" in history
    assert "Số 5 ngõ 7" not in history


def test_opening_a_file_is_told_to_the_log_by_subject_never_by_name(desk: Desk, session: Session) -> None:
    desk.at.get(desk.path)
    told = session.scalars(select(Entry).where(Entry.event == "sealed.opened")).all()
    assert [entry.actor_id for entry in told if desk.case.survivor_id.hex in entry.facts] == [desk.worker.id]
    assert not any("Hòa" in entry.facts for entry in told)
