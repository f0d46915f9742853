"""A referral's whole life between two organisations, each at its own browser, without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from casework import clock
from casework.providers.models import Provider
from casework.referrals.models import Referral, ReferralStep
from tests.factories.partners import make_duty
from tests.factories.referrals import make_referral
from tests.factories.users import actor_of
from tests.walks.test_officer import HER_NAME, NEXT, answers_seven_questions
from tests.walks.walker import Site, Walker, day

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

SECRETS = (HER_NAME, "0912 345 678", "0912345678", "Anh ta dọa giết tôi.", "hoa mai")
PLACES = ("Ánh Dương", "Cơ sở Hai", "tạm lánh")
TOLD: dict[str, Any] = {"services": ("tam_lanh",), "risk": "extreme"}
ENVELOPE = {
    "risk_signs": ["threat_to_kill"],
    "sex": "nu",
    "age_band": "18_59",
    "acts": ["a"],
    "children_present": "co",
}
PERSON = {
    "may_contact": "co",
    "channel": "phone_call",
    "number": "0987 654 321",
    "voicemail": "chua_ro",
    "code_word": "hoa mai",
    "full_name": HER_NAME,
    "birth": "1990",
    "phone": "0912 345 678",
    "narrative": "Anh ta dọa giết tôi.",
}


@pytest.fixture
def on_duty(site: Site) -> Site:
    """Two facilities on duty for shelter: the one of the site's staff first."""
    make_duty(site.session, site.house, "tam_lanh", "00004")
    other = site.session.scalars(select(Provider).where(Provider.name == "Cơ sở Hai")).one()
    make_duty(site.session, other, "tam_lanh", "00004", 2)
    site.session.commit()
    return site


@pytest.fixture
def opens(walker: Callable[..., Walker]) -> Callable[..., Walker]:
    """Somebody signs in, on a telephone or at a desk, without JavaScript."""
    return lambda name, width=1280: walker(width=width, java_script_enabled=False).signs_in(name)


def refers(officer: Walker) -> str:
    """Refer somebody at the pages, question by question; the address at which the officer follows it."""
    answers_seven_questions(officer)
    officer.presses(NEXT)
    officer.presses("Gửi phiếu chuyển gửi")
    officer.is_at("/refer/sent/*/receipt")
    return officer.page.url.removeprefix(officer.site.address).removesuffix("/receipt")


def has_referred(site: Site) -> str:
    """What those pages send, sent without them; the address at which the officer follows it."""
    officer = actor_of(site.staff["police_officer"])
    site.session.info["actor"] = officer
    person = PERSON | {"confirmed_on": str(clock.today())}
    referral = make_referral(site.session, officer, site.house, **TOLD, envelope=ENVELOPE, person=person)
    site.session.commit()
    return f"/refer/sent/{referral.reference}"


def reads_the_envelope(worker: Walker) -> str:
    """From the list to the first one that waits; the address of its page."""
    worker.follows("Chuyển gửi đến")
    worker.does_not_see(*SECRETS)
    worker.page.locator("td a").first.click()
    worker.is_at("/referrals/*")
    worker.sees("Đã đọc phiếu", "Đặc biệt cao", "Bố trí nơi tạm lánh", "Công an")
    worker.does_not_see(*SECRETS)
    return worker.page.url.removeprefix(worker.site.address)


def accepts(worker: Walker) -> None:
    """Take on the referral whose page is open: one decision."""
    worker.presses("Tiếp nhận")
    worker.does_not_see(*SECRETS)
    worker.presses("Tiếp nhận")
    worker.is_at("/referrals/*")
    worker.sees("Đã tiếp nhận chuyển gửi", "Chưa lập vụ việc")


def opens_the_case(worker: Walker) -> None:
    """Open the case of the accepted referral whose page is open."""
    worker.presses("Lập vụ việc")
    worker.is_at("/referrals/*/case")
    worker.ticks("Loại vụ việc", "Bạo lực gia đình")
    worker.ticks("Người này có nhu cầu hỗ trợ không?", "Có")
    worker.presses("Lập vụ việc này")
    worker.is_at("/referrals/*")
    worker.sees("Đã lập vụ việc.")
    worker.does_not_see("Chưa lập vụ việc")


def tries(
    worker: Walker, result: str, *, channel: str = "phone_call", on: str = "", safe: str = "Có"
) -> None:
    """Record an attempt on the page of contact."""
    worker.presses("Liên hệ với người được chuyển gửi")
    worker.page.get_by_label("Bằng cách nào").select_option(channel)
    if on:
        worker.fills({"Ngày liên hệ": on})
    worker.ticks("Kết quả thế nào?", result)
    worker.ticks("Có an toàn không?", safe)
    worker.presses("Ghi lần liên hệ")
    worker.sees("Đã ghi lần liên hệ.")


