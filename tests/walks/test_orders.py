"""A worker asks for a no-contact order on a telephone, without JavaScript; the paper prints on A4 by itself."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from casework import clock
from casework.clock import local
from tests.factories.cases import make_case, make_incident
from tests.factories.orders import make_accused, make_order
from tests.factories.people import make_person
from tests.factories.users import actor_of
from tests.walks.walker import Site, Walker

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

SHOWN = """name => Array.from(document.querySelectorAll(name)).some(one => one.checkVisibility())"""


def moment(hours: float = 0) -> str:
    """A moment as staff type it."""
    return f"{local(clock.now() + timedelta(hours=hours)):%d/%m/%Y %H:%M}"


def test_from_the_request_to_a_breach(walker: Callable[..., Walker], site: Site) -> None:
    session, worker = site.session, actor_of(site.staff["facility_worker"])
    session.info["actor"] = worker
    survivor = make_person(session, worker, site.house.id, full_name="Đào Thị Hòa", address="Số 5 ngõ 7")
    case = make_case(session, worker, survivor)
    make_incident(session, worker, case, acts=("a", "b"))
    make_accused(session, worker, case, clock.now(), address="Số 9 ngõ 11")
    session.commit()
    one = walker(width=360, java_script_enabled=False).signs_in("facility.worker")
    page = one.page
    one.goes_to(f"/cases/{case.reference}/orders/new")
    page.get_by_label("Người bị bạo lực", exact=True).check()
    page.get_by_label("Người bị bạo lực (hoặc người giám hộ) đề nghị hoặc đồng ý").check()
    page.get_by_label("Người ra quyết định nhận được lúc").fill(moment(-3))
    page.get_by_label("Vì sao cần cấm tiếp xúc").fill("Anh ta dọa giết chị")
    one.presses("Lưu")
    page.get_by_text("Đang chờ quyết định").wait_for()
    one.presses("Ghi nhận quyết định")
    page.get_by_label("Ra quyết định cấm tiếp xúc").check()
    page.get_by_label("Thời điểm ký hoặc thông báo").fill(moment(-2))
    page.get_by_label("Quyết định hết hiệu lực lúc").fill(moment(72))
    one.presses("Lưu")
    assert "không quá 3 ngày mỗi lần" in page.locator(".govuk-error-summary").inner_text()
    page.get_by_label("Quyết định hết hiệu lực lúc").fill(moment(70))
    one.presses("Lưu")
    page.get_by_text("Đang có hiệu lực").wait_for()
    one.presses("Ghi nhận vi phạm")
    page.get_by_label("Thời gian xảy ra").fill(moment(-1))
    one.presses("Lưu")
    assert re.search(r"/risk$", page.url)
    page.get_by_text("Vi phạm quyết định cấm tiếp xúc: đánh giá lại nguy cơ ngay.").wait_for()
    assert one.complaints == []


def test_only_the_paper_is_printed(walker: Callable[..., Walker], site: Site) -> None:
    session, worker = site.session, actor_of(site.staff["facility_worker"])
    session.info["actor"] = worker
    case = make_case(session, worker, make_person(session, worker, site.house.id))
    order = make_order(session, worker, case, make_accused(session, worker, case, clock.now()), clock.now())
    session.commit()
    one = walker().signs_in("facility.worker")
    one.goes_to(f"/cases/{case.reference}/orders/{order.id}/paper")
    around = (".app-header", ".app-footer", "h1", ".govuk-back-link", ".app-exit")
    assert all(one.page.evaluate(SHOWN, name) for name in around)
    one.page.emulate_media(media="print")
    assert not any(one.page.evaluate(SHOWN, name) for name in around)
    assert one.page.evaluate(SHOWN, ".app-document")
    printed = one.page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][\d.]* 84[12]", printed)
    assert one.complaints == []
