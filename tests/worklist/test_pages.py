import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.deadlines import Deadlines
from casework.worklist import operations
from tests.factories.browser import signed_in
from tests.factories.people import access_policy
from tests.worklist.conftest import Places

HOUR = timedelta(hours=1)


def parts(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<h2 class="govuk-heading-m" id="(\w+)">.*?\((\d+)\)</h2>', page)


def test_the_parts_of_the_list_stand_in_their_order(app: Flask, session: Session, places: Places) -> None:
    places.referral(5 * HOUR)
    places.referral(risk="extreme")
    places.referral(risk="low")
    places.referral(HOUR, state="info_requested")
    page = signed_in(app, session, places.worker).get("/work").text
    assert parts(page) == [("overdue", "1"), ("today", "1"), ("later", "1")]
    assert "Quá hạn</strong>" not in page  # the heading says it
    assert page.count("Chưa có ai") == 3


def test_an_officer_sees_what_waits_for_others(app: Flask, session: Session, places: Places) -> None:
    late, early = places.referral(5 * HOUR), places.referral()
    page = signed_in(app, session, places.officer).get("/work").text
    assert parts(page) == [("waiting", "2")]
    assert "Chưa có ai" not in page
    assert page.count("Quá hạn</strong>") == 1
    assert page.index(late.receipt) < page.index(early.receipt)


def test_nothing_waits(app: Flask, session: Session, places: Places) -> None:
    browser = signed_in(app, session, places.worker)
    for path in ("/work", "/work/team"):
        page = browser.get(path)
        assert page.status_code == 200
        assert "Không có việc nào đang chờ." in page.text


def test_a_coordinator_is_led_into_no_file(
    app: Flask, session: Session, places: Places, deadlines: Deadlines
) -> None:
    referral = places.referral(80 * HOUR)
    operations.escalate(session, access_policy().operator(), deadlines, clock.now())
    page = signed_in(app, session, places.coordinator).get("/work/team").text
    assert referral.receipt in page
    assert "Cơ sở Một" in page
    assert 'aria-label="Công việc của ai"' not in page
    assert referral.reference not in page
    assert "Đã báo cho bạn lúc 22/11/2026 10:00" in page


@pytest.mark.parametrize("role", ["worker", "officer"])
def test_each_number_leads_to_a_page_that_opens(
    app: Flask, session: Session, places: Places, role: str
) -> None:
    places.referral(HOUR)
    browser = signed_in(app, session, getattr(places, role))
    links = re.findall(r'href="(/refer[^"]*/[0-9A-Z]{10})"', browser.get("/work").text)
    assert len(links) == 1
    assert browser.get(links[0]).status_code == 200


def test_a_long_list_says_that_it_goes_on(app: Flask, session: Session, places: Places) -> None:
    for _ in range(103):
        places.referral(5 * HOUR)
    page = signed_in(app, session, places.worker).get("/work").text
    assert parts(page) == [("overdue", "103")]
    assert "Còn 3 việc không hiển thị" in page
