import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.ui import navigation
from casework.ui.paging import Page


def test_a_page_carries_what_every_page_carries(staff: FlaskClient) -> None:
    page = staff.get("/kitchen/sink").text
    assert "Trần Thị Cán Bộ" in page
    assert 'href="/exit"' in page
    assert "Lịch sử trình duyệt" in page
    assert "Đăng xuất" in page
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_exit_button_is_not_where_nobody_has_signed_in(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert "/exit" not in page
    assert "Trần Thị" not in page


def test_the_title_is_neutral(staff: FlaskClient) -> None:
    title = staff.get("/kitchen/sink").text.partition("<title>")[2].partition("</title>")[0]
    assert title == "Các thành phần – Sổ việc"


def test_a_notice_is_shown_once(staff: FlaskClient) -> None:
    assert staff.get("/kitchen/sink").text.count("Đã lưu vụ việc.") == 1


def test_the_menu_has_what_the_actor_may_open(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.add("kitchen.cases", "Cases", "case:list", 2)
    navigation.add("kitchen.sink", "Sink", None, 5)
    navigation.add("nowhere.yet", "Nowhere", None, 1)
    client = app.test_client()

    def menu(role: str) -> list[str]:
        page = client.get("/kitchen/sink", headers={"X-Role": role}).text
        return re.findall(r'class="govuk-service-navigation__link" href="([^"]+)"', page)

    assert menu("facility_worker") == ["/kitchen/cases", "/kitchen/sink"]
    assert menu("administrator") == ["/kitchen/sink"]
    assert client.get("/", headers={"X-Role": "facility_worker"}).location == "/kitchen/cases"
    assert client.get("/", headers={"X-Role": "administrator"}).location == "/kitchen/sink"
    assert client.get("/").location == "/sign-in?next=/"


def test_a_role_without_pages_is_told_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    page = app.test_client().get("/", headers={"X-Role": "administrator"})
    assert page.status_code == 200
    assert "chưa có trang nào" in page.text


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 0, [1]),
        (1, 50, [1]),
        (1, 51, [1, 2]),
        (5, 500, [1, None, 4, 5, 6, None, 10]),
        (10, 500, [1, None, 9, 10]),
    ],
)
def test_paging_links_the_ends_and_the_neighbours(number: int, total: int, shown: list[int | None]) -> None:
    assert Page((), number, 50, total).shown == shown


@pytest.mark.parametrize("asked", ["0", "-1", "x", "1e3", "999999999999", "٣"])
def test_nonsense_asks_for_a_page_that_exists(staff: FlaskClient, asked: str) -> None:
    assert staff.get("/kitchen/sink", query_string={"page": asked}).status_code == 200


def test_a_chart_is_small_and_says_what_it_shows(staff: FlaskClient) -> None:
    page = staff.get("/kitchen/sink").text
    chart = page[page.index('<svg class="app-bars"') :]
    chart = chart[: chart.index("</svg>") + 6]
    assert len(gzip.compress(chart.encode())) < 700
    assert 'role="img"' in chart
    assert "<title>Người bị bạo lực được hỗ trợ</title>" in chart
    assert "<desc>" in chart
    assert 'width="85.2%"' in chart
    assert 'fill="url(#hatch)"' in chart  # suppressed
    assert 'x1="80' in chart
    assert "Nam: ẩn vì số nhỏ" in chart
