"""The shared parts in a real browser: under the strict policy, at two widths, by keyboard, without script."""

import dataclasses
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from casework.ui.context import EXTENSION, Wiring
from tests.factories.apps import borrowed
from tests.ui import kitchen

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

AXE = (Path(__file__).parents[1] / "assets" / "axe.min.js").read_text()
PAGES = ("/kitchen/sink", "/kitchen/form", "/no-such-page")


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, kind: str, message: str, *args: Any) -> None:
        pass


@pytest.fixture
def address(wiring: Wiring) -> Iterator[str]:
    """The kitchen, served on this machine without TLS."""
    place = dataclasses.replace(wiring.settings, tls=False)
    with borrowed(dataclasses.replace(wiring, settings=place), kitchen.install) as app:
        yield from served(app)


def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    here = f"http://127.0.0.1:{server.port}"
    wiring: Wiring = app.extensions[EXTENSION]
    away = dataclasses.replace(wiring.settings, exit_url=f"{here}/kitchen/away")
    app.extensions[EXTENSION] = dataclasses.replace(wiring, settings=away)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """Opens pages as a worker and collects what the browser complains about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def __call__(self, path: str, *, width: int = 1280, language: str = "vi", **options: Any) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 800}, **options)
        self.contexts.append(context)
        context.add_cookies([{"name": "role", "value": "facility_worker", "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        if language == "en":
            page.get_by_role("button", name="English").click()
        return page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    for context in visit.contexts:
        context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing(visit: Visit, width: int, language: str) -> None:
    page = visit(PAGES[0], width=width, language=language, bypass_csp=True)
    for path in PAGES:
        page.goto(visit.address + path)
        page.add_script_tag(content=AXE)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => `${v.id} ${v.nodes[0].html}`))")
        assert found == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_table_lies_down_on_a_telephone_and_is_still_a_table(visit: Visit) -> None:
    page = visit("/kitchen/sink", width=360)
    cells = page.locator("tbody tr").first.locator("td")
    beside = "all => new Set(all.map(one => one.getBoundingClientRect().x)).size"
    named = "one => getComputedStyle(one, '::before').content"
    assert cells.evaluate_all(beside) == 1
    assert cells.nth(2).evaluate(named).startswith('"Số lượng"')
    # Some browsers take a table that is displayed as blocks for one only when it says so.
    roles = {"table": 1, "rowgroup": 2, "row": 6, "columnheader": 3, "cell": 15}
    assert {
        role: page.locator(f'table [role="{role}"], table[role="{role}"]').count() for role in roles
    } == roles
    page.set_viewport_size({"width": 700, "height": 800})
    assert cells.evaluate_all(beside) == 3
    assert cells.nth(2).evaluate(named) == "none"


def test_the_policy_of_the_page_is_kept_by_its_own_parts(visit: Visit) -> None:
    page = visit("/kitchen/sink")
    page.goto(visit.address + "/kitchen/form")
    expect(page.locator("body.js-enabled")).to_have_count(1)
    expect(page.get_by_role("button", name="Hiện mật khẩu")).to_be_visible()
    assert visit.complaints == []


def test_a_wrong_form_puts_the_focus_on_the_summary(visit: Visit) -> None:
    page = visit("/kitchen/form")
    page.get_by_label("Ngày phát hiện").fill("31/2/2026")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Lỗi: "))
    page.get_by_role("link", name="Không có ngày này").click()
    expect(page.get_by_label("Ngày phát hiện")).to_be_focused()
    expect(page.get_by_label("Ngày phát hiện")).to_have_value("31/2/2026")


@pytest.mark.parametrize("script", [True, False])
def test_a_form_is_filled_and_sent_with_and_without_script(visit: Visit, script: bool) -> None:
    page = visit("/kitchen/form", java_script_enabled=script)
    place = page.get_by_label("Xã, phường")
    expect(place).to_be_hidden()
    page.get_by_label("Bạo lực gia đình", exact=True).check()
    expect(place).to_be_visible()
    place.fill("Ba Đình, Hà Nội")
    page.get_by_label("Ngày phát hiện").fill("5/3/2026")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("body")).to_contain_text('"commune_code":"00004"')


def test_the_keyboard_alone_reaches_the_content_and_the_way_out(visit: Visit) -> None:
    page = visit("/kitchen/form")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đi tới nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto(visit.address + "/kitchen/form")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Weather")


@pytest.mark.parametrize("script", [True, False])
def test_leaving_shows_a_neutral_page(visit: Visit, script: bool) -> None:
    page = visit("/kitchen/form", java_script_enabled=script)
    page.locator("a.govuk-exit-this-page__button").click()
    expect(page).to_have_title("Weather")


def test_shift_three_times_leaves(visit: Visit) -> None:
    page = visit("/kitchen/form")
    expect(page.locator("body.js-enabled")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_title("Weather")


def test_names_of_communes_are_offered_without_telling_the_server_what_was_typed(visit: Visit) -> None:
    page = visit("/kitchen/form")
    asked: list[str] = []
    page.get_by_label("Bạo lực gia đình", exact=True).check()
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Xã, phường").press_sequentially("ba dinh ha noi")
    expect(page.locator("datalist option").first).to_have_attribute(
        "value", "Phường Ba Đình, Thành phố Hà Nội"
    )
    assert [url for url in asked if "communes.json" not in url] == []
    assert len(asked) == 1


def test_a_draft_is_saved_while_one_types(visit: Visit) -> None:
    kitchen.drafts.clear()
    page = visit("/kitchen/form")
    page.get_by_label("Diễn biến").fill("Một câu")
    expect(page.locator("[data-autosave-status]")).to_have_text("Đã lưu bản nháp")
    assert kitchen.drafts[-1]["narrative"] == "Một câu"


def test_somebody_idle_is_warned_then_sent_away(visit: Visit) -> None:
    page = visit("/no-such-page")
    page.clock.install()
    page.goto(visit.address + "/kitchen/form")
    expect(page.locator("body.js-enabled")).to_have_count(1)
    page.clock.run_for(12 * 60_000)
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for(2 * 60_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    with page.expect_response("**/still-here") as answer:
        page.get_by_role("button", name="Tôi vẫn ở đây").click()
    assert answer.value.status == 204
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for(14 * 60_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.clock.run_for(2 * 60_000)
    expect(page).not_to_have_url(re.compile(r"/kitchen/form$"))


def test_the_second_person_sees_the_difference(visit: Visit) -> None:
    page = visit("/kitchen/try/stale")
    page.get_by_label("Name").fill("mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("saved by the other")
    expect(page.get_by_label("Name")).to_have_value("mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("body")).to_have_text("saved mine at 7")


def test_print_leaves_the_frame_of_the_page_away(visit: Visit) -> None:
    page = visit("/kitchen/sink")
    page.emulate_media(media="print")
    for part in (".app-header", ".app-exit", ".govuk-service-navigation", ".app-filter", ".govuk-pagination"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("table")).to_be_visible()
