"""Opening a case over HTTP, without JavaScript."""

import html
import re
from typing import Any
from unittest.mock import DEFAULT, patch
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.audit.models import Entry
from casework.cases.models import Case, Note
from casework.consent.models import Consent
from casework.crypto.models import SubjectKey
from casework.incidents.models import Incident
from casework.intake import queries
from casework.intake.models import Draft
from casework.people.models import Person
from casework.safety.models import SafeContact
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_person, make_staff
from tests.intake.conftest import SCANT, TYPED, House


def count(session: Session, model: type[Any]) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model)) or 0


def action(page: str) -> str:
    found = re.search(r'<form[^>]*action="(/cases/drafts/[^"]+)"', page)
    assert found
    return html.unescape(found[1])


def send(
    browser: Browser, typed: dict[str, Any], *, path: str | None = None, opened: str | None = None
) -> TestResponse:
    page = opened or browser.get(path or "/cases/new").text
    return browser.post(action(page), {"draft": browser.hidden(page, "draft")} | typed, opened=page)


def errors(page: str) -> dict[str, str]:
    return dict(
        re.findall(
            r'<a href="#([a-z_]+)">\s*([^<]+?)\s*</a>',
            page.partition("error-summary")[2].partition("</main>")[0][:6000],
        )
    )


def draft_id(page: str) -> UUID:
    return UUID(action(page).rpartition("/")[2])


def test_one_page_opens_a_whole_case(house: House, session: Session) -> None:
    answer = send(house.at, TYPED)
    assert answer.status_code == 303
    case = session.scalars(select(Case)).one()
    assert answer.location.endswith(f"/cases/{case.reference}")
    session.info["actor"] = house.worker
    person = session.scalars(select(Person)).one()
    assert (person.full_name, person.birth, person.citizen_number) == (
        "Đào Thị Hòa",
        "1987-03",
        "001187012345",
    )
    assert (person.phone, person.commune_code) == ("0912 345 678", "00008")
    assert (case.survivor_id, case.worker_id, case.need) == (person.id, house.worker.id, "co")
    incident = session.scalars(select(Incident)).one()
    assert (incident.acts, incident.occurred, incident.relation) == (("a", "đ"), "2026-11", "vo_chong")
    block = session.scalars(select(SafeContact)).one()
    assert (block.may_contact, block.channel, block.code_word) == ("co", "phone_call", "hoa mai")
    answers = {each.purpose: each.answer for each in session.scalars(select(Consent))}
    assert answers == {"case_work": "given", "share_police": "refused"}
    assert count(session, Draft) == 0
    overview = house.at.get(answer.location)
    assert "Đào Thị Hòa" in overview.text


def test_somebody_without_name_papers_or_consent_is_helped(house: House, session: Session) -> None:
    answer = send(house.at, SCANT)
    assert answer.status_code == 303
    assert count(session, Case) == 1
    assert count(session, Incident) == 0
    assert count(session, Consent) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"detected_on": "23/11/2026"}, "detected_on"),
        ({"detected_on": "31/2/2026"}, "detected_on"),
        ({"detected_on": ""}, "detected_on"),
        ({"commune_code": "99999"}, "commune_code"),
        ({"commune_code": ""}, "commune_code"),
        ({"citizen_number": "123"}, "citizen_number"),
        ({"phone": "không rõ"}, "phone"),
        ({"birth": "2027"}, "birth"),
        ({"birth": "hè 87"}, "birth"),
        ({"sex": ""}, "sex"),
        ({"sex": "x"}, "sex"),
        ({"may_contact": ""}, "may_contact"),
        ({"channel": ""}, "channel"),
        ({"acts": []}, "acts"),
        ({"acts": ["z"]}, "acts"),
        ({"occurred": "21/11/2026"}, "occurred"),
        ({"occurred": "12/2026"}, "occurred"),
        ({"kind": "mua_ban_tro_ve"}, "trafficking_status"),
        ({"kind": "bao_luc_gioi_khac", "acts": [], "harms": [], "narrative": ""}, "acts"),
        ({"consent_on": "1/1/2027"}, "consent_on"),
        ({"consent_case_work": "maybe"}, "consent_case_work"),
        ({"source": ""}, "source"),
        ({"need": ""}, "need"),
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    house: House, session: Session, wrong: dict[str, Any], field: str
) -> None:
    answer = send(house.at, TYPED | wrong)
    assert answer.status_code == 200
    assert field in errors(answer.text)
    assert "Bị đánh vào buổi tối." in answer.text or "narrative" in wrong
    assert "<title>Lỗi: " in answer.text
    assert (count(session, Case), count(session, Person), count(session, Draft)) == (0, 0, 1)


def test_all_errors_are_said_at_once(house: House) -> None:
    answer = send(house.at, TYPED | {"citizen_number": "1", "acts": [], "source": "", "channel": ""})
    assert {"citizen_number", "acts", "source", "channel"} <= set(errors(answer.text))


