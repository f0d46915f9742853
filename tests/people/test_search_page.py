"""The search page: who finds whom, and that the term stays out of addresses and logs."""

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.people.rules import PERPETRATOR
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff


def browse(app: Flask, session: Session, role: str) -> tuple[Browser, str]:
    """A facility with a survivor's case and a perpetrator of nearly the same name; a browser of that role."""
    house = make_house(session)
    worker = make_staff(session, house)
    survivor = make_person(session, worker, house.id, full_name="Đào Thị Hòa", phone="0912345678")
    make_person(session, worker, house.id, side=PERPETRATOR, full_name="Đào Thị Hoà")
    case = make_case(session, worker, survivor)
    return signed_in(app, session, make_staff(session, house, role)), case.reference


@pytest.mark.parametrize("role", ["facility_worker", "facility_supervisor"])
@pytest.mark.parametrize("typed", ["dao thi hoa", "0912 345 678", "hoa"])
def test_staff_find_the_survivors_case(app: Flask, session: Session, role: str, typed: str) -> None:
    browser, reference = browse(app, session, role)
    answer = browser.post("/search", {"text": typed})
    assert answer.status_code == 200
    assert "Đào Thị Hòa" in answer.text
    assert "Đào Thị Hoà" not in answer.text
    assert f'href="/cases/{reference}"' in answer.text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_staff_of_another_facility_find_nobody(app: Flask, session: Session) -> None:
    _browser, reference = browse(app, session, "facility_worker")
    stranger = signed_in(app, session, make_staff(session, make_house(session, "Cơ sở Hai")))
    answer = stranger.post("/search", {"text": "Đào Thị Hòa", "widely": "y"})
    assert answer.status_code == 200
    assert reference not in answer.text
    assert "govuk-summary-card" not in answer.text


@pytest.mark.parametrize("role", ["manager", "data_protection_officer", "administrator"])
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_others_have_no_search(app: Flask, session: Session, role: str) -> None:
    browser, _reference = browse(app, session, role)
    assert browser.get("/search").status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_nothing_typed_is_said_at_the_field(app: Flask, session: Session) -> None:
    browser, _reference = browse(app, session, "facility_worker")
    answer = browser.post("/search", {"text": "  "})
    assert 'href="#text"' in answer.text
    assert session.scalars(select(Entry).where(Entry.event == "people.searched")).all() == []


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_term_is_in_no_address_title_or_log(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    browser, _reference = browse(app, session, "facility_worker")
    with caplog.at_level(logging.DEBUG):
        page = browser.post("/search", {"text": "Hòa đặc biệt"}).text
    title = re.search(r"<title>([^<]*)</title>", page)
    assert title is not None
    assert "Hòa" not in title[1]
    assert not re.search(r'(href|action)="[^"]*(Hòa|H%C3)', page)
    assert "Hòa" not in caplog.text
    assert all("hòa" not in entry.facts.lower() for entry in session.scalars(select(Entry)))


def test_asking_in_the_address_is_no_search(app: Flask, session: Session) -> None:
    browser, reference = browse(app, session, "facility_worker")
    answer = browser.get("/search?text=Đào+Thị+Hòa")
    assert answer.status_code == 200
    assert reference not in answer.text


def test_the_counsellor_finds_perpetrators_and_never_a_survivor(app: Flask, session: Session) -> None:
    browser, reference = browse(app, session, "perpetrator_counsellor")
    page = browser.get("/search").text
    for typed in ("Đào Thị Hoà", "Đào Thị Hòa", "0912345678"):
        answer = browser.post("/search", {"text": typed}, opened=page)
        assert "Đào Thị Hòa" not in answer.text.partition("<section")[2]
        assert reference not in answer.text
        assert ('href="/perpetrators/' in answer.text) == (typed != "0912345678")
