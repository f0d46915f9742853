"""What goes wrong on a working day: a session that ran out, a colleague who was faster, somebody at the door."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from casework.accounts.models import UserSession
from tests.walks.intake import HER_NAME, WORDS, opens_a_case, tells_who_and_what
from tests.walks.walker import Site, Walker, day

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]


def test_a_draft_is_found_again_after_the_session_ran_out(walker: Callable[..., Walker], site: Site) -> None:
    # given
    worker = walker(java_script_enabled=False).signs_in("facility.worker")
    worker.follows("Lập vụ việc")
    tells_who_and_what(worker)
    # when
    site.an_hour_passes()
    worker.presses("Lập vụ việc này")
    # then
    expect(worker.page).to_have_url(re.compile("/sign-in"))
    worker.does_not_see(HER_NAME)
    # when
    worker.fills({"Tên đăng nhập": "facility.worker"})
    worker.page.get_by_label("Mật khẩu", exact=True).fill("bốn từ không liên quan")
    worker.presses("Đăng nhập")
    # then
    expect(worker.page.get_by_label("Họ và tên")).to_have_value(HER_NAME)
    expect(worker.page.locator("textarea[name=narrative]")).to_have_value(WORDS)
    worker.presses("Lập vụ việc này")
    worker.is_at("/cases/*")


def test_the_second_editor_sees_the_conflict_and_loses_nothing(walker: Callable[..., Walker]) -> None:
    # given
    one = walker().signs_in("facility.worker")
    opens_a_case(one)
    path = one.page.url.removeprefix(one.site.address) + "/survivor"
    other = walker().signs_in("dong.nghiep")
    for person in (one, other):
        person.goes_to(path)
    # when
    other.fills({"Địa chỉ": "Số 1 phố Người Kia"})
    other.presses("Lưu")
    one.fills({"Địa chỉ": "Số 2 phố Của Tôi"})
    one.presses("Lưu")
    # then
    expect(one.page.locator(".govuk-error-summary")).to_contain_text("Số 1 phố Người Kia")
    expect(one.page.get_by_label("Địa chỉ", exact=True)).to_have_value("Số 2 phố Của Tôi")
    one.presses("Lưu")
    one.is_at("/cases/*")
    one.goes_to(path.replace("/survivor", "/history"))
    one.sees("Sửa thông tin người", "Địa chỉ")


@pytest.mark.parametrize("script", [True, False])
def test_the_exit_button_ends_the_session(walker: Callable[..., Walker], site: Site, script: bool) -> None:
    # given
    worker = walker(java_script_enabled=script).signs_in("facility.worker")
    worker.is_at("/cases")
    # when
    worker.page.locator("a.govuk-exit-this-page__button").click()
    # then
    expect(worker.page).to_have_url(re.compile("icon.svg"))
    assert all(site.session.scalars(select(UserSession.ended_at)))
    site.session.commit()
    worker.page.go_back()
    worker.goes_to("/cases")
    expect(worker.page).to_have_url(re.compile("/sign-in"))


def test_the_language_is_switched_and_stays(walker: Callable[..., Walker]) -> None:
    # given
    worker = walker().signs_in("facility.worker")
    # when
    worker.presses("English")
    # then
    worker.is_at("/cases")
    worker.sees("Cases")
    worker.goes_to("/search")
    expect(worker.page.locator("html")).to_have_attribute("lang", "en")
    worker.presses("Sign out")
    expect(worker.page).to_have_url(re.compile("/sign-in"))


def test_signing_in_and_opening_a_case_by_keyboard_alone(walker: Callable[..., Walker]) -> None:
    # given
    worker = walker()
    worker.goes_to("/")
    keyboard, page = worker.page.keyboard, worker.page

    def tabs_to(selector: str) -> None:
        for _ in range(150):
            keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    def types(field: str, text: str) -> None:
        tabs_to(f"[name={field}]")
        keyboard.type(text)

    # when
    types("username", "facility.worker")
    types("password", "bốn từ không liên quan")
    keyboard.press("Enter")
    worker.is_at("/cases")
    tabs_to("a[href='/cases/new']")
    keyboard.press("Enter")
    worker.is_at("/cases/new")
    types("full_name", HER_NAME)
    tabs_to("[name=sex]")
    keyboard.press("Space")
    tabs_to("[name=may_contact]")
    keyboard.press("ArrowDown")
    tabs_to("[name=kind]")
    for _ in range(3):
        keyboard.press("ArrowDown")
    types("detected_on", day())
    types("commune_code", "Ba Đình, Hà Nội")
    tabs_to("[name=source]")
    keyboard.press("ArrowDown")
    tabs_to("[name=need]")
    keyboard.press("Space")
    tabs_to("button[value=open], main button.govuk-button:not(.govuk-button--secondary)")
    keyboard.press("Enter")
    # then
    worker.is_at("/cases/*")
    worker.sees(HER_NAME)
