"""The pages of the plans' reports, from the calendar to the end of the line, without JavaScript."""

import re
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.indicators.policies import SitePolicies
from casework.releases.models import Release
from tests.factories.browser import Browser, signed_in
from tests.factories.reports import make_figures

WRITTEN = {
    "part_direction": "Đã ban hành kế hoạch.",
    "part_results": "Đã làm nhiều việc.",
    "part_plans": "Sẽ làm tiếp.",
    "agency": "Sở Nội vụ",
}


def begun(browser: Browser) -> str:
    """The address of the half-yearly report of Hưng Yên."""
    sent = browser.post("/reports/2025/hung-yen-2025/half-year/begin", opened=browser.get("/reports").text)
    assert sent.status_code == 303
    return str(sent.location)


def test_from_the_calendar_to_the_end_of_the_line(
    app: Flask, session: Session, manager: Actor, second: Actor, release: Release
) -> None:
    one, other = signed_in(app, session, manager), signed_in(app, session, second)
    page = one.get("/reports").text
    assert "09/06/2025" in page
    assert page.count("không nêu ngày") == 2
    place = begun(one)
    assert begun(other) == place
    refused = one.post(f"{place}/text", WRITTEN | {"part_results": "Gọi 0912345678"})
    assert "số điện thoại" in refused.text
    assert "Gọi 0912345678" in refused.text
    assert one.post(f"{place}/text", WRITTEN).status_code == 303
    page = one.get(place).text
    assert "Đã làm nhiều việc." in page
    assert "2025-1" in page
    form = other.get(f"{place}/text").text
    assert one.post(f"{place}/submit", opened=page).status_code == 303
    asked = other.get(f"{place}/text")
    assert (asked.status_code, asked.location) == (303, place)
    late = other.post(f"{place}/text", WRITTEN | {"part_plans": "Viết muộn."}, opened=form)
    assert "Viết muộn." in late.text  # it can't be kept there, and is not lost
    page = one.get(place).text
    assert release.digest in page
    assert "người khác sẽ ghi nhận" in page
    assert other.post(f"{place}/return", {"reason": ""}, opened=other.get(place).text).status_code == 200
    sent = other.post(f"{place}/return", {"reason": "Thiếu kinh phí."}, opened=other.get(place).text)
    assert sent.status_code == 303
    assert "Thiếu kinh phí." in one.get(place).text
    assert one.post(f"{place}/submit", opened=one.get(place).text).status_code == 303
    for _station in range(3):
        assert other.post(f"{place}/accept", opened=other.get(place).text).status_code == 303
    assert f'action="{place}/accept"' not in other.get(place).text
    assert "Được chấp nhận" in one.get("/reports").text


def test_a_second_editor_sees_what_the_first_one_wrote(
    app: Flask, session: Session, manager: Actor, second: Actor
) -> None:
    one, other = signed_in(app, session, manager), signed_in(app, session, second)
    place = begun(one)
    opened = other.get(f"{place}/text").text
    assert one.post(f"{place}/text", WRITTEN).status_code == 303
    shown = other.post(f"{place}/text", WRITTEN | {"part_plans": "Viết khác."}, opened=opened)
    assert shown.status_code == 200
    assert "Sẽ làm tiếp." in shown.text
    assert "Viết khác." in shown.text


def test_without_a_release_the_page_says_so_and_leads_to_proposing_one(
    app: Flask, session: Session, manager: Actor
) -> None:
    browser = signed_in(app, session, manager)
    place = begun(browser)
    page = browser.get(place).text
    assert "/releases/new" in page
    browser.post(f"{place}/text", WRITTEN)
    page = browser.get(place).text
    assert f'action="{place}/submit"' not in page
    version = {"version": browser.hidden(browser.get(f"{place}/text").text, "version")}
    shown = browser.post(f"{place}/submit", version, opened=page)
    assert shown.status_code == 200
    assert "Chưa có số liệu công bố nào" in shown.text


def test_a_report_whose_closing_was_overtaken_leads_to_an_extraordinary_one(
    app: Flask, session: Session, manager: Actor, policies: SitePolicies
) -> None:
    make_figures(session, policies, date(2025, 12, 31))
    browser = signed_in(app, session, manager)
    page = browser.get(begun(browser)).text
    assert "đã công bố số liệu chốt ngày 31/12/2025" in page
    assert 'href="/reports/new?year=2025"' in page
    assert "/releases/new" not in page
    offered = browser.get("/releases/new").text
    assert 'value="2025/2025-12-31"' in offered
    assert "2025-h1/2025-06-09" not in offered


def test_a_report_without_a_date_is_asked_for_its_days(app: Flask, session: Session, manager: Actor) -> None:
    browser = signed_in(app, session, manager)
    page = browser.get("/reports?year=2025").text
    asks = re.search(r'href="(/reports/new\?wanted=tran-lieu-2025[^"]*)"', page)
    assert asks
    form = browser.get(asks[1].replace("&amp;", "&")).text
    assert 'value="tran-lieu-2025/as-required" selected' in form
    wrong = browser.post("/reports/new", {"wanted": "tran-lieu-2025/as-required", "year": "2025"})
    assert "Hãy nhập ngày chốt số liệu" in wrong.text
    days = {"cut_off": "9/6/2025", "last_day": ""}
    sent = browser.post(
        "/reports/new", {"wanted": "tran-lieu-2025/as-required", "year": "2025"} | days, opened=form
    )
    assert sent.status_code == 303
    assert "không nêu ngày" in browser.get(sent.location).text
    assert ", lần 1" in browser.get("/reports?year=2025").text


def test_a_year_that_the_plan_does_not_cover_is_said_at_its_field(
    app: Flask, session: Session, manager: Actor
) -> None:
    browser = signed_in(app, session, manager)
    asked = {"wanted": "tran-lieu-2025/as-required", "year": "2020", "cut_off": "9/6/2020", "last_day": ""}
    shown = browser.post("/reports/new", asked, opened=browser.get("/reports/new").text)
    assert shown.status_code == 200
    assert "Kế hoạch không yêu cầu báo cáo này" in shown.text
    assert 'value="9/6/2020"' in shown.text


def test_no_two_reports_outside_the_calendar_are_called_the_same(
    app: Flask, session: Session, manager: Actor
) -> None:
    page = signed_in(app, session, manager).get("/reports/new").text
    offered = re.findall(r'<option value="[^"]*/[^"]*"[^>]*>([^<]+)', page)
    assert len(offered) == len(set(offered)) > 5


def test_no_calendar_has_such_a_year(app: Flask, session: Session, manager: Actor) -> None:
    browser = signed_in(app, session, manager)
    opened = browser.get("/reports").text
    for year in (0, 10_000, 10**30):
        sent = browser.post(f"/reports/{year}/tran-lieu-2025/occasional/begin", opened=opened)
        assert sent.status_code == 404


def test_what_falls_due_is_on_the_managers_work_list(app: Flask, session: Session, manager: Actor) -> None:
    browser = signed_in(app, session, manager)
    place = begun(browser)
    page = browser.get("/work").text
    assert "hung-yen-2025, 2025" in page
    assert place in page
