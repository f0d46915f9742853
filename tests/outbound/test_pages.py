"""The pages of the referrals of a case, and the page behind a letter's link, over HTTP."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.models import Entry
from casework.outbound import rules
from casework.outbound.models import AckLink
from casework.referrals import operations as referrals
from casework.referrals.models import Referral
from tests.factories.browser import Browser, signed_in
from tests.factories.partners import make_duty
from tests.factories.people import make_house
from tests.factories.referrals import site
from tests.factories.users import Visitor
from tests.intake.test_pages import errors
from tests.outbound.conftest import HIM, STORY, Desk, agree

HER = "Đào Thị Hòa"
SECRETS = (HER, HIM, STORY, "0912345678", "001187000001", "hoa sữa")
NEED = {"services": ["y_te"], "commune_code": "00004"}


def base(desk: Desk) -> str:
    return f"/cases/{desk.case.reference}/referrals"


def begins(at: Browser, desk: Desk) -> str:
    """The address of a new draft."""
    return str(at.get(f"{base(desk)}/new").location).rpartition("/")[0]


def tell(at: Browser, desk: Desk, **whom: str) -> tuple[str, str]:
    """Go through the first two pages; the address of the third, and the page."""
    path = begins(at, desk)
    assert at.post(f"{path}/need", NEED).location == f"{path}/whom"
    answer = at.post(f"{path}/whom", whom)
    assert answer.location == f"{path}/tell", errors(answer.text)
    return f"{path}/tell", at.get(f"{path}/tell").text


def ticked(page: str) -> dict[str, list[str]]:
    """What is ticked from the start."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", page):
        name, value = (re.search(rf'{word}="([^"]*)"', tag) for word in ("name", "value"))
        if name and value and " checked" in tag:
            found.setdefault(name[1], []).append(value[1])
    return found


def filled(page: str, **more: object) -> dict[str, object]:
    """What the third page offers, ticked as it is, on consent to a high danger unless ``more`` says otherwise."""
    asked = re.search(r'name="asked_here"[^>]*value="([^"]*)"', page)
    assert asked
    return ticked(page) | {"asked_here": asked[1], "risk": "high", "ground": "consent"} | more


def sends(at: Browser, path: str, **more: object) -> str:
    """Send what the third page offers; the address of the referral."""
    page = at.get(path).text
    answer = at.post(path, filled(page, **more), opened=page)
    assert answer.status_code == 303, errors(answer.text)
    return str(answer.location)


@pytest.fixture
def at(app: Flask, session: Session, desk: Desk) -> Browser:
    return signed_in(app, session, desk.worker)


def test_only_what_a_clinic_may_know_is_offered(at: Browser, session: Session, desk: Desk) -> None:
    _path, page = tell(at, desk, receiver=str(desk.clinic.id))
    assert "hoa sữa" in page
    assert HER in page
    for hidden in (STORY, HIM, "0912345678", "001187000001", 'name="narrative"', 'value="acts"'):
        assert hidden not in page, hidden
    assert 'value="consent"' not in page  # nobody has asked her yet
    agree(session, desk)
    assert 'value="consent"' in tell(at, desk, receiver=str(desk.clinic.id))[1]


def test_to_a_facility_nothing_goes_that_was_not_ticked(at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk, "share_social")
    draft, page = tell(at, desk, receiver=str(desk.other.id))
    assert STORY in page
    assert HIM in page
    assert ticked(page)["tell_person"] == ["full_name", "number"]
    path = sends(at, draft)
    again = at.post(draft, filled(page), opened=page)  # pressed again
    assert again.location == path
    referral = session.scalars(select(Referral)).one()
    assert (referral.receiver_id, referral.risk, referral.case_id) == (desk.other.id, "high", desk.case.id)
    assert sorted(referral.envelope) == ["acts", "age_band", "children_present", "harms", "sex"]
    session.info["actor"] = desk.worker
    shown = at.get(path).text
    assert "Cơ sở Hai" in shown
    assert "/letter" not in shown
    assert at.get(f"{path}/letter").status_code == 404


def test_forged_fields_are_not_told(at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk)
    draft, page = tell(at, desk, receiver=str(desk.clinic.id))
    forged = filled(page, tell_person=["full_name", "perpetrator_name"], narrative=STORY)
    answer = at.post(draft, forged, opened=page)
    assert answer.status_code == 200
    assert session.scalars(select(Referral)).all() == []
    path = sends(at, draft, tell_person=["full_name"], narrative=STORY)
    assert STORY not in at.get(f"{path}/letter").text


