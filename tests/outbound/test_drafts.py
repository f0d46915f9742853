"""What was typed of a referral out of a case: kept at every page, found again, looked at anew, gone when sent."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access.models import Wall
from casework.audit.models import Entry
from casework.cli.passing import one_pass
from casework.crypto.models import SubjectKey
from casework.intake.models import Draft
from casework.referrals.models import Referral
from casework.safety import risk_operations as risks
from casework.safety.risk_operations import RiskRequest
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_person
from tests.intake.test_expiry import run_out
from tests.intake.test_pages import count, errors
from tests.outbound.conftest import Desk, agree
from tests.outbound.test_pages import HER, NEED, base, begins, filled, sends, tell

WORDS = "Đã gọi chị lúc bảy giờ sáng"
ONLY_SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def at(app: Flask, session: Session, desk: Desk) -> Browser:
    return signed_in(app, session, desk.worker)


def key_of(path: str) -> UUID:
    found = re.search(r"/drafts/([0-9a-f-]{36})", path)
    assert found
    return UUID(found[1])


def test_nothing_is_kept_before_anything_is_typed(at: Browser, session: Session, desk: Desk) -> None:
    path = begins(at, desk)
    assert at.get(f"{path}/need").status_code == 200
    assert at.get(f"{path}/tell").status_code == 404
    emptied = {"services": [], "commune_code": "", "act": "save"}
    assert at.post(f"{path}/need", emptied, opened=at.get(f"{path}/need").text).location == base(desk)
    assert count(session, Draft) == 0


def test_it_is_kept_at_every_page_and_found_again_in_the_case(
    app: Flask, at: Browser, session: Session, desk: Desk
) -> None:
    # given
    agree(session, desk, "share_social")
    path, page = tell(at, desk, receiver=str(desk.other.id))
    typed = filled(page, narrative=WORDS, tell_person=["birth"], act="save")
    # when
    assert at.post(path, typed, opened=page).location == base(desk)
    # then
    at = signed_in(app, session, desk.worker)
    listed = at.get(base(desk)).text
    resume = path.removesuffix("/tell")
    assert f'href="{resume}"' in listed
    assert "22/11/2026 10:00" in at.get(f"/cases/{desk.case.reference}").text
    assert not any(word in listed for word in (WORDS, HER, desk.other.name))
    assert at.get(resume).location == path
    again = at.get(path).text
    assert WORDS in again
    assert re.search(r'value="birth"[^>]*checked', again)
    assert not re.search(r'value="full_name"[^>]*checked', again)
    assert re.search(rf'value="{desk.other.id}"[^>]*checked', at.get(f"{resume}/whom").text)
    assert count(session, Referral) == 0


def test_back_and_wrong_answers_lose_nothing(at: Browser, session: Session, desk: Desk) -> None:
    path = begins(at, desk)
    wrong = at.post(f"{path}/need", {"services": ["y_te"], "commune_code": "Xã Nào"})
    assert list(errors(wrong.text)) == ["commune_code"]
    assert at.get(f"{path}/whom").location == f"{path}/need"
    assert at.get(path).location == f"{path}/need"
    kept = at.get(f"{path}/need").text
    assert 'value="Xã Nào"' in kept
    at.post(f"{path}/need", NEED)
    nobody = at.post(f"{path}/whom", {"receiver": "other", "outside": " ", "outside_kind": "truong_hoc"})
    assert list(errors(nobody.text)) == ["outside"]
    back = at.post(f"{path}/whom", {"receiver": "other", "outside": "Trường Hoa Sữa", "act": "back"})
    assert back.location == f"{path}/need"
    assert 'value="Trường Hoa Sữa"' in at.get(f"{path}/whom").text


@pytest.mark.parametrize("save", ["", "/save"])
def test_what_is_sent_after_the_session_ran_out_is_found_again(
    app: Flask, at: Browser, session: Session, desk: Desk, save: str
) -> None:
    agree(session, desk, "share_social")
    path, page = tell(at, desk, receiver=str(desk.other.id))
    run_out(session)
    answer = at.post(f"{path}{save}", filled(page, narrative=WORDS), opened=page)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    assert count(session, Referral) == 0
    again = signed_in(app, session, desk.worker)
    assert WORDS in again.get(path).text
    assert again.get(path.removesuffix("/tell")).location == path


def test_sent_it_is_gone_with_its_key_and_a_late_save_brings_nothing_back(
    at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk, "share_social")
    path, page = tell(at, desk, receiver=str(desk.other.id))
    key = key_of(path)
    assert session.get(SubjectKey, key) is not None
    session.commit()
    sent = sends(at, path, narrative=WORDS)
    assert at.post(f"{path}/save", filled(page), opened=page).status_code == 204
    for late in ("", "/need", "/whom", "/tell"):
        assert at.get(f"{path.removesuffix('/tell')}{late}").location == sent
    assert at.post(path, filled(page), opened=page).location == sent
    session.expire_all()
    assert (count(session, Draft), session.get(SubjectKey, key)) == (0, None)
    assert session.scalars(select(Referral.id)).one() == key


@ONLY_SQLITE
def test_seven_days_later_the_pass_of_the_clock_deletes_it(
    app: Flask, at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk)
    path, _page = tell(at, desk, receiver=str(desk.clinic.id))
    session.execute(update(Draft).values(saved_at=clock.now() - timedelta(days=7)))
    session.commit()
    assert at.get(path).status_code == 404
    assert path.removesuffix("/tell") not in at.get(base(desk)).text
    assert one_pass(app.extensions["casework"]).drafts == 1
    session.expire_all()
    assert (count(session, Draft), session.get(SubjectKey, key_of(path))) == (0, None)
    assert session.scalars(select(Entry.row_id).where(Entry.event == "draft.expired")).one() == key_of(path)


@ONLY_SQLITE
@pytest.mark.parametrize("save", ["", "/save"])
def test_sent_after_it_was_deleted_what_the_page_holds_is_kept_anew(
    at: Browser, session: Session, desk: Desk, save: str
) -> None:
    agree(session, desk)
    path, page = tell(at, desk, receiver=str(desk.clinic.id))
    at.post(f"{path.removesuffix('/tell')}/discard", opened=page)
    assert count(session, Draft) == 0
    answer = at.post(f"{path}{save}", filled(page, access_needs="xe lăn"), opened=page)
    assert answer.location == (None if save else path.replace("/tell", "/need"))
    assert count(session, Draft) == 1


def _closes(session: Session, desk: Desk) -> None:
    desk.other.active = False


def _may_not_be_told(session: Session, desk: Desk) -> None:
    desk.other.kind = "co_so_ton_giao"


@ONLY_SQLITE
@pytest.mark.parametrize("happens", [_closes, _may_not_be_told])
@pytest.mark.parametrize("when", ["taken up", "sent"])
def test_a_receiver_that_is_gone_meanwhile_is_told_in_words_and_nothing_is_lost(
    at: Browser, session: Session, desk: Desk, happens: Callable[[Session, Desk], None], when: str
) -> None:
    # given
    agree(session, desk, "share_social")
    path, page = tell(at, desk, receiver=str(desk.other.id))
    assert at.post(f"{path}/save", filled(page, narrative=WORDS), opened=page).status_code == 204
    # when
    happens(session, desk)
    session.commit()
    whom = path.replace("/tell", "/whom")
    if when == "taken up":
        assert at.get(path.removesuffix("/tell")).location == whom
        assert at.get(path).location == whom
    else:
        assert at.post(path, filled(page, narrative=WORDS), opened=page).location == whom
    # then
    shown = at.get(whom).text
    assert "Không thể đề nghị “Cơ sở Hai”" in shown
    assert f'value="{desk.other.id}"' not in shown
    assert count(session, Referral) == 0
    desk.other.active, desk.other.kind = True, "co_so_tgxh"
    session.commit()
    assert WORDS in at.get(path).text


@ONLY_SQLITE
@pytest.mark.parametrize("when", ["taken up", "sent"])
def test_a_consent_withdrawn_meanwhile_is_told_in_words_and_nothing_is_lost(
    at: Browser, session: Session, desk: Desk, when: str
) -> None:
    # given
    agree(session, desk, "share_social")
    path, page = tell(at, desk, receiver=str(desk.other.id))
    at.post(f"{path}/save", filled(page, narrative=WORDS), opened=page)
    # when
    agree(session, desk, "share_social", answer="withdrawn")
    # then
    if when == "taken up":
        again = at.get(path).text
        assert "Sự đồng ý làm căn cứ chuyển gửi không còn hiệu lực" in again
    else:
        again = at.post(path, filled(page, narrative=WORDS), opened=page).text
        assert errors(again)["ground"].startswith("Sự đồng ý làm căn cứ không còn hiệu lực")
    assert WORDS in again
    assert 'value="consent"' not in again
    assert count(session, Referral) == 0
    sends(at, path, narrative=WORDS, ground="danger_to_life", legal_ground="protect_life")


@ONLY_SQLITE
def test_a_risk_raised_meanwhile_is_chosen_anew(at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk)
    path, page = tell(at, desk, receiver=str(desk.clinic.id))
    at.post(f"{path}/save", filled(page), opened=page)
    session.info["actor"] = desk.worker
    raised = RiskRequest(level="extreme", source="told", reason="Chị báo tin")
    risks.assess(session, desk.worker, desk.case, raised, clock.now())
    session.commit()
    assert "Hãy chọn lại mức nguy hiểm" in at.get(path).text
    assert list(errors(at.post(path, filled(page), opened=page).text)) == ["risk"]
    sends(at, path, risk="extreme")


@ONLY_SQLITE
def test_what_was_typed_for_one_receiver_stays_while_another_may_not_be_told(
    at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk, "share_social")
    agree(session, desk, "share_other")
    path, page = tell(at, desk, receiver=str(desk.other.id))
    at.post(f"{path}/save", filled(page, narrative=WORDS), opened=page)
    start = path.removesuffix("/tell")
    at.post(f"{start}/whom", {"receiver": "other", "outside": "Hội từ thiện"})
    outside = at.get(path).text
    assert "Nội dung này đã nhập cho nơi nhận khác" in outside
    assert WORDS not in outside
    at.post(f"{path}/save", filled(outside), opened=outside)
    at.post(f"{start}/whom", {"receiver": str(desk.other.id)})
    assert WORDS in at.get(path).text


def test_nobody_else_finds_it_nor_does_another_case(
    app: Flask, at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk)
    path, page = tell(at, desk, receiver=str(desk.clinic.id))
    session.info["actor"] = desk.worker
    other = make_case(
        session, desk.worker, make_person(session, desk.worker, desk.house.id, full_name="Lò Thị B")
    )
    session.commit()
    elsewhere = path.replace(desk.case.reference, other.reference)
    foreign = [signed_in(app, session, actor) for actor in (desk.colleague, desk.stranger)]
    for browser, address in [(one, path) for one in foreign] + [(at, elsewhere)]:
        token = browser.get("/account").text
        for step in ("need", "whom", "tell", "tell/save"):
            where = address.replace("/tell", f"/{step}")
            assert browser.get(where).status_code in {404, 405}
            assert browser.post(where, filled(page), opened=token).status_code == 404, where
        assert browser.post(address.replace("/tell", "/discard"), opened=token).status_code == 404
    assert path.removesuffix("/tell") not in foreign[0].get(base(desk)).text
    assert at.get(path).status_code == 200


@ONLY_SQLITE
def test_a_wall_before_the_case_closes_what_was_typed_in_it(
    at: Browser, session: Session, desk: Desk
) -> None:
    agree(session, desk)
    path, page = tell(at, desk, receiver=str(desk.clinic.id))
    session.add(Wall(user_id=desk.worker.id, row_id=desk.case.id, raised_at=clock.now()))
    session.commit()
    for step in ("", "/need", "/whom", "/tell"):
        assert at.get(f"{path.removesuffix('/tell')}{step}").status_code == 404
    assert at.post(f"{path}/save", filled(page), opened=page).status_code == 404


@ONLY_SQLITE
def test_after_a_no_the_same_is_asked_of_somebody_else(at: Browser, session: Session, desk: Desk) -> None:
    agree(session, desk)
    sent = sends(at, tell(at, desk, receiver=str(desk.clinic.id))[0])
    no = {"answer": "declines", "reason": "no_capacity", "name": "Bác sĩ Thu", "post": "Trưởng trạm"}
    assert at.post(f"{sent}/reply", no).status_code == 303
    shown = at.get(sent).text
    assert "Nơi nhận từ chối</h2>" in shown
    assert "Không còn chỗ hoặc không đủ người" in shown
    again = re.search(r'href="([^"]+/new\?after=[0-9A-Z]+)"', shown)
    assert again
    page = at.get(again[1]).text
    assert re.search(r'value="y_te"[^>]*checked', page)
    assert count(session, Draft) == 0
    action = re.search(r'action="([^"]+/need)"', page)
    assert action
    assert at.post(action[1], NEED, opened=page).status_code == 303
    assert at.get(f"{base(desk)}/new?after=XXXXXXXXXX").status_code == 404
