"""The manager's pages and downloads; who may open them; what is withheld looks the same."""

import csv
import io
import re
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
from sqlalchemy.orm import Session

from casework.indicators.plans import Plans
from casework.indicators.policies import load_policies
from casework.paths import ROOT_POLICIES
from casework.reports import views
from casework.vocabulary import Words
from tests.factories.browser import Browser
from tests.reports.conftest import Staff

PAGES = ("/indicators", "/indicators/definitions", "/indicators/figures.csv", "/indicators/figures.xlsx")
QUERY = "?period=2026-h1&area=VN"


@pytest.fixture
def engine_kind() -> str:
    """What pages show does not depend on the engine; the operations' tests run on both."""
    return "sqlite"


@pytest.fixture
def browser(sample: Session, staff: Staff) -> Browser:
    """A manager's browser, over the sample ledger, in English."""
    one = staff("manager")
    one.post("/language", {"language": "en"}, opened=one.get("/indicators").text)
    return one


@pytest.mark.parametrize("role", ["manager", "facility_supervisor"])
@pytest.mark.parametrize("path", PAGES)
def test_managers_and_supervisors_read_and_download(staff: Staff, role: str, path: str) -> None:
    assert staff(role).get(path).status_code == 200


@pytest.mark.parametrize(
    "role", ["facility_worker", "perpetrator_counsellor", "administrator", "data_protection_officer"]
)
@pytest.mark.parametrize("path", PAGES)
def test_for_others_there_is_nothing_there(staff: Staff, role: str, path: str) -> None:
    refused, missing = staff(role).get(path), staff(role).get("/indicators/nothing-here")
    assert refused.status_code == missing.status_code == 404
    assert _plain(refused.text) == _plain(missing.text)


def _plain(page: str) -> str:
    tokens = re.sub(r'value="[^"]*"', "", page)
    return re.sub(r'data-token="[^"]*"|/indicators\S*', "", tokens)


def test_the_page_shows_counts_shares_targets_and_sources(browser: Browser) -> None:
    page = browser.get("/indicators" + QUERY).text
    for words in (
        "52/95 (54.7 %)",
        "Target not met",
        "80 %",
        "43/79",
        "Nghị quyết 28",
        "Resolution 28/NQ-CP",
    ):
        assert (words in page) == (words != "Nghị quyết 28")
    assert page.count('<svg class="app-bars"') == 6
    assert "recorded cases" in page


def test_what_is_withheld_stands_there_all_the_same(browser: Browser) -> None:
    page = browser.get("/indicators?period=2026-h1&area=33").text
    empty = browser.get("/indicators?period=2026-h1&area=01").text
    rows = r"<tr.*?</tr>"
    assert len(re.findall(rows, page, re.DOTALL)) == len(re.findall(rows, empty, re.DOTALL)) == 13
    shape = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(rows, page, re.DOTALL)]
    other = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(rows, empty, re.DOTALL)]
    people = [at for at, row in enumerate(shape) if "facilities" not in row]
    assert [shape[at] for at in people] == [other[at] for at in people]
    assert "17" not in "".join(shape[at] for at in people)
    assert 'fill="url(#hatch)"' in page


@pytest.mark.parametrize(
    "query",
    ["period=2026", "period=x", "area=12391", "cut_off=2026-06-29", "cut_off=tomorrow", "plan=none"],
)
def test_what_cannot_be_asked_is_said_and_no_figure_shown(browser: Browser, query: str) -> None:
    shown = browser.get(f"/indicators?{query}")
    assert shown.status_code == 200
    assert "govuk-error-summary" in shown.text
    assert "app-bars" not in shown.text
    assert browser.get(f"/indicators/figures.csv?{query}").status_code == 409


def test_a_plan_outside_its_period_says_so(browser: Browser) -> None:
    page = browser.get("/indicators?period=2026-h1&plan=hung-yen-2025").text
    assert "lies outside it" in page
    inside = browser.get("/indicators?period=2025-h1&plan=hung-yen-2025&cut_off=2025-06-09").text
    assert "lies outside it" not in inside
    assert "09/06/2025" in inside


def test_the_csv_has_the_numbers_and_a_byte_order_mark(browser: Browser) -> None:
    file = browser.get("/indicators/figures.csv" + QUERY)
    assert file.mimetype == "text/csv"
    assert "indicators-VN-2026-h1.csv" in file.headers["Content-Disposition"]
    assert file.data.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert ["52", "95", "54.7", "80 %"] in [row[2:6] for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(row[:2] == ["Data closed on", "30/06/2026"] for row in rows)


def test_the_workbook_opens_and_has_numbers_as_numbers(browser: Browser) -> None:
    file = browser.get("/indicators/figures.xlsx" + QUERY)
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    rows: list[tuple[Any, ...]] = list(book.worksheets[0].iter_rows(values_only=True))
    assert (52, 95, 54.7, "80 %") in [row[2:6] for row in rows]
    assert ("Not published", "Not published") in [row[2:4] for row in rows]
    assert any("protection" in str(row[1]) for row in rows)
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy


def test_the_definitions_say_source_status_owner_targets_and_deadlines(browser: Browser) -> None:
    page = browser.get("/indicators/definitions").text
    for words in (
        "not yet compared with the document",
        "Department of Health",
        "more than 80 %",
        "10/6",
        "9/6",
        "Decision 45/QĐ-TTg",
        "People&#39;s committee of the province; Ministry of Home Affairs",
        "(VI, closing part)",
    ):
        assert words in page
    for words in ("Sở Nội vụ", "UBND tỉnh", "Công an", "phần kết"):
        assert words not in page


def test_a_name_that_a_site_gives_in_vietnamese_alone_is_marked_so(browser: Browser) -> None:
    policies = load_policies(ROOT_POLICIES)
    plan = policies.plans["tran-lieu-2025"]
    only = Words("Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội")
    told = replace(plan, reports=tuple(replace(report, sent_by=only) for report in plan.reports))
    site = replace(policies, plans=Plans({**policies.plans.by_code, plan.code: told}))
    assert 'lang="vi">Phòng' not in browser.get("/indicators/definitions").text
    with patch.object(views, "_policies", lambda: site):
        page = browser.get("/indicators/definitions").text
    assert f'<span lang="vi">{only.vi}</span>' in page


def test_the_page_is_small_and_in_vietnamese_too(sample: Session, staff: Staff) -> None:
    page = staff("manager").get("/indicators" + QUERY)
    assert "Chưa đạt mục tiêu" in page.text
    assert "54,7 %" in page.text
    assert len(page.data) < 60_000
