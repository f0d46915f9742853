"""What became of a referral, for the organisation that sent it: states and times, and the sender's acts."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.conflicts.operations import NumbersRequest, record_numbers
from casework.crypto.models import SubjectKey
from casework.db import uuid7
from casework.referrals import operations
from casework.referrals.models import Referral, ReferralPerson, ReferralQuestion
from tests.factories.answers import ANSWERS
from tests.factories.browser import signed_in
from tests.factories.people import make_staff
from tests.factories.referrals import accept, site
from tests.intake.test_pages import errors
from tests.partners.conftest import DANGER, Station

SECRET = ("Đào Thị Hòa", "0987 654 321", "hoa mai", "Số 5", "Ánh Dương", "tạm lánh", "Nhà Bình Yên")
ASKED = "how_urgent"


@pytest.fixture
def worker(session: Session, station: Station) -> Actor:
    """Somebody at the facility that was asked."""
    found = make_staff(session, station.first)
    session.commit()
    return found


def the(session: Session, reference: str) -> Referral:
    session.expire_all()
    return session.scalars(select(Referral).where(Referral.reference == reference)).one()


def test_the_sender_sees_states_and_times_and_nothing_else(
    station: Station, session: Session, worker: Actor
) -> None:
    # given
    reference = station.has_sent(session)
    path = f"/refer/sent/{reference}"
    # when
    session.info["actor"] = worker
    referral = the(session, reference)
    operations.receive(session, worker, referral, clock.now())
    accept(session, worker, referral)
    session.commit()
    # then
    for browser in (station.at, station.colleague):
        shown = browser.get(path).text
        assert "Đã tiếp nhận" in shown
        assert "Đã đọc phiếu" in shown
        assert "22/11/2026 10:00" in shown
        assert not any(word in shown for word in SECRET)
        assert f"{path}/revoke" not in shown
        listed = browser.get("/refer/sent/").text
        assert referral.receipt in listed
        assert "Đã tiếp nhận" in listed
        assert not any(word in listed for word in SECRET)


def test_another_agency_finds_nothing(station: Station, session: Session) -> None:
    reference = station.has_sent(session, **DANGER)
    page = station.stranger.get("/refer/sent/").text
    assert reference not in page
    for part in ("", "/receipt", "/revoke", "/answer", "/countersign"):
        assert station.stranger.get(f"/refer/sent/{reference}{part}").status_code == 404
    for part in ("/revoke", "/answer", "/countersign"):
        typed = {"reason": "sent_in_error", "answer": "x", "sure": "y"}
        assert station.stranger.post(f"/refer/sent/{reference}{part}", typed, opened=page).status_code == 404


def test_it_can_be_taken_back_until_it_is_accepted(station: Station, session: Session) -> None:
    # given
    reference = station.has_sent(session)
    path = f"/refer/sent/{reference}"
    part = session.scalars(select(ReferralPerson.id)).one()
    session.commit()
    # when
    nothing = station.at.post(f"{path}/revoke", {})
    assert "reason" in errors(nothing.text)
    done = station.colleague.post(f"{path}/revoke", {"reason": "consent_withdrawn"})
    # then
    assert done.location == path
    assert the(session, reference).state == "revoked"
    assert session.get(SubjectKey, part) is None
    assert "Đã thu hồi" in station.at.get(path).text
    assert f"{path}/revoke" not in station.at.get(path).text


def test_after_acceptance_it_is_too_late(station: Station, session: Session, worker: Actor) -> None:
    reference = station.has_sent(session)
    page = station.at.get(f"/refer/sent/{reference}/revoke").text
    session.info["actor"] = worker
    referral = the(session, reference)
    operations.receive(session, worker, referral, clock.now())
    accept(session, worker, referral)
    session.commit()
    late = station.at.post(f"/refer/sent/{reference}/revoke", {"reason": "sent_in_error"}, opened=page)
    assert late.status_code == 200
    assert "error-summary" in late.text
    assert the(session, reference).state == "accepted"


def test_a_question_is_answered(station: Station, session: Session, worker: Actor) -> None:
    # given
    reference = station.has_sent(session)
    path = f"/refer/sent/{reference}"
    assert station.at.get(f"{path}/answer").location == path
    session.info["actor"] = worker
    referral = the(session, reference)
    operations.receive(session, worker, referral, clock.now())
    operations.ask(session, worker, referral, ASKED, referral.version, clock.now())
    session.commit()
    assert "Chờ bạn trả lời" in station.at.get("/refer/sent/").text
    assert "Cần đón ngay hay có thể chờ?" in station.at.get(f"{path}/answer").text
    # when
    number = station.at.post(f"{path}/answer", {"answer": "Gọi 0912 345 678"})
    assert "answer" in errors(number.text)
    assert "answer" in errors(station.at.post(f"{path}/answer", {"answer": " "}).text)
    done = station.at.post(f"{path}/answer", {"answer": "Có thể chờ đến sáng"})
    # then
    assert done.location == path
    assert the(session, reference).state == "received"
    session.info["actor"] = worker
    assert session.scalars(select(ReferralQuestion)).one().answer == "Có thể chờ đến sáng"
    session.commit()
    assert "Có thể chờ đến sáng" in station.colleague.get(path).text


def test_only_a_colleague_countersigns(station: Station, session: Session) -> None:
    # given
    reference = station.has_sent(session, **DANGER)
    path = f"/refer/sent/{reference}"
    assert "23/11/2026 10:00" in station.at.get(path).text
    # when
    own = station.at.get(f"{path}/countersign").text
    assert 'name="sure"' not in own
    refused = station.at.post(f"{path}/countersign", {"sure": "y"})
    assert "error-summary" in refused.text
    assert the(session, reference).countersigned_at is None
    session.commit()
    assert "sure" in errors(station.colleague.post(f"{path}/countersign", {}).text)
    signed = station.colleague.post(f"{path}/countersign", {"sure": "y"})
    # then
    assert signed.location == path
    referral = the(session, reference)
    assert referral.countersigned_at == clock.now()
    assert referral.countersigned_by_id not in {None, station.officer.id}
    assert station.colleague.get(f"{path}/countersign").location == path
    assert "Đã ký xác nhận" in station.at.get(path).text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_consent_needs_no_second_signature(station: Station, session: Session) -> None:
    path = f"/refer/sent/{station.has_sent(session)}"
    assert station.colleague.get(f"{path}/countersign").location == path
    assert "countersign" not in station.colleague.get(path).text


def test_a_chain_is_one_line_and_tells_no_place(station: Station, session: Session, worker: Actor) -> None:
    # given
    reference = station.has_sent(session)
    session.info["actor"] = worker
    referral = the(session, reference)
    operations.receive(session, worker, referral, clock.now())
    # when
    operations.redirect(
        session,
        worker,
        referral,
        station.second.id,
        "no_capacity",
        referral.version,
        clock.now(),
        policies=site(),
    )
    session.commit()
    # then
    listed = station.at.get("/refer/sent/").text
    assert listed.count(referral.receipt) == 1
    for link in session.scalars(select(Referral.reference)).all():
        shown = station.at.get(f"/refer/sent/{link}").text
        assert "Đã chuyển tiếp" in shown
        assert not any(word in shown for word in SECRET)


@pytest.mark.parametrize("role", ["coordinator", "manager", "administrator", "perpetrator_counsellor"])
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_who_refers_nobody_tracks_nothing(app: Flask, station: Station, session: Session, role: str) -> None:
    reference = station.has_sent(session)
    browser = signed_in(app, session, make_staff(session, station.agency, role))
    for part in ("", f"{reference}", f"{reference}/receipt", f"{reference}/revoke"):
        assert browser.get(f"/refer/sent/{part}").status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_list_goes_on_over_pages(station: Station) -> None:
    assert "Chưa gửi gì cả" in station.at.get("/refer/sent/").text
    path = station.begin()
    assert station.answer(path, "safe-contact", ANSWERS["safe-contact"]).status_code == 303
    assert "Chưa gửi gì cả" in station.at.get("/refer/sent/").text


@pytest.mark.parametrize("ground", [{"ground": "consent"}, DANGER])
def test_whoever_is_walled_off_by_what_she_sent_gets_her_receipt_all_the_same(
    station: Station, session: Session, ground: dict[str, str]
) -> None:
    """A number refused the moment after it was sent would tell her that there is a wall."""
    # given
    session.info["actor"] = station.officer
    numbers = NumbersRequest(phone=ANSWERS["incident"]["perpetrator_phone"])
    record_numbers(session, station.officer, station.officer.id or uuid7(), numbers, clock.now())
    session.commit()
    path = station.begin()
    station.answer_all(path, ground=ground)
    # when
    sent = station.at.post(f"{path}/check")
    shown = station.at.get(str(sent.location))
    again = station.at.get(f"{path}/check")
    # then
    referral = session.scalars(select(Referral)).one()
    assert shown.status_code == 200
    assert referral.receipt in shown.text
    assert again.location == sent.location
    assert f'href="/refer/sent/{referral.reference}"' not in shown.text
    assert referral.receipt not in station.at.get("/refer/sent/").text
    for part in ("", "/revoke", "/answer", "/countersign"):
        assert station.at.get(f"/refer/sent/{referral.reference}{part}").status_code == 404
    assert referral.receipt in station.colleague.get("/refer/sent/").text
    # and it says no more than on the first day
    session.info["actor"] = station.officer
    if ground == DANGER:
        station.colleague.post(f"/refer/sent/{referral.reference}/countersign", {"sure": "y"})
    assert station.at.get(str(sent.location)).text.count("ký xác nhận") == shown.text.count("ký xác nhận")
