"""The officer's questions over HTTP, without JavaScript: kept after each, sent once."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.models import Entry
from casework.crypto.models import SubjectKey
from casework.intake.models import Draft
from casework.partners.steps import STEPS
from casework.referrals.models import Referral, ReferralPerson
from tests.factories.answers import ANSWERS
from tests.factories.browser import signed_in
from tests.factories.partners import make_agency, make_officer
from tests.factories.people import make_house, make_staff
from tests.intake.test_expiry import run_out
from tests.intake.test_pages import count, errors
from tests.partners.conftest import DANGER, Station, draft_id

HER = ("Đào Thị Hòa", "0987 654 321", "0912 345 678", "001187012345", "Bị đánh vào buổi tối.", "Số 5 ngõ 7")


def test_eight_questions_make_one_referral(station: Station, session: Session) -> None:
    # given
    path = station.begin()
    # when
    for at, step in enumerate(ANSWERS):
        answer = station.answer(path, step)
        assert answer.location == f"{path}/{STEPS[at + 1]}"
    offered = station.at.get(f"{path}/facility").text
    assert station.answer(path, "facility").location == f"{path}/check"
    shown = station.at.get(f"{path}/check").text
    sent = station.at.post(f"{path}/check")
    # then
    assert offered.index("Ánh Dương") < offered.index("Nhà Bình Yên")
    assert re.search(rf'value="{station.first.id}"[^>]*checked', offered)
    assert "Ba Đình" not in offered
    for said in ("Đào Thị Hòa", "0987 654 321", "hoa mai", "tiếng Mông", "Trung tâm Ánh Dương"):
        assert said in shown
    assert sent.status_code == 303
    assert sent.location.endswith("/receipt")
    referral = session.scalars(select(Referral)).one()
    session.info["actor"] = station.officer
    assert referral.id == draft_id(path)
    assert (referral.receiver_id, referral.sender_id) == (station.first.id, station.agency.id)
    assert (referral.risk, referral.ground, referral.commune_code) == ("high", "consent", "00004")
    assert referral.services == ("tam_lanh", "y_te")
    assert referral.envelope["age_band"] == "18_59"
    assert referral.envelope["contact_window"] == "Buổi sáng"
    part = session.scalars(select(ReferralPerson)).one()
    assert (part.body["full_name"], part.body["code_word"]) == ("Đào Thị Hòa", "hoa mai")
    assert part.body["confirmed_on"] == "2026-11-21"
    assert "full_name" not in referral.envelope
    receipt = station.at.get(sent.location).text
    assert f"<br><strong>{referral.receipt}</strong>" in receipt
    assert "22/11/2026 14:00" in receipt  # read within four hours
    assert not any(word in receipt for word in HER)
    assert (session.get(Draft, referral.id), session.get(SubjectKey, referral.id)) == (None, None)


def test_sending_twice_makes_one_referral(station: Station, session: Session) -> None:
    path = station.begin()
    station.answer_all(path)
    page = station.at.get(f"{path}/check").text
    answers = [station.at.post(f"{path}/check", opened=page) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert count(session, Referral) == 1
    for late in ("person", "facility", "check"):
        assert station.at.get(f"{path}/{late}").location == answers[0].location
    assert station.at.post(f"{path}/person/save", ANSWERS["person"], opened=page).status_code == 204
    assert station.answer(path, "person").location == answers[0].location
    assert (count(session, Draft), count(session, Referral)) == (0, 1)


def test_back_and_forth_loses_nothing(station: Station) -> None:
    # given
    path = station.begin()
    station.answer(path, "safe-contact")
    # when: half an answer, then back, with whatever is typed
    back = station.answer(path, "need", {"services": ["y_te"], "commune_code": "Xã Nào"}, act="back")
    # then
    assert back.location == f"{path}/safe-contact"
    assert 'value="hoa mai"' in station.at.get(back.location).text
    assert station.answer(path, "safe-contact").location == f"{path}/need"
    again = station.at.get(f"{path}/need").text
    assert 'value="Xã Nào"' in again
    assert re.search(r'value="y_te"[^>]*checked', again)


def test_an_earlier_answer_can_be_changed_and_leads_back_to_the_check(station: Station) -> None:
    path = station.begin()
    station.answer_all(path)
    changed = station.answer(path, "person", ANSWERS["person"] | {"full_name": "Lò Thị Mai"})
    assert changed.location == f"{path}/check"
    shown = station.at.get(f"{path}/check").text
    assert "Lò Thị Mai" in shown
    assert "Đào Thị Hòa" not in shown
    # a facility that isn't on duty for the new need has to be chosen anew
    moved = station.answer(path, "need", {"services": ["tam_lanh"], "commune_code": "00004"})
    assert moved.location == f"{path}/check"
    station.at.post(f"{path}/facility", {"receiver": str(station.second.id)})


def test_what_is_wrong_is_said_at_its_field_and_kept(station: Station, session: Session) -> None:
    path = station.begin()
    wrong: dict[str, tuple[dict[str, object], str]] = {
        "safe-contact": ({"may_contact": "co", "channel": "", "hours": "Chiều"}, "channel"),
        "need": ({"services": [], "commune_code": "00004"}, "services"),
        "risk": ({"risk_signs": ["strangulation"], "risk": "medium"}, "risk"),
        "ground": ({"ground": "danger_to_life"}, "legal_ground"),
        "person": ({"sex": "nu", "citizen_number": "12", "full_name": "Đào"}, "citizen_number"),
        "incident": ({"perpetrator_citizen_number": "12", "acts": ["a"]}, "perpetrator_citizen_number"),
        "access": ({"access_needs": "gọi 0912 345 678"}, "access_needs"),
        "facility": ({"receiver": "x"}, "receiver"),
    }
    for step, (typed, field) in wrong.items():
        answer = station.at.post(f"{path}/{step}", typed)
        assert answer.status_code == 200, step
        assert field in errors(answer.text), step
        assert "<title>Lỗi: " in answer.text
    assert 'value="Chiều"' in station.at.get(f"{path}/safe-contact").text
    assert 'value="Đào"' in station.at.get(f"{path}/person").text
    assert station.at.get(f"{path}/check").location == f"{path}/safe-contact"
    assert station.at.post(f"{path}/check").location == f"{path}/safe-contact"
    assert count(session, Referral) == 0


def test_nothing_is_kept_before_anything_is_typed(station: Station, session: Session) -> None:
    path = station.begin()
    assert station.at.get(f"{path}/safe-contact").status_code == 200
    assert station.at.get(f"{path}/person").status_code == 404
    assert station.answer(path, "safe-contact", {"may_contact": ""}, act="save").location == "/refer/"
    assert count(session, Draft) == 0


def test_a_draft_is_listed_by_its_time_and_can_be_thrown_away(station: Station, session: Session) -> None:
    # given
    path = station.begin()
    station.answer(path, "safe-contact")
    assert station.answer(path, "person", act="save").location == "/refer/"
    # then
    page = station.at.get("/refer/").text
    assert f"{path}/check" in page
    assert "22/11/2026" in page
    assert not any(word in page for word in HER)
    assert path not in station.colleague.get("/refer/").text
    assert station.at.get(f"{path}/check").location == f"{path}/need"
    # when
    assert station.at.post(f"{path}/discard", opened=page).status_code == 303
    assert (count(session, Draft), session.get(SubjectKey, draft_id(path))) == (0, None)


def test_nobody_else_reads_or_writes_a_draft(station: Station, session: Session) -> None:
    path = station.begin()
    station.answer_all(path)
    for browser in (station.colleague, station.stranger):
        for page in (*STEPS, "check"):
            assert browser.get(f"{path}/{page}").status_code == 404
        own = browser.get("/refer/").text
        for page in (*STEPS, "person/save", "check", "discard"):
            assert browser.post(f"{path}/{page}", ANSWERS["person"], opened=own).status_code == 404
    assert 'value="Đào Thị Hòa"' in station.at.get(f"{path}/person").text
    assert count(session, Referral) == 0


@pytest.mark.parametrize("save", ["", "/save"])
def test_an_answer_sent_after_the_session_ran_out_is_found_again(
    app: Flask, station: Station, session: Session, save: str
) -> None:
    # given
    path = station.begin()
    station.answer(path, "safe-contact")
    page = station.at.get(f"{path}/need").text
    run_out(session)
    # when
    answer = station.at.post(f"{path}/need{save}", ANSWERS["need"], opened=page)
    # then
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    assert count(session, Referral) == 0
    again = signed_in(app, session, station.officer)
    kept = again.get(f"{path}/need").text
    assert re.search(r'value="y_te"[^>]*checked', kept)
    assert 'value="hoa mai"' in again.get(f"{path}/safe-contact").text
    assert again.get(f"{path}/check").location == f"{path}/need"


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_draft_is_gone_after_seven_days(station: Station, session: Session) -> None:
    path = station.begin()
    station.answer(path, "safe-contact")
    session.execute(update(Draft).values(saved_at=clock.now() - timedelta(days=7)))
    session.commit()
    assert station.at.get(f"{path}/safe-contact").status_code == 404
    assert path not in station.at.get("/refer/").text
    assert (count(session, Draft), session.get(SubjectKey, draft_id(path))) == (0, None)
    assert session.scalars(select(Entry).where(Entry.event == "draft.expired")).one().row_id == draft_id(path)


@pytest.mark.parametrize(
    ("kind", "role", "unasked"),
    [
        ("cong_an", "police_officer", set()),
        ("tram_y_te", "partner_officer", {"perpetrator_phone", "perpetrator_citizen_number"}),
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_only_what_the_sharing_table_grants_is_asked(
    app: Flask, station: Station, session: Session, kind: str, role: str, unasked: set[str]
) -> None:
    # given
    officer = make_officer(session, make_agency(session, kind, "Đơn vị hỏi"), role)
    browser = signed_in(app, session, officer)
    policies = app.extensions["casework"].policies
    grant = policies.sharing.grant(kind, "co_so_tgxh")
    path = station.begin(browser)
    # when
    asked = set()
    for step in STEPS:
        page = browser.get(f"{path}/{step}").text
        asked |= set(re.findall(r'<(?:input|select|textarea)[^>]* name="([a-z_]+)"', page))
        answer = ANSWERS.get(step, {"receiver": str(station.first.id)})
        assert browser.post(f"{path}/{step}", answer).status_code == 303
    # then
    allowed = grant.envelope | grant.person | {"receiver", "csrf_token", "version", "next", "language", "act"}
    assert asked <= allowed
    assert asked & unasked == set()
    assert unasked == {"perpetrator_phone", "perpetrator_citizen_number"} - grant.person
    shown = browser.get(f"{path}/check").text
    assert ("0909 111 222" in shown) is ("perpetrator_phone" not in unasked)
    assert browser.post(f"{path}/check").status_code == 303
    session.info["actor"] = officer
    body = session.scalars(select(ReferralPerson)).one().body
    assert set(body) <= grant.person


def test_a_danger_to_life_goes_out_at_once_and_asks_for_a_colleague(
    station: Station, session: Session
) -> None:
    path = station.begin()
    station.answer_all(path, ground=DANGER)
    assert "24 giờ" in station.at.get(f"{path}/check").text
    sent = station.at.post(f"{path}/check")
    referral = session.scalars(select(Referral)).one()
    assert (referral.ground, referral.legal_ground) == ("danger_to_life", "protect_life")
    assert referral.state == "sent"
    assert "23/11/2026 10:00" in station.at.get(sent.location).text


def test_a_legal_ground_under_consent_is_not_sent(station: Station, session: Session) -> None:
    station.send(ground={"ground": "consent", "legal_ground": "protect_life"})
    assert session.scalars(select(Referral.legal_ground)).one() == ""


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_facility_that_closed_meanwhile_has_to_be_chosen_anew(station: Station, session: Session) -> None:
    path = station.begin()
    station.answer_all(path)
    station.first.active = False
    session.commit()
    assert station.at.post(f"{path}/check").location == f"{path}/facility"
    page = station.at.get(f"{path}/facility").text
    assert "Ánh Dương" not in page
    assert re.search(rf'value="{station.second.id}"[^>]*checked', page)


@pytest.mark.parametrize("role", ["facility_worker", "facility_supervisor", "coordinator", "manager"])
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_other_roles_have_no_such_questions(
    app: Flask, station: Station, session: Session, role: str
) -> None:
    path = station.begin()
    station.answer(path, "safe-contact")
    browser = signed_in(app, session, make_staff(session, make_house(session, "Cơ sở Ba"), role))
    token = browser.get("/account").text
    for page in ("/refer/", "/refer/new", f"{path}/safe-contact", f"{path}/check"):
        assert browser.get(page).status_code == 404
    for page in (f"{path}/safe-contact", f"{path}/check", f"{path}/discard"):
        assert browser.post(page, ANSWERS["person"], opened=token).status_code == 404
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_officers_begin_here(station: Station) -> None:
    assert station.at.get("/").location == "/refer/"
    for path in ("/search", "/cases", "/facilities/", "/referrals/", "/log/"):
        assert station.at.get(path).status_code == 404, path
