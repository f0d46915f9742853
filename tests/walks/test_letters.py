"""From a case to a receiver without an account, and back, each at a browser without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.outbound.models import AckLink
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.referrals.models import Referral
from casework.safety import operations as safety
from casework.safety.operations import SafeContactRequest
from tests.factories.cases import make_case, make_incident
from tests.factories.partners import make_agency, make_duty
from tests.factories.people import access_policy, make_person
from tests.walks.axe import Axe
from tests.walks.walker import Site, Walker, day

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

HER, HIM, STORY = "Đào Thị Hòa", "Trần Văn Bình", "Chị kể lại việc đã xảy ra"
SECRETS = (HER, HIM, STORY, "0912345678", "hoa sữa")


@pytest.fixture
def case(site: Site) -> Case:
    """A file that knows her, him, what happened and how she may be reached; the clinic is on duty."""
    session, user = site.session, site.staff["facility_worker"]
    policy = access_policy()
    worker = policy.actor(user.id, user.role, user.facility_id, user.name)
    session.info["actor"] = worker
    her = make_person(session, worker, site.house.id, birth="1987-03-05", phone="0912345678")
    made = make_case(session, worker, her, detected_on=date(2026, 3, 5))
    make_incident(session, worker, made, narrative=STORY)
    him = make_person(session, worker, site.house.id, PERPETRATOR, full_name=HIM, sex="nam")
    perpetrators.link(session, worker, made, him, clock.now())
    _safe(site, worker, made)
    clinic = make_agency(session, "tram_y_te", "Trạm Y tế phường Sen")
    make_duty(session, clinic, "y_te", "00004")
    session.commit()
    return made


def _safe(site: Site, worker: Actor, made: Case) -> None:
    told = SafeContactRequest(
        may_contact="co",
        channel="phone_call",
        number="0912345678",
        hours="buổi sáng",
        pickup="chị gái",
        voicemail="khong",
        caller_name="cửa hàng vải",
        code_word="hoa sữa",
    )
    safety.record(site.session, worker, made, told, clock.now())


@pytest.fixture
def opens(walker: Callable[..., Walker]) -> Callable[..., Walker]:
    """Somebody signs in, on a telephone or at a desk, without JavaScript."""
    return lambda name, width=1280: walker(width=width, java_script_enabled=False).signs_in(name)


def asks_the_clinic(worker: Walker, case: Case) -> None:
    """The first two pages: what and where, and whom."""
    worker.goes_to(f"/cases/{case.reference}/referrals")
    worker.presses("Chuyển gửi đến cơ quan, tổ chức khác")
    worker.ticks("Cần hỗ trợ gì", "Chăm sóc y tế")
    worker.presses("Tiếp tục")
    worker.page.get_by_label("Trạm Y tế phường Sen").check()
    worker.presses("Tiếp tục")


def test_a_letter_from_the_case_to_the_delivered_service(
    site: Site, case: Case, opens: Callable[..., Walker], walker: Callable[..., Walker]
) -> None:
    worker = opens("facility.worker")
    asks_the_clinic(worker, case)
    worker.sees("Trạm Y tế phường Sen", "Chưa ghi nhận sự đồng ý", "hoa sữa")
    worker.does_not_see(STORY, HIM)  # a clinic learns neither
    assert worker.page.get_by_role("group", name="Căn cứ").get_by_role("radio").count() <= 1
    worker.follows("Ghi nhận câu trả lời")
    worker.is_at(f"/cases/{case.reference}/consent/new?purpose=share_health")
    _she_agrees(site, case)
    asks_the_clinic(worker, case)
    worker.sees("Đã có sự đồng ý")
    worker.page.get_by_label("Cao", exact=True).check()
    worker.presses("Ghi nhận chuyển gửi và sang văn bản")
    worker.is_at(f"/cases/{case.reference}/referrals/*")
    worker.sees("Đã ghi nhận chuyển gửi", "Trạm Y tế phường Sen")
    here = worker.page.url
    worker.presses("Văn bản có liên kết mới")
    worker.sees(HER, "Kính gửi: Trạm Y tế phường Sen", "hoa sữa", "DỰ THẢO")
    worker.does_not_see(STORY, HIM)
    link = str(worker.page.locator(".app-document__link").inner_text())

    doctor = walker(width=360, java_script_enabled=False)
    doctor.page.goto(link.lower())
    doctor.sees("Trả lời văn bản", "Chăm sóc y tế", "Trung tâm Ánh Dương")
    doctor.does_not_see(*SECRETS)
    doctor.presses("Gửi câu trả lời")
    doctor.sees("Nhập họ tên", "Chọn câu trả lời")
    doctor.page.get_by_label("Có, chúng tôi tiếp nhận").check()
    doctor.fills({"Họ tên của bạn": "Bác sĩ Lê Thị Thu", "Chức vụ của bạn": "Trưởng trạm"})
    doctor.presses("Gửi câu trả lời")
    doctor.sees("Đã gửi câu trả lời")
    doctor.page.goto(link)
    doctor.sees("Liên kết không dùng được")

    worker.page.goto(here)
    worker.sees("Bác sĩ Lê Thị Thu", "Trưởng trạm", "Qua liên kết trong văn bản", "Đã đọc phiếu")
    _the_service_is_delivered(worker, case)
    worker.page.goto(here)
    worker.sees("Đã kết thúc")
    worker.goes_to(f"/cases/{case.reference}/history")
    worker.sees("Đã gửi phiếu chuyển gửi", "Bên nhận ngoài hệ thống đã xác nhận")
    site.session.expire_all()
    referral = site.session.scalars(select(Referral)).one()
    assert (referral.state, referral.reason) == ("closed", "served")
    assert referral.served_at is not None
    assert site.session.scalars(select(AckLink.token_hash)).one() not in link


def _she_agrees(site: Site, case: Case) -> None:
    user = site.staff["facility_worker"]
    policy = access_policy()
    worker = policy.actor(user.id, user.role, user.facility_id, user.name)
    answer = ConsentRequest(purpose="share_health", answer="given", given_on=clock.today(), manner="spoken")
    consents.record(site.session, worker, case, answer, clock.now())
    site.session.commit()


def _the_service_is_delivered(worker: Walker, case: Case) -> None:
    worker.goes_to(f"/cases/{case.reference}/services/new")
    worker.page.get_by_label("Dịch vụ", exact=True).select_option("y_te")
    worker.fills({"Ngày cung cấp": day()})
    worker.page.get_by_label("Đã cung cấp", exact=True).first.check()
    worker.presses("Lưu")
    worker.is_at(f"/cases/{case.reference}/services/")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_serious_on_the_pages_that_only_a_form_opens(
    site: Site, case: Case, walker: Callable[..., Walker], axe: Axe, width: int
) -> None:
    worker = walker(width=width, bypass_csp=True).signs_in("facility.worker")
    page = worker.page
    found: list[str] = []

    def looked() -> None:
        found.extend(axe.finds(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    worker.goes_to(f"/cases/{case.reference}/referrals/new")
    worker.ticks("Cần hỗ trợ gì", "Chăm sóc y tế")
    worker.presses("Tiếp tục")
    looked()
    page.get_by_label("Trạm Y tế phường Sen").check()
    worker.presses("Tiếp tục")
    looked()
    page.get_by_label("Nguy hiểm đến tính mạng").check()
    page.get_by_label("Cao", exact=True).check()
    page.get_by_label("Căn cứ pháp lý").select_option("protect_life")
    worker.presses("Ghi nhận chuyển gửi và sang văn bản")
    looked()
    worker.presses("Văn bản có liên kết mới")
    looked()
    page.goto(str(page.locator(".app-document__link").inner_text()))
    looked()
    assert found == []