def learns(officer: Walker, path: str, *states: str) -> None:
    """The officer sees these states, their times, and nothing else of it."""
    officer.goes_to(path)
    officer.sees(*states)
    officer.does_not_see(*SECRETS, *PLACES)
    officer.goes_to("/refer/sent/")
    officer.sees(states[-1])
    officer.does_not_see(*SECRETS, *PLACES)


@pytest.mark.parametrize("engine_kind", ["sqlite", "postgresql"])
def test_from_the_officer_to_the_service_and_back(
    opens: Callable[..., Walker], on_duty: Site, engine_kind: str
) -> None:
    # given
    officer, worker = opens("police.officer", 360), opens("facility.worker")
    path = refers(officer)
    learns(officer, path, "Đã gửi")
    # when: the envelope, and nothing of whom
    page = reads_the_envelope(worker)
    learns(officer, path, "Đã đọc phiếu")
    # when: accepted, the person opens
    worker.goes_to(page)
    accepts(worker)
    learns(officer, path, "Đã tiếp nhận")
    worker.follows("Nội dung bên gửi cung cấp về người được chuyển gửi")
    worker.sees(HER_NAME, "hoa mai", "Anh ta dọa giết tôi.")
    worker.does_not_see("0912 345 678", "0987 654 321")
    worker.presses("Hiện các số liên hệ")
    worker.sees("0912 345 678", "0987 654 321")
    # when: contacted at once, before there is a case
    worker.goes_to(page)
    worker.presses("Liên hệ với người được chuyển gửi")
    worker.sees("hoa mai")
    worker.does_not_see("0987 654 321")
    worker.presses("Hiện các số liên hệ")
    worker.sees("0987 654 321")
    worker.goes_to(page)
    tries(worker, "Đã liên hệ được")
    learns(officer, path, "Đang tìm cách liên hệ")
    # when: the case is opened, the number stands in it, she is met
    worker.goes_to("/work")
    worker.sees("Lập vụ việc cho chuyển gửi đã tiếp nhận")
    worker.goes_to(page)
    opens_the_case(worker)
    learns(officer, path, "Đang tìm cách liên hệ")
    worker.presses("Liên hệ với người được chuyển gửi")
    worker.does_not_see("0987 654 321")
    worker.presses("Hiện số điện thoại")
    worker.sees("0987 654 321")
    worker.goes_to(page)
    worker.presses("Ghi đã gặp")
    worker.presses("Xác nhận")
    learns(officer, path, "Đã gặp, đang hỗ trợ")
    # when: a service is delivered, the loop closes by itself
    worker.follows("Hồ sơ vụ việc")
    worker.follows("Dịch vụ hỗ trợ")
    worker.presses("Ghi nhận dịch vụ")
    worker.page.get_by_label("Dịch vụ", exact=True).select_option("tam_lanh")
    worker.page.get_by_label("Nơi cung cấp").select_option(label="Trung tâm Ánh Dương")
    worker.ticks("Tình trạng", "Đã cung cấp")
    worker.page.get_by_label("Ngày cung cấp").fill(day())
    worker.presses("Lưu")
    worker.is_at("/cases/*/services/")
    # then
    learns(officer, path, "Đã kết thúc")
    worker.goes_to("/referrals?which=ended")
    worker.sees("Đã kết thúc")
    officer.is_told_that_there_is_no_such_page(page)
    officer.is_told_that_there_is_no_such_page("/cases")


def test_declined(opens: Callable[..., Walker], on_duty: Site) -> None:
    # given
    officer, worker = opens("police.officer"), opens("facility.worker", 360)
    path = has_referred(on_duty)
    page = reads_the_envelope(worker)
    # when
    worker.presses("Từ chối")
    worker.presses("Từ chối")
    worker.sees("Chọn lý do")
    worker.ticks("Vì sao không tiếp nhận được?", "Không còn chỗ hoặc không đủ người")
    worker.presses("Từ chối")
    # then
    worker.is_at("/referrals/*")
    worker.sees("Nơi nhận từ chối", "Không còn nội dung để đọc")
    learns(officer, path, "Nơi nhận từ chối")
    officer.does_not_see("Không còn chỗ")
    worker.goes_to(f"{page}/person")
    worker.does_not_see(*SECRETS)


def test_passed_on_to_another_house(opens: Callable[..., Walker], on_duty: Site) -> None:
    # given
    officer, worker, other = opens("police.officer"), opens("facility.worker"), opens("nguoi.khac", 360)
    path = has_referred(on_duty)
    reads_the_envelope(worker)
    # when
    worker.presses("Chuyển tiếp")
    worker.sees("Cơ sở Hai")
    worker.ticks("Chuyển tiếp đến cơ sở nào?", "Cơ sở Hai · Cơ sở trợ giúp xã hội")
    worker.ticks("Vì sao chuyển tiếp?", "Ngoài địa bàn")
    worker.presses("Chuyển tiếp cho cơ sở này")
    # then: the first house reads nothing more, the second one does
    worker.sees("Đã chuyển tiếp", "Không còn nội dung để đọc")
    learns(officer, path, "Đã chuyển tiếp", "Đã gửi")
    reads_the_envelope(other)
    accepts(other)
    other.follows("Nội dung bên gửi cung cấp về người được chuyển gửi")
    other.sees(HER_NAME)
    learns(officer, path, "Đã tiếp nhận")
    worker.is_told_that_there_is_no_such_page(other.page.url.removeprefix(other.site.address))


