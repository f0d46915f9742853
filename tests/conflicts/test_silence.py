"""Whoever types her own number into a record is walled off from it, and nothing on her screen says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import clock
from casework.access import Actor
from casework.access.models import Wall
from casework.cases.models import Case
from casework.conflicts.models import Conflict
from casework.conflicts.operations import dismiss
from casework.db import uuid7
from casework.perpetrators.models import CasePerpetrator
from casework.referrals.models import Referral
from casework.relatives.models import Relative
from casework.safety.models import SafeContact
from tests.conflicts.conftest import HERS, File, notices, numbers, walled
from tests.exchange.books import Book
from tests.exchange.test_pages import send as send_workbook
from tests.exchange.test_pages import wait
from tests.factories.answers import ANSWERS
from tests.factories.browser import Browser
from tests.factories.cases import FACTS
from tests.factories.partners import make_agency, make_duty, make_officer
from tests.factories.people import make_staff
from tests.factories.referrals import PERSON, make_accepted
from tests.house.test_routes import plain
from tests.outbound.test_pages import filled
from tests.referrals.test_opening import FACTS as OPENING

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
OWN, OTHER = "0966 123 123", "0966 123 124"
At = Callable[[Actor], Browser]


@dataclass(frozen=True)
class Form:
    """A form as somebody of a role sends it; ``list`` is where a wall leads her, ``record`` what it closes."""

    role: str
    path: str
    typed: dict[str, Any]
    number: str = "phone"
    list: str = "/cases"
    record: str = "/cases/{case}"

    def address(self, file: File, text: str = "") -> str:
        return (text or self.path).format(
            case=file.case.reference, perpetrator=file.perpetrator.reference, brother=file.brother.id
        )


HER: dict[str, Any] = {"full_name": "Đào Thị Hòa", "sex": "nu"}
HIM: dict[str, Any] = {"full_name": "Lý Văn Tám", "sex": "nam"}
KIN: dict[str, Any] = {
    "name": "Đào Văn Bắc",
    "relation": "anh_chi_em",
    "lives_with": "khong",
    "may_know": "co",
}
CONTACT: dict[str, Any] = {"may_contact": "co", "channel": "phone_call", "voicemail": "khong"}
FORMS = {
    "survivor": Form("worker", "/cases/{case}/survivor", HER),
    "relative": Form("worker", "/cases/{case}/relatives/new", KIN),
    "relative changed": Form("worker", "/cases/{case}/relatives/{brother}", KIN),
    "safe contact": Form("worker", "/cases/{case}/safe-contact", CONTACT, number="number"),
    "perpetrator": Form("worker", "/cases/{case}/people/new", HIM),
    "supervisor": Form("supervisor", "/cases/{case}/relatives/new", KIN),
    "perpetrator changed": Form(
        "counsellor",
        "/perpetrators/{perpetrator}/edit",
        {"full_name": "Trần Văn Bình", "sex": "nam"},
        list="/perpetrators",
        record="/perpetrators/{perpetrator}",
    ),
}


def actor_of(session: Session, file: File, role: str) -> Actor:
    if role == "counsellor":
        return make_staff(session, file.house, "perpetrator_counsellor")
    return {"worker": file.worker, "supervisor": file.supervisor}[role]


def shape(answer: TestResponse) -> tuple[int, list[str], str]:
    """What can be seen of an answer but for where it leads."""
    return answer.status_code, sorted(answer.headers.keys()), answer.text.replace(str(answer.location), "…")


def arrives(browser: Browser, answer: TestResponse, notice: str = "") -> str:
    """The page to which it leads: one that opens, with the notice of a save."""
    page = browser.get(str(answer.location))
    assert page.status_code == 200
    assert 'class="govuk-notification-banner' in page.text
    assert notice in page.text
    return page.text


def same_as_any_missing_page(browser: Browser, path: str) -> None:
    closed, missing = browser.get(path), browser.get("/cases/ZZZZZZZZZZ")
    assert closed.status_code == missing.status_code == 404
    assert plain(closed.text, path) == plain(missing.text, "/cases/ZZZZZZZZZZ")


@pytest.mark.parametrize("name", FORMS)
def test_the_save_that_walls_her_off_looks_like_any_other(
    session: Session, file: File, at: At, name: str
) -> None:
    # given
    form = FORMS[name]
    actor = actor_of(session, file, form.role)
    numbers(session, actor, OWN)
    browser, path = at(actor), form.address(file)
    ordinary = browser.post(path, form.typed | {form.number: OTHER})
    said = browser.get(str(ordinary.location)).text
    notice = said.partition('govuk-notification-banner__heading">')[2].partition("<")[0].strip()
    assert notice
    # when
    answer = browser.post(path, form.typed | {form.number: OWN})
    # then
    assert shape(answer) == shape(ordinary)
    assert answer.location == form.list != ordinary.location
    page = arrives(browser, answer, notice)
    assert file.case.reference not in page
    same_as_any_missing_page(browser, form.address(file, form.record))
    session.rollback()
    assert file.case.id in walled(session, actor)
    assert "conflict.found" in {kind for kind, user_id, _ in notices(session) if user_id == actor.id}
    colleague = at(file.colleague)
    assert colleague.get(file.path).status_code == 200
    assert file.case.reference in colleague.get("/cases").text


def test_nothing_of_what_she_saved_is_lost(session: Session, file: File, at: At) -> None:
    numbers(session, file.worker, OWN)
    at(file.worker).post(f"{file.path}/relatives/new", KIN | {"name": "Đào Văn Út", "phone": OWN})
    at(file.colleague).post(f"{file.path}/safe-contact", CONTACT | {"number": OTHER})
    session.info["actor"] = file.colleague
    assert {one.name for one in session.scalars(select(Relative))} == {"Đào Văn Bắc", "Đào Văn Út"}
    assert session.scalars(select(SafeContact)).one().number == OTHER
    session.commit()
    assert "Đào Văn Út" in at(file.colleague).get(f"{file.path}/people").text


INTAKE = {
    "full_name": "Lê Thị Sen",
    "sex": "nu",
    "kind": FACTS["kind"],
    "detected_on": "05/03/2026",
    "commune_code": FACTS["commune_code"],
    "source": FACTS["source"],
    "need": FACTS["need"],
    "acts": ["a"],
    "harms": ["the_chat"],
    "relation": "vo_chong",
    "may_contact": "khong",
    "agreed": "given",
}


def test_whoever_opens_a_case_of_her_own_family_is_led_to_the_list_both_times_she_presses(
    session: Session, file: File, at: At
) -> None:
    numbers(session, file.colleague, OWN)
    browser = at(file.colleague)
    opened = browser.get("/cases/new").text
    ordinary = browser.post(f"/cases/drafts/{uuid7()}", INTAKE | {"phone": OTHER}, opened=opened)
    key = uuid7()
    answers = [
        browser.post(f"/cases/drafts/{key}", INTAKE | {"phone": OWN}, opened=opened) for _press in range(2)
    ]
    assert shape(answers[0]) == shape(ordinary)
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/cases")] * 2
    assert browser.post(f"/cases/drafts/{key}/check", {}, opened=opened).location == "/cases"
    page = arrives(browser, answers[0], "Đã lập vụ việc.")
    case = session.scalars(select(Case).where(Case.id == key)).one()
    assert case.worker_id == file.colleague.id
    assert case.reference not in page
    same_as_any_missing_page(browser, f"/cases/{case.reference}")
    assert ("conflict.worker", file.colleague.id, "") in notices(session)
    assert at(file.worker).get(f"/cases/{case.reference}").status_code == 200


def test_an_officer_who_names_herself_keeps_her_receipt(app: Flask, session: Session, at: At) -> None:
    facility = make_agency(session, "co_so_tgxh", "Trung tâm Ánh Dương")
    make_duty(session, facility, "tam_lanh", "00004")
    officer = make_officer(session)
    session.commit()
    numbers(session, officer, OWN)
    browser = at(officer)
    path = str(browser.get("/refer/new").location).rpartition("/")[0]
    for step, typed in {**ANSWERS, "facility": {"receiver": str(facility.id)}}.items():
        told = typed | ({"perpetrator_phone": OWN} if step == "incident" else {})
        assert browser.post(f"{path}/{step}", told).status_code == 303, step
    answer = browser.post(f"{path}/check")
    referral = session.scalars(select(Referral)).one()
    session.rollback()
    assert answer.location == f"/refer/sent/{referral.reference}/receipt"
    assert browser.get(answer.location).status_code == 200
    assert referral.id in walled(session, officer)
    assert browser.get(f"/refer/sent/{referral.reference}").status_code == 404


def dismissed(session: Session, file: File, actor: Actor) -> None:
    """The officer takes the match for a mistake; of another record the same number closes again."""
    session.info["actor"] = file.officer
    for one in session.scalars(select(Conflict)).all():
        dismiss(session, file.officer, one.id, clock.now())
    session.commit()
    assert walled(session, actor) == set()


def test_opening_the_case_of_a_referral(session: Session, file: File, at: At) -> None:
    officer = make_officer(session)
    session.info["actor"] = officer
    referral = make_accepted(session, officer, file.house, file.worker, person=PERSON | {"phone": OWN})
    session.commit()
    numbers(session, file.worker, OWN)
    dismissed(session, file, file.worker)
    browser, path = at(file.worker), f"/referrals/{referral.reference}"
    answer = browser.post(f"{path}/case", OPENING)
    assert (answer.status_code, answer.location) == (303, "/referrals")
    arrives(browser, answer)
    session.rollback()
    case = session.scalars(select(Case).where(Case.id != file.case.id)).one()
    assert {case.id, referral.id} <= walled(session, file.worker)
    for closed in (path, f"/cases/{case.reference}"):
        same_as_any_missing_page(browser, closed)
    assert at(file.colleague).get(f"/cases/{case.reference}").status_code == 200


def test_sending_a_referral_out_of_a_case(session: Session, file: File, at: At) -> None:
    other = make_agency(session, "co_so_tgxh", "Cơ sở Hai")
    session.commit()
    at(file.colleague).post(f"{file.path}/safe-contact", CONTACT | {"number": OTHER})
    numbers(session, file.worker, HERS)
    dismissed(session, file, file.worker)
    browser, base = at(file.worker), f"{file.path}/referrals"
    path = str(browser.get(f"{base}/new").location).rpartition("/")[0]
    browser.post(f"{path}/need", {"services": ["tam_lanh"], "commune_code": "00004"})
    assert browser.post(f"{path}/whom", {"receiver": str(other.id)}).status_code == 303
    page = browser.get(f"{path}/tell").text
    danger = {
        "ground": "danger_to_life",
        "legal_ground": "protect_life",
        "tell_person": ["full_name", "phone"],
    }
    answer = browser.post(f"{path}/tell", filled(page, **danger), opened=page)
    session.rollback()
    referral = session.scalars(select(Referral)).one()
    assert {file.case.id, referral.id} <= walled(session, file.worker)
    assert (answer.status_code, answer.location) == (303, "/cases")
    arrives(browser, answer)
    same_as_any_missing_page(browser, file.path)


@pytest.mark.parametrize("by_administrator", [False, True])
def test_ones_own_numbers_lead_back_to_ones_own_account(
    session: Session, file: File, at: At, by_administrator: bool
) -> None:
    actor = make_staff(session, None, "administrator") if by_administrator else file.worker
    browser = at(actor)
    path = f"/accounts/{actor.id}/numbers" if by_administrator else "/account/numbers"
    ordinary = browser.post(path, {"phone": OTHER})
    answer = browser.post(path, {"phone": HERS})
    assert (shape(answer), answer.location) == (shape(ordinary), ordinary.location)
    assert walled(session, actor) == file.rows
    arrives(browser, answer, "Đã ghi nhận số.")


def test_a_ledger_that_names_whoever_brings_it_in(session: Session, file: File, at: At) -> None:
    numbers(session, file.supervisor, "0987654329")
    browser = at(file.supervisor)
    answer = send_workbook(browser, Book().put("Người", "Điện thoại", "0987654329", row=1).made())
    assert answer.location.startswith("/ledger/")
    wait()
    assert "Đã lưu" in browser.get(answer.location).text
    assert len(walled(session, file.supervisor)) >= 2


def test_a_wall_that_stood_before_leads_nobody_anywhere(session: Session, file: File, at: At) -> None:
    """Pages that go on to any address of ours must not tell which of them a wall stands before."""
    numbers(session, file.colleague, HERS)
    browser = at(file.colleague)
    for path in (file.path, "/cases/ZZZZZZZZZZ"):
        answer = browser.post(
            "/language", {"language": "vi", "next": path}, opened=browser.get("/account").text
        )
        assert answer.location == path
    saved = browser.post("/account/numbers", {"phone": OTHER})
    assert saved.location == "/account"


def test_somebody_elses_wall_leads_nobody_away(session: Session, file: File, at: At) -> None:
    numbers(session, file.colleague, OWN)
    answer = at(file.worker).post(f"{file.path}/relatives/new", KIN | {"phone": OWN})
    assert answer.location == f"{file.path}/people"
    session.rollback()
    assert file.case.id in walled(session, file.colleague)
    assert session.scalars(select(Wall).where(Wall.user_id == file.worker.id)).all() == []
    assert len(session.scalars(select(CasePerpetrator)).all()) == 1
