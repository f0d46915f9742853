"""What she agreed to is recorded, taken back, and printed for her: on a telephone, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from casework import clock
from casework.consent import operations
from casework.consent.operations import ConsentRequest
from tests.factories.cases import make_case
from tests.factories.users import actor_of
from tests.walks.walker import Site, Walker, day

ROOM = {"top": "20mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
pytestmark = [pytest.mark.browser, pytest.mark.real_clock]


def printed(page: Page, *, headed: bool) -> bytes:
    """What a printer gets: with or without the address and the title of the page, as the browser is set."""
    return page.pdf(display_header_footer=headed, margin=ROOM)  # type: ignore[arg-type]  # a dict of its kind


def pages(document: bytes) -> int:
    """How many sheets it takes."""
    return int(re.findall(rb"/Count (\d+)", document)[0])


def test_she_agrees_to_one_unit_and_changes_her_mind(walker: Callable[..., Walker], site: Site) -> None:
    worker = actor_of(site.staff["facility_worker"])
    site.session.info["actor"] = worker
    case = make_case(site.session, worker)
    site.session.commit()
    unit = site.agencies["police_officer"].name
    at = walker(width=360, java_script_enabled=False).signs_in("facility.worker")
    at.goes_to(f"/cases/{case.reference}/consent")
    at.presses("Ghi nhận ý kiến")
    at.page.get_by_label("Chuyển thông tin cho công an").check()
    at.presses("Tiếp tục")
    at.page.get_by_label("Đối với nơi nào").select_option(unit)
    at.page.get_by_label("Đồng ý", exact=True).check()
    at.page.get_by_label("Lời nói, gặp trực tiếp").check()
    at.presses("Lưu")
    expect(at.page.get_by_role("heading", name=f"Chuyển thông tin cho công an – {unit}")).to_be_visible()
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 360
    at.page.get_by_role("link", name="Rút lại").click()
    at.page.get_by_label("Lời nói, qua điện thoại").check()
    at.presses("Rút lại đồng ý")
    expect(at.page.get_by_text("Đã rút lại đồng ý").first).to_be_visible()
    expect(at.page.get_by_role("link", name="Rút lại")).to_have_count(0)
    assert day() in at.page.inner_text("main")


def test_only_the_slip_is_printed_with_no_room_for_an_address(
    walker: Callable[..., Walker], site: Site
) -> None:
    worker = actor_of(site.staff["facility_worker"])
    site.session.info["actor"] = worker
    case = make_case(site.session, worker)
    for purpose in ("case_work", "share_police", "share_social", "share_health"):
        told = ConsentRequest(purpose=purpose, answer="given", given_on=clock.today(), manner="spoken")
        operations.record(site.session, worker, case, told, clock.now())
    site.session.commit()
    at = walker().signs_in("facility.worker")
    at.goes_to(f"/cases/{case.reference}/consent/slip")
    page = at.page
    page.emulate_media(media="print")
    assert page.inner_text("body").strip() == page.inner_text(".app-slip").strip()
    assert pages(printed(page, headed=True)) == 1
    assert len(printed(page, headed=True)) == len(printed(page, headed=False))
    at.goes_to(f"/cases/{case.reference}/consent")  # where there is room, the browser does print it
    assert len(printed(page, headed=True)) > len(printed(page, headed=False))
    assert at.complaints == []