def test_errors_are_summed_up_in_the_order_of_the_page(house: House) -> None:
    wrong = {"sex": "", "may_contact": "", "consent_on": "1/1/2027", "source": "", "acts": [], "need": ""}
    assert list(errors(send(house.at, TYPED | wrong).text)) == list(wrong)


def test_other_violence_needs_no_act_of_the_law(house: House, session: Session) -> None:
    assert send(house.at, TYPED | {"kind": "bao_luc_gioi_khac", "acts": []}).status_code == 303
    assert count(session, Incident) == 1


def test_a_trafficking_return_keeps_its_status(house: House, session: Session) -> None:
    typed = SCANT | {"kind": "mua_ban_tro_ve", "trafficking_status": "being_identified"}
    assert send(house.at, typed).status_code == 303
    assert session.scalars(select(Case)).one().trafficking_status == "being_identified"


def test_a_draft_is_saved_listed_resumed_and_thrown_away(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    answer = send(
        house.at,
        {"act": "save", "full_name": "Đào Thị Hòa", "birth": "hè 87", "acts": ["a", "b"]},
        opened=page,
    )
    assert answer.location.endswith("/cases/drafts")
    listing = house.at.get("/cases/drafts").text
    key = draft_id(page)
    assert str(key) in listing
    assert "Hòa" not in listing
    again = house.at.get(f"/cases/drafts/{key}").text
    assert 'value="Đào Thị Hòa"' in again
    assert 'value="hè 87"' in again
    assert len(re.findall(r'name="acts"[^>]*checked', again)) == 2
    assert house.elsewhere.get(f"/cases/drafts/{key}").status_code == 404
    assert house.supervising.get(f"/cases/drafts/{key}").status_code == 404
    assert str(key) not in house.supervising.get("/cases/drafts").text
    opened = house.elsewhere.get("/cases/drafts").text
    for path in ("", "/save", "/discard"):
        answer = house.elsewhere.post(
            f"/cases/drafts/{key}{path}",
            {"act": "save", "full_name": "X"},
            opened=house.elsewhere.get("/cases/new").text + opened,
        )
        assert answer.status_code == 404
    assert session.get(SubjectKey, key) is not None
    assert house.at.post(f"/cases/drafts/{key}/discard", opened=listing).status_code == 303
    session.expire_all()
    assert (session.get(Draft, key), session.get(SubjectKey, key)) == (None, None)


def test_the_page_saves_itself_into_one_draft(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    for name in ("Đ", "Đào", "Đào Thị"):
        answer = house.at.post(action(page) + "/save", {"full_name": name}, opened=page)
        assert (answer.status_code, answer.data) == (204, b"")
    assert count(session, Draft) == 1
    assert 'value="Đào Thị"' in house.at.get(action(page)).text


def test_an_untouched_page_leaves_no_draft(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    assert house.at.post(action(page) + "/save", {"full_name": ""}, opened=page).status_code == 204
    assert count(session, Draft) == 0


def test_sending_twice_opens_one_case_and_a_late_save_brings_no_draft_back(
    house: House, session: Session
) -> None:
    page = house.at.get("/cases/new").text
    first = send(house.at, TYPED, opened=page)
    second = send(house.at, TYPED, opened=page)
    assert first.location == second.location
    house.at.post(action(page) + "/save", {"full_name": "Đào Thị Hòa"}, opened=page)
    assert (count(session, Case), count(session, Draft)) == (1, 0)
    assert session.get(SubjectKey, draft_id(page)) is None


def test_sending_twice_at_once_leads_to_the_one_case(house: House, session: Session) -> None:
    """The second request looked before the first had committed, and is told of the case, not of a clash."""
    page = house.at.get("/cases/new").text
    first = send(house.at, TYPED, opened=page)
    looked = queries.opened_from
    with patch.object(queries, "opened_from", side_effect=[None, *[DEFAULT] * 3], wraps=looked):
        second = send(house.at, TYPED | {"phone": "", "citizen_number": "", "birth": ""}, opened=page)
    assert (second.status_code, second.location) == (303, first.location)
    assert (count(session, Case), count(session, Person), count(session, Draft)) == (1, 1, 0)


def test_who_may_be_on_record_is_shown_first_and_may_be_chosen(house: House, session: Session) -> None:
    known = make_person(
        session, house.worker, house.facility.id, full_name="Đào Thị Hoà", birth="1987", phone="0900000000"
    )
    session.commit()
    answer = send(house.at, TYPED)
    assert answer.location.endswith("/check")
    assert "Hòa" not in answer.location
    assert count(session, Case) == 0
    page = house.at.get(answer.location).text
    assert "Đào Thị Hoà" in page
    unanswered = house.at.post(answer.location, {}, opened=page)
    assert "same_as" in errors(unanswered.text)
    done = house.at.post(answer.location, {"same_as": known.reference}, opened=page)
    assert done.status_code == 303
    session.expire_all()
    session.info["actor"] = house.worker
    case = session.scalars(select(Case)).one()
    assert case.survivor_id == known.id
    assert (known.full_name, known.phone) == ("Đào Thị Hoà", "0900000000")
    note = session.scalars(select(Note)).one()
    assert "0912 345 678" in note.body
    assert "Số 5 ngõ 7" in note.body
    entry = session.scalars(select(Entry).where(Entry.event == "case.opened")).one()
    assert entry.facts == '{"possible_duplicates":1}'
    assert (count(session, Draft), count(session, Person)) == (0, 1)


def test_a_new_person_is_never_merged(house: House, session: Session) -> None:
    make_person(session, house.worker, house.facility.id, full_name="Đào Thị Hoà", birth="1987")
    session.commit()
    answer = send(house.at, TYPED)
    page = house.at.get(answer.location).text
    assert house.at.post(answer.location, {"same_as": "new"}, opened=page).status_code == 303
    assert (count(session, Person), count(session, Note)) == (2, 0)


def test_a_reference_that_was_not_offered_is_refused(house: House, session: Session) -> None:
    make_person(session, house.worker, house.facility.id, full_name="Đào Thị Hoà", birth="1987")
    other = make_person(session, house.other_worker, house.other_facility.id, full_name="Lê Thị Mận")
    session.commit()
    answer = send(house.at, TYPED)
    page = house.at.get(answer.location).text
    again = house.at.post(answer.location, {"same_as": other.reference}, opened=page)
    assert again.status_code == 200
    assert (count(session, Case), "Mận" in again.text) == (0, False)


def test_a_match_elsewhere_is_told_to_the_supervisor_only(house: House, session: Session) -> None:
    make_person(session, house.other_worker, house.other_facility.id, full_name="Đào Thị Hoà", birth="1987")
    session.commit()
    told = send(house.supervising, TYPED)
    page = house.supervising.get(told.location).text
    assert "cơ sở khác" in page
    assert "Hoà" not in page
    assert house.supervising.post(told.location, {}, opened=page).status_code == 303
    untold = send(house.at, TYPED | {"full_name": "Đào Thị Hoà", "citizen_number": "", "phone": ""})
    assert untold.location.endswith("/check")  # the supervisor's new case is in their own house
    assert "cơ sở khác" not in house.at.get(untold.location).text


def test_what_is_odd_is_shown_and_does_not_block(house: House, session: Session) -> None:
    answer = send(house.at, TYPED | {"sex": "nam", "relation": "vo_chong_cu"})
    assert answer.location.endswith("/check")
    page = house.at.get(answer.location).text
    assert "giới tính" in page
    assert "76/2023" in page
    assert house.at.post(answer.location, {}, opened=page).status_code == 303
    assert count(session, Case) == 1


def test_known_safe_contact_is_changed_by_what_was_said_today_only(house: House, session: Session) -> None:
    send(house.at, TYPED)
    session.info["actor"] = house.worker
    known = session.scalars(select(Person)).one()
    later = send(
        house.at,
        TYPED | {"may_contact": "khong", "channel": "", "number": "", "code_word": "", "hours": "Chiều"},
    )
    page = house.at.get(later.location).text
    assert house.at.post(later.location, {"same_as": known.reference}, opened=page).status_code == 303
    session.expire_all()
    block = session.scalars(select(SafeContact)).one()
    assert (block.may_contact, block.hours, block.code_word) == ("khong", "Chiều", "hoa mai")


@pytest.mark.parametrize(
    "role", ["perpetrator_counsellor", "manager", "data_protection_officer", "administrator"]
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_other_roles_open_no_case_and_keep_no_draft(
    app: Flask, session: Session, house: House, role: str
) -> None:
    browser = signed_in(app, session, make_staff(session, house.facility, role))
    page = house.at.get("/cases/new").text
    for path in ("/cases/new", "/cases/drafts", action(page), action(page) + "/check"):
        assert browser.get(path).status_code == 404
    token = browser.hidden(browser.get("/account").text, "csrf_token")
    for path in (action(page), action(page) + "/save"):
        answer = browser.client.post(path, data=TYPED | {"csrf_token": token})
        assert answer.status_code == 404
    assert (count(session, Case), count(session, Draft)) == (0, 0)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_form_without_its_token_does_nothing(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    assert house.at.client.post(action(page), data=TYPED).status_code in {400, 403}
    assert (count(session, Case), count(session, Draft)) == (0, 0)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_worker_without_a_facility_opens_no_case(app: Flask, session: Session, house: House) -> None:
    browser = signed_in(app, session, make_staff(session, None))
    assert send(browser, TYPED).status_code == 404
    assert count(session, Person) == 0
