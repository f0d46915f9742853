"""The facility's pages: what may be read when, by whom, and every decision by its form."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import clock
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.referrals import operations, queries, states
from casework.referrals.models import Referral
from casework.safety import operations as safety
from casework.safety.operations import SafeContactRequest
from tests.factories.partners import make_duty
from tests.factories.referrals import ENVELOPE, PERSON, make_referral
from tests.referrals.office import SECRET, Office, words


def test_the_inbox_lists_what_waits_by_danger_and_says_what_is_overdue(office: Office) -> None:
    with_time = clock.now() - timedelta(hours=30)
    session, town = office.session, office.town
    late = make_referral(session, town.officer, town.house, with_time, risk="medium", envelope={})
    session.commit()
    grave = office.refers(risk="extreme")
    page = words(office.at.get("/referrals"))
    assert page.index(grave) < page.index(late.reference)
    row = page[page.index(late.reference) :]
    assert "Quá hạn" in row
    assert "Quá hạn" not in page[page.index(grave) : page.index(late.reference)]
    assert "Công an phường Một" in page
    assert not [secret for secret in SECRET if secret in page]
    assert grave not in office.elsewhere.get("/referrals").text
    assert office.police.get("/referrals").status_code == 404


def test_the_parts_of_the_inbox_follow_the_state(office: Office) -> None:
    waiting, taken = office.refers(), office.accepted()
    for which, here, gone in (
        ("waiting", waiting, taken),
        ("open", taken, waiting),
        ("nonsense", waiting, taken),
    ):
        page = office.at.get(f"/referrals?which={which}").text
        assert here in page
        assert gone not in page
    assert waiting not in office.at.get("/referrals?which=ended").text


def test_reading_the_envelope_receives_it_and_tells_nothing_of_who_she_is(office: Office) -> None:
    path = office.refers()
    page = words(office.at.get(path))
    assert office.stands(path).state == states.RECEIVED
    for told in ("tiếng Mông", "sau tám giờ tối", "Công an phường Một", office.stands(path).receipt):
        assert told in page
    assert not [secret for secret in SECRET if secret in page]
    assert f"{path}/accept" in page
    read_at = office.stands(path).received_at
    office.supervising.get(path)
    assert office.stands(path).received_at == read_at


def test_before_acceptance_the_person_and_the_contact_open_to_nobody(office: Office) -> None:
    path = office.refers()
    office.at.get(path)
    for page in (
        office.at.get(f"{path}/person"),
        office.at.get(f"{path}/contact"),
        office.at.post(f"{path}/person"),
    ):
        assert page.status_code == 303
        assert page.location.endswith(path)
        assert not [secret for secret in SECRET if secret in page.text]
    assert not office.session.scalars(select(Entry).where(Entry.event == "referral.opened")).all()


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_another_organisation_and_the_sender_find_no_such_page(office: Office) -> None:
    path = office.accepted()
    pages = ("", "/person", "/contact", "/accept", "/case", "/decline", "/redirect", "/ask", "/steps/engage")
    for page in pages:
        assert office.elsewhere.get(path + page).status_code == 404, page
        assert office.police.get(path + page).status_code == 404, page
    token = {"csrf_token": office.elsewhere.hidden(office.elsewhere.get("/cases").text, "csrf_token")}
    for page in pages[1:]:
        assert office.elsewhere.client.post(path + page, data=token).status_code == 404, page
    assert office.stands(path).state == states.ACCEPTED


def test_accepting_is_one_decision_and_opens_the_person_alone(office: Office) -> None:
    path = office.refers()
    office.at.get(path)
    form = words(office.at.get(f"{path}/accept"))
    assert "tiếng Mông" in form
    assert 'name="kind"' not in form
    assert not [secret for secret in SECRET if secret in form]
    assert office.at.post(f"{path}/accept").location.endswith(path)
    taken = office.stands(path)
    assert (taken.state, taken.taken_case_id) == (states.ACCEPTED, None)
    assert office.session.scalars(select(Case)).all() == []
    page = words(office.at.get(path))
    assert "Đã tiếp nhận chuyển gửi" in page
    assert page.index(f"{path}/case") < page.index(f"{path}/contact") < page.index(f"{path}/person")
    assert f"{path}/steps/engage" not in page
    person = words(office.at.get(f"{path}/person"))
    assert "Đào Thị Hòa" in person
    assert "hoa sữa" in person
    for number in ("0912345678", "0987654321", "001187000001", "Số 5 ngõ 7"):
        assert number not in person
    numbers = words(office.at.post(f"{path}/person", opened=person))
    assert numbers.index("hoa sữa") < numbers.index("0912345678") < numbers.index("0987654321")
    assert "001187000001" not in numbers
    opened = office.session.scalars(select(Entry).where(Entry.event == "referral.opened")).all()
    assert {entry.actor_id for entry in opened} == {office.town.worker.id}
    assert len(opened) == 3


def test_of_two_who_decide_at_once_the_second_sees_how_it_stands(office: Office) -> None:
    path = office.refers()
    office.at.get(path)
    first, second = office.at.get(f"{path}/accept").text, office.supervising.get(f"{path}/decline").text
    assert office.at.post(f"{path}/accept", opened=first).status_code == 303
    late = office.supervising.post(f"{path}/decline", {"reason": "no_capacity"}, opened=second)
    assert late.status_code == 303
    assert "Không thể làm việc này nữa" in words(office.supervising.get(path))
    assert office.stands(path).state == states.ACCEPTED


def test_an_old_page_decides_nothing_about_what_changed_meanwhile(office: Office) -> None:
    path = office.refers()
    office.at.get(path)
    old = office.supervising.get(f"{path}/decline").text
    office.at.post(f"{path}/ask", {"question": "how_urgent"})
    answer = office.supervising.post(f"{path}/decline", {"reason": "no_capacity"}, opened=old)
    assert answer.status_code == 303
    assert office.stands(path).state == states.INFO_REQUESTED


def test_declining_takes_a_reason_and_leaves_nothing_to_read(office: Office) -> None:
    path = office.refers()
    office.at.get(path)
    assert office.at.post(f"{path}/decline", {}).status_code == 200
    assert office.at.post(f"{path}/decline", {"reason": "because"}).status_code == 200
    assert office.stands(path).state == states.RECEIVED
    assert office.at.post(f"{path}/decline", {"reason": "no_capacity"}).status_code == 303
    assert office.stands(path).state == states.DECLINED
    page = words(office.at.get(path))
    assert "tiếng Mông" not in page
    assert "Không còn nội dung để đọc" in page
    assert f"{path}/accept" not in page


def test_passing_on_offers_who_is_on_duty_and_no_address(office: Office) -> None:
    make_duty(office.session, office.town.other, "tam_lanh")
    path = office.refers()
    office.at.get(path)
    form = words(office.at.get(f"{path}/redirect"))
    assert "Cơ sở Hai" in form
    assert "Cơ sở Một" not in form.partition("<main")[2]
    assert "Ba Đình" not in form.partition("<main")[2]
    told = {"receiver": str(office.town.other.id), "reason": "no_capacity"}
    assert (
        office.at.post(f"{path}/redirect", told | {"receiver": str(office.town.police.id)}).status_code == 200
    )
    assert office.at.post(f"{path}/redirect", told).status_code == 303
    assert office.stands(path).state == states.REDIRECTED
    link = office.session.scalars(select(Referral).where(Referral.receiver_id == office.town.other.id)).one()
    assert link.receipt == office.stands(path).receipt
    assert link.reference in office.elsewhere.get("/referrals").text
    assert "tiếng Mông" not in words(office.at.get(path))


def test_nobody_on_duty_is_said_in_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.referrals.deciding_views.on_duty", lambda *_, **__: [])
    path = office.refers()
    office.at.get(path)
    assert "Không còn cơ sở nào đang trực" in words(office.at.get(f"{path}/redirect"))


def test_a_question_is_asked_from_the_list_and_its_answer_is_read(office: Office) -> None:
    path = office.refers()
    office.at.get(path)
    assert office.at.post(f"{path}/ask", {}).status_code == 200
    assert office.at.post(f"{path}/ask", {"question": "how_urgent"}).status_code == 303
    assert "Chưa trả lời" in words(office.at.get(path))
    referral = office.stands(path)
    office.session.info["actor"] = office.town.officer
    (asked,) = queries.questions_of(office.session, office.town.officer, referral)
    operations.answer(
        office.session, office.town.officer, referral, asked.id, "Cần đón ngay tối nay", clock.now()
    )
    office.session.commit()
    assert "Cần đón ngay tối nay" in words(office.at.get(path))
    assert "Cần đón ngay tối nay" not in words(office.elsewhere.get(path))


def test_contact_shows_the_block_before_any_number_and_today_s_before_the_sender_s(office: Office) -> None:
    path = office.taken()
    page = words(office.at.get(f"{path}/contact"))
    assert "hoa sữa" in page
    assert "0912345678" not in page
    case = office.session.get_one(Case, office.stands(path).taken_case_id)
    assert f"/cases/{case.reference}/number" in page
    office.session.info["actor"] = office.town.worker
    told = SafeContactRequest(may_contact="khong", channel="do_not_contact", version=1)
    safety.record(office.session, office.town.worker, case, told, clock.now())
    office.session.commit()
    page = words(office.at.get(f"{path}/contact"))
    assert "Không được liên hệ" in page
    assert "hoa sữa" not in page


def test_what_the_sender_warned_of_is_not_overlooked(office: Office) -> None:
    path = office.taken(person=PERSON | {"may_contact": "khong", "channel": "do_not_contact"})
    case = office.session.get_one(Case, office.stands(path).taken_case_id)
    office.session.info["actor"] = office.town.worker
    told = SafeContactRequest(may_contact="co", channel="phone_call", confirmed_on=clock.today(), version=1)
    safety.record(office.session, office.town.worker, case, told, clock.now())
    office.session.commit()
    assert "Bên gửi cho biết" in words(office.at.get(f"{path}/contact"))


def test_attempts_are_recorded_and_giving_up_takes_three_over_two_days(office: Office) -> None:
    path = office.accepted()
    for typed, said in (
        ({"at": "soon"}, "Nhập giờ, ví dụ"),
        ({"channel": ""}, "Chọn cách liên hệ"),
        ({"result": ""}, "Chọn kết quả"),
        ({"safe": ""}, "Cho biết lần liên hệ"),
        ({"on": "23/11/2026"}, "tương lai"),
    ):
        answer = office.tries(path, **typed)
        assert answer.status_code == 200, typed
        assert said in words(answer), typed
    assert office.tries(path, note="Chuông reo mãi").status_code == 303
    page = words(office.at.get(f"{path}/contact"))
    assert "Chuông reo mãi" in page
    assert "Số lần: 1, số ngày: 1, số cách: 1" in page
    refused = office.at.post(f"{path}/steps/give_up")
    assert refused.status_code == 200
    assert "govuk-error-summary" in refused.text
    assert office.stands(path).state == states.CONTACTING
    assert "Chuông reo mãi" not in words(office.at.get("/referrals?which=open"))


def test_an_attempt_that_was_not_safe_stops_contact_until_somebody_resumes(office: Office) -> None:
    path = office.accepted()
    assert office.tries(path, result="someone_else", safe="khong").status_code == 303
    assert office.stands(path).state == states.CONTACT_UNSAFE
    page = words(office.at.get(f"{path}/contact"))
    assert "Liên hệ không an toàn" in page
    assert "/number" not in page
    assert 'name="result"' not in page
    assert office.tries(path).status_code == 303
    assert office.stands(path).state == states.CONTACT_UNSAFE
    assert office.at.post(f"{path}/steps/resume").status_code == 303
    assert office.stands(path).state == states.CONTACTING


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("step", "leads"),
    [
        ("engage", states.ENGAGED),
        ("mark_unsafe", states.CONTACT_UNSAFE),
        ("person_declines", states.DECLINED_BY_PERSON),
    ],
)
def test_a_step_says_what_it_means_and_is_taken(office: Office, step: str, leads: str) -> None:
    path = office.taken()
    assert f"{path}/steps/{step}" in office.at.get(path).text
    assert "Bên gửi thấy" in words(office.at.get(f"{path}/steps/{step}")) or step == "person_declines"
    assert office.at.post(f"{path}/steps/{step}").status_code == 303
    assert office.stands(path).state == leads


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_closing_takes_a_reason_and_a_service_is_never_just_said(office: Office) -> None:
    path = office.taken()
    office.at.post(f"{path}/steps/engage")
    assert office.at.post(f"{path}/steps/close").status_code == 200
    assert office.at.post(f"{path}/steps/close", {"reason": "served"}).status_code == 200
    assert office.stands(path).state == states.ENGAGED
    assert office.at.post(f"{path}/steps/close", {"reason": "moved_away"}).status_code == 303
    assert office.stands(path).state == states.CLOSED
    assert path in office.at.get("/referrals?which=ended").text
    assert office.at.get(f"{path}/steps/nonsense").status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_danger_to_life_says_whether_a_colleague_has_signed(office: Office) -> None:
    path = office.refers(ground="danger_to_life", legal_ground="protect_life")
    assert "Chưa có đồng nghiệp nào" in words(office.at.get(path))
    office.session.info["actor"] = office.town.colleague
    operations.countersign(office.session, office.town.colleague, office.stands(path), clock.now())
    office.session.commit()
    assert "đã ký xác nhận lúc 22/11/2026 10:00" in words(office.at.get(path))


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_no_title_or_notice_tells_anything_of_her(office: Office) -> None:
    path = office.accepted()
    for page in ("", "/person", "/contact", "/steps/engage"):
        title = office.at.get(path + page).text.partition("<title>")[2].partition("</title>")[0]
        assert not re.search("Hòa|0912|hoa sữa|Công an", title)
    assert ENVELOPE["interpreter"] not in words(office.at.get("/referrals?which=open"))
