"""What the pages show: released figures alone, where they come from, and one word for what is withheld."""

import re

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework.indicators.policies import SitePolicies
from casework.releases import reading
from casework.releases.models import Release
from casework.releases.tables import ReleasedTable
from casework.ui.context import EXTENSION
from tests.dashboard.conftest import Staff
from tests.factories.browser import Browser

PAGES = ("/dashboard", "/dashboard/provinces", "/dashboard/tables", "/dashboard/definitions")
SOURCE = "Release 1 of 2026: First half of 2026, data closed on 30/06/2026, released on 30/06/2026 16:00."


def tables(session: Session, code: str = "2026-1") -> dict[str, ReleasedTable]:
    year, _dash, number = code.partition("-")
    wanted = select(Release).where(Release.year == int(year), Release.number == int(number))
    return {one.code: one for one in reading.tables_of(session, session.scalars(wanted).one())}


def words(page: str) -> str:
    """The page's text, spaces closed up."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def rows(page: str) -> list[list[str]]:
    """The cells of every row of every table."""
    found = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    return [
        [words(cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)] for row in found
    ]


@pytest.mark.parametrize("path", PAGES)
def test_managers_and_supervisors_look_and_nobody_else(released: None, staff: Staff, path: str) -> None:
    for role in ("manager", "facility_supervisor"):
        assert staff(role).get(path).status_code == 200
    for role in ("facility_worker", "perpetrator_counsellor", "administrator", "data_protection_officer"):
        assert staff(role).get(path).status_code == 404


def test_the_figures_are_those_of_the_release_against_every_documents_target(
    browser: Browser, session: Session
) -> None:
    base = tables(session)["victims-base"]
    n, d = base.value("VN", reached="yes"), base.value("VN")
    page = browser.get("/dashboard").text
    assert f"{n}/{d} ({100 * (n or 0) / (d or 1):.1f} %)" in words(page)
    assert page.count(SOURCE) >= 8
    assert ["Resolution 28/NQ-CP, Objective 3, Target 2", "Total"] in [row[:2] for row in rows(page)]
    assert page.count('class="app-bars"') == 6
    assert page.count("app-trend__drawing") == 6
    assert "recorded cases" in page
    split = next(row for row in rows(page) if row[1:2] == ["Female"])
    assert split[2] == str(tables(session)["victims-sex"].value("VN", sex="nu", reached="yes"))


def test_nothing_is_counted_and_no_case_is_read(browser: Browser, session: Session, app: Flask) -> None:
    asked: list[str] = []
    wiring = app.extensions[EXTENSION]
    engines = [maker.kw["bind"] for maker in (wiring.sessions, wiring.figures)]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    read: list[set[str]] = []
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
        for path in PAGES:
            browser.get(path)
        event.remove(engine, "before_cursor_execute", note)
        read.append({name for statement in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", statement)})
        asked.clear()
    of_the_visitor, of_figures = read
    assert {name for name in of_the_visitor if not name.startswith("user_")} <= {"audit_tree", "provider"}
    assert "release" in of_figures <= {"release", "release_part"}


def test_what_is_withheld_says_one_word_whatever_it_is(browser: Browser, session: Session) -> None:
    base = tables(session)["victims-base"]
    hidden = next(codes[0] for codes, value in base.cells.items() if codes[1] == "total" and value is None)
    page = browser.get(f"/dashboard?area={hidden}").text
    total = next(
        row for row in rows(page) if row[:2] == ["Victims reached by a basic support service", "Total"]
    )
    assert total[2:7] == ["withheld", "withheld", "–", "80 %", "withheld"]
    assert 'fill="url(#hatch)"' in page
    listed = browser.get("/dashboard/tables?table=victims-base").text
    assert len(re.findall(">withheld<", listed)) == sum(value is None for value in base.cells.values())


def test_each_province_stands_in_the_order_of_its_code(browser: Browser, policies: SitePolicies) -> None:
    page = browser.get("/dashboard/provinces?indicator=victims_reached").text
    names = [row[0] for row in rows(page)[1:]]
    units = policies.units.provinces
    assert names == ["The whole country", *(units[code].name for code in sorted(units))]
    assert page.count("app-bar-cell") == len(names)


def test_a_table_shows_every_cell_of_its_area(browser: Browser, session: Session) -> None:
    page = browser.get("/dashboard/tables?table=victims-age&area=01").text
    table = tables(session)["victims-age"]
    shown = next(row for row in rows(page) if row[0] == "All")
    told = [table.cells["01", "total", code] for code in table.codes("age_group")]
    assert shown[1:] == ["withheld" if value is None else str(value) for value in told]
    assert SOURCE in page


def test_people_with_several_kinds_are_explained(browser: Browser) -> None:
    assert "may add up to more than all" in browser.get("/dashboard/tables?table=victims-harm").text
    assert "may add up to more than all" not in browser.get("/dashboard/tables?table=victims-age").text


def test_communes_are_rounded_and_say_so(browser: Browser, policies: SitePolicies) -> None:
    address = "/dashboard/tables?release=2025-2&table=victims-communes&area=01"
    page = browser.get(address).text
    assert "rounded to multiples of 5" in page
    first = policies.units.communes_of("01")[0]
    assert first.name in page
    assert "rounded to multiples" not in browser.get("/dashboard/tables?table=victims-age").text


def test_a_table_of_the_country_alone_says_so_for_a_province(browser: Browser) -> None:
    page = browser.get("/dashboard/tables?table=perpetrators-stream&area=01").text
    assert "no numbers for this area" in page


@pytest.mark.parametrize(
    "query",
    ["?release=2026-9", "?release=x", "?area=99", "?area=00004", "?plan=none"],
)
def test_what_cannot_be_asked_is_said_and_no_figure_shown(browser: Browser, query: str) -> None:
    shown = browser.get(f"/dashboard{query}")
    assert shown.status_code == 200
    assert "govuk-error-summary" in shown.text
    assert "app-bars" not in shown.text


@pytest.mark.parametrize(
    "address",
    [
        "/dashboard/tables?table=none",
        "/dashboard/tables?release=2&table=x",
        "/dashboard/provinces?indicator=x",
    ],
)
def test_nor_anywhere_else(browser: Browser, address: str) -> None:
    shown = browser.get(address)
    assert shown.status_code == 200
    assert "govuk-error-summary" in shown.text
    assert "Release 1 of 2026: First half of 2026, data closed on 30/06/2026, released" not in shown.text


def test_a_plan_outside_its_years_says_so(browser: Browser) -> None:
    assert "lies outside it" in browser.get("/dashboard?plan=tan-yen-2021-2025").text
    inside = browser.get("/dashboard?plan=tan-yen-2021-2025&release=2025-1").text
    assert "lies outside it" not in inside
    assert "data closed on 09/06/2025" in inside


def test_before_anything_is_released_it_says_what_to_do(staff: Staff) -> None:
    for path in PAGES[:3]:
        assert 'href="/releases/new"' in staff("manager").get(path).text
        assert "/releases/new" not in staff("facility_supervisor").get(path).text


def test_the_pages_are_small_and_in_vietnamese_too(released: None, staff: Staff) -> None:
    manager = staff("manager")
    for path in PAGES:
        assert len(manager.get(path).data) < 90_000
    page = manager.get("/dashboard").text
    assert "Tổng quan số liệu" in page
    assert "Đợt công bố 1 năm 2026" in page