def test_without_consent_only_a_danger_with_its_law(at: Browser, session: Session, desk: Desk) -> None:
    draft, page = tell(at, desk, receiver=str(desk.clinic.id))
    for ground, field in (("consent", "ground"), ("danger_to_life", "legal_ground")):
        answer = at.post(draft, filled(page, ground=ground), opened=page)
        assert answer.status_code == 200
        assert list(errors(answer.text)) == [field]
    path = sends(at, draft, ground="danger_to_life", legal_ground="protect_life")
    assert "ký" in at.get(path).text
    assert session.scalars(select(Referral.countersigned_at)).one() is None


def test_an_organisation_by_name_learns_the_least(at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk, "share_other")
    draft, page = tell(at, desk, receiver="other", outside="Nhà hảo tâm", outside_kind="")
    for hidden in (STORY, HIM, 'value="harms"', 'value="birth"'):
        assert hidden not in page, hidden
    path = sends(at, draft)
    letter = at.get(f"{path}/letter").text
    assert "Kính gửi: Nhà hảo tâm" in letter
    assert HER in letter
    assert "bạo lực gia đình" not in letter
    other = begins(at, desk)
    at.post(f"{other}/need", NEED)
    nobody = at.post(f"{other}/whom", {"receiver": "other"})
    assert list(errors(nobody.text)) == ["outside"]