def test_asked_and_answered(opens: Callable[..., Walker], on_duty: Site) -> None:
    # given
    officer, worker = opens("police.officer", 360), opens("facility.worker")
    path = has_referred(on_duty)
    page = reads_the_envelope(worker)
    # when
    worker.presses("Hỏi thêm")
    worker.ticks("Cần biết thêm điều gì?", "Cần đón ngay hay có thể chờ?")
    worker.presses("Gửi câu hỏi")
    worker.sees("Chờ bổ sung thông tin", "Chưa trả lời")
    officer.goes_to(path)
    officer.sees("Chờ bổ sung thông tin", "Cần đón ngay hay có thể chờ?")
    officer.presses("Trả lời câu hỏi")
    officer.fills({"Trả lời": "Cần đón trước mười giờ tối"})
    officer.presses("Gửi câu trả lời")
    # then
    worker.goes_to(page)
    worker.sees("Cần đón trước mười giờ tối", "Đã đọc phiếu")
    accepts(worker)
    learns(officer, path, "Đã tiếp nhận")


def test_taken_back_under_the_reader_s_eyes(opens: Callable[..., Walker], on_duty: Site) -> None:
    # given
    officer, worker = opens("police.officer"), opens("facility.worker")
    path = has_referred(on_duty)
    page = reads_the_envelope(worker)
    worker.presses("Tiếp nhận")
    # when
    officer.goes_to(path)
    officer.presses("Thu hồi phiếu chuyển gửi")
    officer.page.get_by_label("Người được chuyển gửi rút lại đồng ý").check()
    officer.page.locator("main form button[type=submit]").click()
    officer.is_at("/refer/sent/*")
    # then: what the worker has open can no longer be sent
    worker.presses("Tiếp nhận")
    worker.is_at("/referrals/*")
    worker.sees("Không thể làm việc này nữa", "Đã thu hồi")
    worker.does_not_see(*SECRETS)
    assert worker.page.url.endswith(page)
    learns(officer, path, "Đã thu hồi")


def test_not_contactable_takes_three_attempts_on_two_days_by_two_ways(
    opens: Callable[..., Walker], on_duty: Site
) -> None:
    # given: accepted three days ago
    officer, worker = opens("police.officer"), opens("facility.worker", 360)
    path = has_referred(on_duty)
    page = reads_the_envelope(worker)
    accepts(worker)
    before = clock.now() - timedelta(days=3)
    on_duty.session.execute(update(Referral).values(decided_at=before, sent_at=before))
    on_duty.session.commit()
    # when: too little was tried
    worker.goes_to(page)
    tries(worker, "Không trả lời", on=day(1))
    tries(worker, "Không trả lời")
    worker.presses("Ghi không liên hệ được")
    worker.sees("Số lần: 2, số ngày: 2, số cách: 1")
    worker.presses("Xác nhận")
    worker.sees("Có lỗi")
    # when enough was tried
    worker.goes_to(page)
    tries(worker, "Không gặp được ở nơi hẹn", channel="in_person")
    worker.presses("Ghi không liên hệ được")
    worker.presses("Xác nhận")
    # then
    worker.sees("Không liên hệ được")
    learns(officer, path, "Không liên hệ được")
    acts = on_duty.session.scalars(select(ReferralStep.act)).all()
    assert "give_up" in acts
    # when: she calls by herself
    worker.goes_to(page)
    opens_the_case(worker)
    worker.presses("Ghi đã gặp")
    worker.presses("Xác nhận")
    learns(officer, path, "Đã gặp, đang hỗ trợ")


def test_contact_that_was_not_safe_stops(opens: Callable[..., Walker], on_duty: Site) -> None:
    # given
    officer, worker = opens("police.officer"), opens("facility.worker")
    path = has_referred(on_duty)
    page = reads_the_envelope(worker)
    accepts(worker)
    # when
    tries(worker, "Người khác nghe máy hoặc ra gặp", safe="Không")
    # then
    worker.sees("Liên hệ không an toàn")
    learns(officer, path, "Liên hệ không an toàn")
    worker.goes_to(f"{page}/contact")
    expect(worker.page.get_by_role("button", name="Hiện số điện thoại")).to_have_count(0)
    expect(worker.page.get_by_role("button", name="Ghi lần liên hệ")).to_have_count(0)
