import dataclasses
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import User
from casework.audit.models import Entry
from casework.reminders import operations
from casework.reminders.calendar import MOST, calendar
from casework.reminders.models import CalendarLink, ReminderAddress
from casework.ui.context import EXTENSION
from casework.worklist.rules import Item
from tests.factories.browser import Browser, signed_in
from tests.factories.users import Visitor
from tests.reminders.conftest import Places

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SETTINGS = "/work/reminders"
DUES = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - the zone is drawn apart
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


def item(number: int, due: datetime | None, *, waiting: bool = False) -> Item:
    return Item("triage", UUID(int=number), "RECEIPT", NOW, due, waiting=waiting)


def events_of(calendar_file: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(calendar_file).walk("VEVENT"))


@given(
    st.lists(DUES, max_size=40),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1),
)
def test_another_reader_of_the_standard_finds_each_due_time(dues: list[datetime], title: str) -> None:
    whole = calendar([item(n, due) for n, due in enumerate(dues)], title, b"secret", NOW)
    events = events_of(whole)
    assert [event["DTSTART"].dt for event in events] == sorted(due.replace(microsecond=0) for due in dues)
    assert {str(event["SUMMARY"]) for event in events} == ({title} if dues else set())
    assert len({str(event["UID"]) for event in events}) == len(dues)
    assert not any(event.errors for event in events)
    for line in whole.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert b"\n" not in whole.replace(b"\r\n", b"")


def test_what_others_do_and_what_has_no_time_stands_in_no_calendar() -> None:
    whole = calendar([item(1, NOW, waiting=True), item(2, None)], "x", b"secret", NOW)
    assert b"VEVENT" not in whole


def test_events_keep_their_names_and_these_tell_nothing() -> None:
    first, again = (calendar([item(7, NOW)], "x", b"secret", at) for at in (NOW, NOW + timedelta(days=1)))
    [name] = re.findall(rb"UID:(\w+)", first)
    assert [name] == re.findall(rb"UID:(\w+)", again)
    assert UUID(int=7).hex.encode() != name
    assert [name] != re.findall(rb"UID:(\w+)", calendar([item(7, NOW)], "x", b"another", NOW))


def test_a_calendar_has_its_measure() -> None:
    whole = calendar([item(n, NOW) for n in range(MOST + 5)], "x", b"secret", NOW)
    assert whole.count(b"BEGIN:VEVENT") == MOST


@pytest.fixture
def browser(app: Flask, session: Session, places: Places) -> Browser:
    return signed_in(app, session, places.worker)


def made(browser: Browser) -> str:
    page = browser.post(f"{SETTINGS}/calendar", opened=browser.get(SETTINGS).text)
    [address] = re.findall(r"https?://[^<\s]+(/calendar/[^<\s]+\.ics)", page.text)
    return str(address)


def test_the_link_opens_a_neutral_calendar_for_whoever_has_it(
    app: Flask, session: Session, browser: Browser, places: Places
) -> None:
    referral = places.referral()
    session.commit()
    address = made(browser)
    answer = Visitor(app).get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    [event] = events_of(answer.data)
    assert str(event["SUMMARY"]) == "Có việc đến hạn"
    assert event["DTSTART"].dt == referral.sent_at + timedelta(hours=4)
    for told in (referral.receipt, referral.reference, str(referral.id), referral.id.hex, "high", "http"):
        assert told.encode() not in answer.data
    session.expire_all()
    opened = session.scalars(select(Entry.position).where(Entry.event == "sealed.opened")).all()
    assert opened == []


def test_the_link_is_shown_once_and_kept_as_a_hash(
    session: Session, browser: Browser, places: Places
) -> None:
    token = made(browser).removeprefix("/calendar/").removesuffix(".ics")
    assert token not in browser.get(SETTINGS).text
    held = session.scalars(select(CalendarLink)).one()
    assert token.encode() not in held.token_hash
    assert len(held.token_hash) == 32


def test_a_new_link_ends_the_old_one_and_a_stopped_one_leads_nowhere(
    app: Flask, session: Session, browser: Browser
) -> None:
    first = made(browser)
    second = made(browser)
    visitor = Visitor(app)
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200
    assert browser.post(f"{SETTINGS}/calendar/stop", opened=browser.get(SETTINGS).text).status_code == 303
    assert visitor.get(second).status_code == 404
    assert visitor.get("/calendar/x.ics").status_code == 404


@pytest.mark.parametrize("change", [{"disabled_at": NOW}, {"role": "administrator"}])
def test_whoever_is_gone_or_does_other_work_has_no_calendar(
    app: Flask, session: Session, browser: Browser, places: Places, change: dict[str, object]
) -> None:
    address = made(browser)
    user = session.get_one(User, places.worker.id)
    for name, value in change.items():
        setattr(user, name, value)
    session.commit()
    assert Visitor(app).get(address).status_code == 404


def test_a_calendar_is_off_until_somebody_asks(session: Session, browser: Browser) -> None:
    page = browser.get(SETTINGS).text
    assert "Bạn chưa có liên kết." in page
    assert session.scalars(select(CalendarLink.id)).all() == []


def test_a_site_without_mail_takes_no_address(session: Session, browser: Browser) -> None:
    assert "không gửi thư điện tử" in browser.get(SETTINGS).text
    answer = browser.post(SETTINGS, {"address": "lan@example.vn", "every": "day"})
    assert answer.status_code == 200
    assert "Lỗi: " in answer.text
    assert session.scalars(select(ReminderAddress.id)).all() == []


def test_setting_and_stopping_on_the_page(app: Flask, session: Session, browser: Browser) -> None:
    wiring = app.extensions[EXTENSION]
    told = dataclasses.replace(wiring.settings, smtp_host="127.0.0.1", smtp_from="casework@example.vn")
    app.extensions[EXTENSION] = dataclasses.replace(wiring, settings=told)
    wrong = browser.post(SETTINGS, {"address": "lan", "every": "day"})
    assert "Nhập địa chỉ thư điện tử" in wrong.text
    assert browser.post(SETTINGS, {"address": "lan@example.vn", "every": "day"}).status_code == 303
    page = browser.get(SETTINGS).text
    assert "mỗi ngày một lần" in page
    assert "lan@example.vn" not in page
    assert browser.post(f"{SETTINGS}/stop", opened=page).status_code == 303
    assert session.scalars(select(ReminderAddress.id)).all() == []


def test_one_persons_link_is_not_anothers(
    app: Flask, session: Session, browser: Browser, places: Places
) -> None:
    made(browser)
    operations.stop_link(session, places.supervisor, NOW)
    session.commit()
    assert len(session.scalars(select(CalendarLink.id)).all()) == 1