def test_the_link_shows_the_envelope_to_anybody_and_takes_one_answer(
    app: Flask, at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    assert "/acknowledge/" not in at.get(f"{path}/letter").text
    letter = at.post(f"{path}/letter", opened=at.get(path).text).text
    link = re.search(r"https?://[^/<]+(/acknowledge/[0-9A-Z-]+)<", letter)
    assert link
    doctor = Visitor(app)
    page = doctor.get(link[1])
    assert page.headers["Cache-Control"] == "no-store"
    assert desk.house.name in page.text
    for secret in SECRETS:
        assert secret not in page.text, secret
    left_out = doctor.post(link[1], {"name": "Bác sĩ Thu", "answer": "declines"})
    assert left_out.status_code == 200
    assert "Bác sĩ Thu" in left_out.text
    assert {"post", "reason"} <= set(errors(left_out.text))
    who = {"answer": "takes_on", "name": "Bác sĩ Thu", "post": "Trưởng trạm"}
    assert doctor.post(link[1], who).status_code == 200
    used, unknown = doctor.get(link[1]), doctor.get("/acknowledge/XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
    assert used.status_code == unknown.status_code == 200
    assert _bare(used.text, link[1]) == _bare(unknown.text, "/acknowledge/XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
    shown = at.get(path).text
    assert "Bác sĩ Thu" in shown
    assert "Trưởng trạm" in shown
    session.expire_all()
    assert session.scalars(select(Referral.state)).one() == "received"
    events = session.scalars(select(Entry.event).order_by(Entry.position)).all()
    assert events.count("referral.printed") == 2
    assert "Bác sĩ Thu" not in str(session.scalars(select(Entry.facts)).all())
    assert len(session.scalars(select(AckLink)).all()) == 1


def test_a_no_through_the_link_is_told_with_its_reason(
    app: Flask, at: Browser, session: Session, desk: Desk
) -> None:
    # given
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    letter = at.post(f"{path}/letter", opened=at.get(path).text).text
    link = re.search(r"https?://[^/<]+(/acknowledge/[0-9A-Z-]+)<", letter)
    assert link
    doctor, no = Visitor(app), {"answer": "declines", "reason": "not_our_service"}
    # when
    answers = [
        doctor.post(link[1], no | {"name": "Bác sĩ Thu", "post": "Trưởng trạm"}, page="/sign-in")
        for _ in "12"
    ]
    # then: pressed twice, it says the same
    assert ["tìm nơi khác" in answer.text for answer in answers] == [True, True]
    assert "Liên kết không dùng được" in doctor.get(link[1]).text
    shown = at.get(path).text
    for words in (
        "Từ chối bằng văn bản</h2>",
        "Nơi nhận không có dịch vụ này",
        "Bác sĩ Thu",
        "22/11/2026 10:00",
    ):
        assert words in shown, words
    assert at.get(f"{path}/letter").status_code == 409
    assert "Đã từ chối chuyển gửi" in at.get(f"/cases/{desk.case.reference}/history").text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_letter_made_anew_says_that_the_one_before_is_dead(
    at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    page = at.get(path).text
    first, second = (at.post(f"{path}/letter", opened=page).text for _ in "12")
    assert "hãy hủy và dùng văn bản này" not in first
    assert "hãy hủy và dùng văn bản này" in second
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        session.info["actor"] = desk.worker
        late = signed_in(at.client.application, session, desk.worker)
        assert "Chưa ai trả lời qua liên kết" in late.get(path).text
        assert (
            "hãy hủy và dùng văn bản này" not in late.post(f"{path}/letter", opened=late.get(path).text).text
        )


def test_neither_the_log_nor_the_database_knows_the_link(
    at: Browser, app: Flask, session: Session, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    letter = at.post(f"{path}/letter", opened=at.get(path).text).text
    token = letter.partition("/acknowledge/")[2].partition("<")[0]
    assert len(token) == 29
    Visitor(app).get(f"/acknowledge/{token}")
    assert "INSERT INTO ack_link" in caplog.text
    for spelled in (token, token.replace("-", "")):
        assert spelled not in caplog.text


def _bare(page: str, path: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*>', "", page).replace(path, "")


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_guesses_wait_and_then_are_heard_again(app: Flask, at: Browser, desk: Desk) -> None:
    visitor = Visitor(app)
    answers = [visitor.get(f"/acknowledge/{number}").status_code for number in range(rules.FREE_GUESSES + 1)]
    assert answers == [200] * rules.FREE_GUESSES + [429]
    with time_machine.travel(clock.now() + timedelta(seconds=2), tick=False):
        assert visitor.get("/acknowledge/1").status_code == 200
        waiting = visitor.get("/acknowledge/1")
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) == 2


def test_the_case_file_lists_them_and_its_history_names_them(
    at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    receipt = session.scalars(select(Referral.receipt)).one()
    session.commit()
    assert receipt in at.get(base(desk)).text
    assert desk.clinic.name in at.get(f"/cases/{desk.case.reference}").text
    typed = {"answer": "takes_on", "name": "Bác sĩ Thu", "post": "Trưởng trạm"}
    assert at.post(f"{path}/reply", typed).status_code == 303
    history = at.get(f"/cases/{desk.case.reference}/history").text
    assert "Gửi chuyển gửi" in history or "chuyển gửi" in history
    assert "referral." not in history
    at.get("/exit")


def test_taken_back_one_finds_the_way_to_the_case(at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    revoke = re.search(r"/refer/sent/[0-9A-Z]+/revoke", at.get(path).text)
    assert revoke
    answer = at.post(revoke[0], {"reason": "sent_in_error"})
    assert answer.status_code == 303
    assert f'href="{path}"' in at.get(str(answer.location)).text
    assert "/letter" not in at.get(path).text
    assert at.get(f"{path}/letter").status_code == 409


def test_another_facility_finds_neither(app: Flask, at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk)
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    stranger = signed_in(app, session, desk.stranger)
    for page in (
        base(desk),
        f"{base(desk)}/new",
        begins(at, desk) + "/need",
        path,
        f"{path}/letter",
        f"{path}/reply",
    ):
        assert stranger.get(page).status_code == 404, page


def test_where_it_was_passed_on_is_not_the_senders_to_know(at: Browser, session: Session, desk: Desk) -> None:
    """States and times come back, never a place: neither the list, the case nor the page names the next house."""
    # given
    agree(session, desk, "share_social")
    make_duty(session, desk.other, "y_te", "00004")
    third = make_house(session, "Nhà Ẩn Danh")
    session.commit()
    path = sends(at, tell(at, desk, receiver=str(desk.other.id))[0])
    referral = session.scalars(select(Referral)).one()
    session.info["actor"] = desk.stranger
    referrals.receive(session, desk.stranger, referral, clock.now())
    # when
    onward = referrals.redirect(
        session,
        desk.stranger,
        referral,
        third.id,
        "no_capacity",
        referral.version,
        clock.now(),
        policies=site(),
    )
    session.commit()
    # then
    pages = [base(desk), path, f"{base(desk)}/{onward.reference}", f"/cases/{desk.case.reference}"]
    pages += ["/refer/sent/", f"/refer/sent/{onward.reference}", "/work"]
    for page in pages:
        shown = at.get(page)
        assert shown.status_code == 200, page
        assert third.name not in shown.text, page
    assert desk.other.name in at.get(path).text
    assert "Đã chuyển tiếp cho cơ quan, đơn vị khác" in at.get(f"{base(desk)}/{onward.reference}").text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_link_tells_nothing_after_the_last_day_of_her_consent(
    app: Flask, at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk, expires_on=clock.today())
    path = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    letter = at.post(f"{path}/letter", opened=at.get(path).text).text
    link = re.search(r"https?://[^/<]+(/acknowledge/[0-9A-Z-]+)<", letter)
    assert link
    doctor = Visitor(app)
    page = doctor.get(link[1]).text
    assert desk.house.name in page
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        late, unknown = doctor.get(link[1]), doctor.get("/acknowledge/XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        assert _bare(late.text, link[1]) == _bare(unknown.text, "/acknowledge/XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
        who = {
            "answer": "takes_on",
            "name": "Bác sĩ Thu",
            "post": "Trưởng trạm",
            "csrf_token": token[1] if token else "",
        }
        assert "Liên kết không dùng được" in doctor.post(link[1], who).text
    session.expire_all()
    assert session.scalars(select(Referral.state)).one() == "sent"
