"""A supervisor brings a ledger in from a page."""

import io
import json
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from casework import clock
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.config import Settings
from casework.db import uuid7
from casework.exchange import bringing, jobs
from casework.exchange.models import LedgerImport
from casework.exchange.reading import read_ledger
from casework.people.models import Person
from casework.providers.models import Provider
from tests.conftest import NOON
from tests.exchange.books import Book
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_house, make_staff

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
FOUND_OUT = 60.0
SAMPLE = Path(__file__).parent / "data" / "so-theo-doi-mau.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def house(session: Session) -> Provider:
    return make_house(session)


@pytest.fixture
def supervisor(app: Flask, session: Session, house: Provider) -> Browser:
    return signed_in(app, session, make_staff(session, house, "facility_supervisor"))


@pytest.fixture(autouse=True)
def no_run_outlives_its_test(app: Flask) -> Iterator[None]:
    yield
    wait()


def wait() -> None:
    """Wait until no run is under way."""
    for thread in threading.enumerate():
        if thread.name == "ledger import":
            thread.join(FOUND_OUT)
            assert not thread.is_alive()


def send(browser: Browser, workbook: bytes, purpose: str = "store") -> TestResponse:
    """Send a workbook as the form does; its file name holds a name, as files do."""
    token = browser.hidden(browser.get("/ledger").text, "csrf_token")
    file = FileStorage(io.BytesIO(workbook), "Đào Thị Hòa.xlsx", "workbook")
    boundary, body = encode_multipart({"csrf_token": token, "purpose": purpose, "workbook": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.client.post("/ledger", data=body, content_type=kind)


def test_a_clean_workbook_is_stored_and_says_so(supervisor: Browser, session: Session) -> None:
    answer = send(supervisor, Book().made())
    assert answer.status_code == 303
    assert answer.location.startswith("/ledger/")
    wait()
    page = supervisor.get(answer.location).text
    assert "Đã lưu" in page
    assert 'http-equiv="refresh"' not in page
    assert session.scalars(select(Case.ledger_code)).all() == ["V1"]
    assert len(session.scalars(select(Person)).all()) == 2
    events = session.scalars(select(Entry.event)).all()
    assert {"ledger.read", "ledger.stored", "case.opened", "service.recorded"} <= set(events)
    session.commit()
    again = send(supervisor, Book().made())
    wait()
    assert "Đã lưu" in supervisor.get(again.location).text
    assert len(session.scalars(select(Case)).all()) == 1
    assert supervisor.get("/ledger").text.count('href="/ledger/0') == 2


@ONE_ENGINE
def test_the_untidy_sample_is_stored_with_its_remarks(supervisor: Browser, session: Session) -> None:
    answer = send(supervisor, SAMPLE.read_bytes())
    wait()
    page = supervisor.get(answer.location).text
    assert "Đã lưu" in page
    assert 'href="' + answer.location + '/findings.csv"' in page
    assert len(supervisor.get(answer.location + "/findings.csv").text.splitlines()) > 1


def test_a_check_stores_nothing_and_says_what_would_be(supervisor: Browser, session: Session) -> None:
    answer = send(supervisor, Book().made(), "check")
    wait()
    page = supervisor.get(answer.location).text
    assert "chưa lưu gì" in page or "không lưu" in page
    assert "Vụ việc" in page
    assert session.scalars(select(Case)).all() == []
    assert session.scalars(select(Person)).all() == []
    run = session.scalars(select(LedgerImport)).one()
    assert json.loads(run.report)["created"]["Vụ việc"] == 1


def test_problems_are_shown_and_downloaded_and_name_nobody(supervisor: Browser, session: Session) -> None:
    book = Book().put("Người", "Số CCCD", "0301900Hòa").put("Vụ việc", "Ngày phát hiện", "hôm qua")
    answer = send(supervisor, book.made())
    wait()
    page = supervisor.get(answer.location).text
    found = supervisor.get(f"{answer.location}/findings.csv")
    assert found.mimetype == "text/csv"
    assert "findings.csv" in found.headers["Content-Disposition"]
    text = found.data.decode("utf-8-sig")
    assert len(text.splitlines()) >= 3
    for shown in (page, text, session.scalars(select(LedgerImport.report)).one()):
        assert "Người" in shown
        for personal in ("0301900Hòa", "Đào Thị", "Trần Văn", "0912345678", "hôm qua"):
            assert personal not in shown
    assert session.scalars(select(Case)).all() == []


@ONE_ENGINE
@pytest.mark.parametrize("workbook", [b"", b"no workbook", b"PK\x03\x04 broken", b"<html>" * 1000])
def test_what_is_no_workbook_is_refused_in_words(
    supervisor: Browser, session: Session, workbook: bytes
) -> None:
    answer = send(supervisor, workbook)
    wait()
    if answer.status_code == 303:
        assert json.loads(session.scalars(select(LedgerImport.report)).one())["problems"]
        assert session.scalars(select(LedgerImport.state)).one() == jobs.REFUSED
    else:
        assert answer.status_code == 200
        assert 'id="workbook-error"' in answer.text


@ONE_ENGINE
def test_without_a_file_the_page_says_what_to_do(supervisor: Browser) -> None:
    answer = supervisor.post("/ledger", {"purpose": "check"})
    assert answer.status_code == 200
    assert 'id="workbook-error"' in answer.text
    assert 'id="workbook-error"' not in supervisor.get("/ledger").text


@ONE_ENGINE
def test_a_file_that_is_too_large_is_refused(supervisor: Browser, settings: Settings) -> None:
    megabyte = 1024 * 1024
    assert send(supervisor, b"x" * (settings.upload_megabytes * megabyte + 1)).status_code == 200
    answer = send(supervisor, b"x" * ((settings.upload_megabytes + 2) * megabyte))
    assert answer.status_code == 413


@ONE_ENGINE
def test_a_large_file_is_held_in_memory_and_not_on_the_disk(
    supervisor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, Mock(side_effect=AssertionError("a file on the disk")))
        monkeypatch.setattr(f"werkzeug.formparser.{name}", getattr(tempfile, name), raising=False)
    assert send(supervisor, b"x" * 2_000_000, "check").status_code == 303


@ONE_ENGINE
def test_a_run_belongs_to_whoever_began_it(
    app: Flask, session: Session, house: Provider, supervisor: Browser
) -> None:
    path = send(supervisor, Book().made(), "check").location
    wait()
    colleague = signed_in(app, session, make_staff(session, house, "facility_supervisor"))
    for browser in (colleague,):
        assert browser.get(path).status_code == 404
        assert browser.get(f"{path}/findings.csv").status_code == 404
        assert path not in browser.get("/ledger").text
    assert supervisor.get(f"/ledger/{uuid7()}").status_code == 404


@ONE_ENGINE
@pytest.mark.parametrize("role", ["facility_worker", "perpetrator_counsellor", "manager", "administrator"])
def test_only_supervisors_bring_ledgers_in(app: Flask, session: Session, house: Provider, role: str) -> None:
    browser = signed_in(app, session, make_staff(session, house, role))
    assert browser.get("/ledger").status_code == 404
    assert browser.get("/ledger/empty.xlsx").status_code == 404
    page = browser.get("/account").text
    sent = {"workbook": (io.BytesIO(Book().made()), "a.xlsx"), "purpose": "store"}
    assert browser.post("/ledger", sent, opened=page).status_code == 404
    assert session.scalars(select(LedgerImport)).all() == []


@ONE_ENGINE
def test_the_empty_ledger_comes_back_clean(supervisor: Browser, session: Session) -> None:
    empty = supervisor.get("/ledger/empty.xlsx")
    assert empty.mimetype == XLSX
    answer = send(supervisor, empty.data, "check")
    wait()
    assert json.loads(session.scalars(select(LedgerImport.report)).one())["problems"] == []
    assert supervisor.get(answer.location).status_code == 200


@pytest.fixture
def held_back() -> Iterator[threading.Event]:
    """A run that waits, when it has read two rows of forty, until it is told to go on."""
    go_on = threading.Event()
    true_read = read_ledger

    def read(*arguments: Any, progress: Any = None, **more: Any) -> object:
        progress("Người", 2, 40)
        assert go_on.wait(FOUND_OUT)
        return true_read(*arguments, progress=progress, **more)

    with patch.object(bringing, "read_ledger", read):
        yield go_on
        go_on.set()
        wait()


def until_it_waits(folder: Path) -> dict[str, object]:
    """What the progress file says when the run has begun to wait."""
    for _ in range(600):
        for path in folder.glob("*.json"):
            told: dict[str, object] = json.loads(path.read_text())
            if told["step"]:
                return told
        threading.Event().wait(0.02)
    raise AssertionError("the run never began")


def test_a_run_under_way_shows_how_far_it_is(
    supervisor: Browser, settings: Settings, held_back: threading.Event
) -> None:
    path = send(supervisor, Book().made()).location
    folder = settings.home / "imports"
    assert until_it_waits(folder) == {
        "step": "Người",
        "done": 2,
        "total": 40,
        "at": clock.now().isoformat(),
    }
    page = supervisor.get(path).text
    assert 'http-equiv="refresh"' in page
    assert "Người" in page
    assert "Đang chạy" in page
    assert "Trang tính “Người”: số dòng đã xử lý" in page
    assert 'max="40" value="2"' in page
    assert "2 trên 40" in page
    (told,) = folder.iterdir()
    told.write_text(json.dumps({"step": "", "done": 0, "total": 0, "at": clock.now().isoformat()}))
    page = supervisor.get(path).text
    assert "Đang mở và đọc sổ" in page
    assert " value=" not in page.partition("<progress")[2].partition(">")[0]
    assert " trên " not in page.partition("<progress")[2].partition("</div>")[0]
    held_back.set()
    wait()
    assert 'http-equiv="refresh"' not in supervisor.get(path).text
    assert list(folder.iterdir()) == []


@ONE_ENGINE
def test_a_run_that_fell_silent_is_called_broken_off(
    supervisor: Browser, settings: Settings, held_back: threading.Event, session: Session
) -> None:
    send(supervisor, Book().made())
    until_it_waits(settings.home / "imports")
    run = session.scalars(select(LedgerImport)).one()
    site = supervisor.client.application.extensions["casework"]
    assert jobs.state(site, run, NOON + timedelta(minutes=2, seconds=59)) == jobs.RUNNING
    with time_machine.travel(NOON + timedelta(minutes=3), tick=False):
        assert jobs.state(site, run, clock.now()) == jobs.FAILED
    session.commit()


@ONE_ENGINE
def test_a_run_that_ended_this_very_moment_is_not_called_broken_off(
    supervisor: Browser, session: Session, held_back: threading.Event, settings: Settings
) -> None:
    send(supervisor, Book().made())
    until_it_waits(settings.home / "imports")
    read_too_early = session.scalars(select(LedgerImport)).one()
    session.commit()
    held_back.set()
    wait()
    site = supervisor.client.application.extensions["casework"]
    assert read_too_early.state == jobs.RUNNING
    assert jobs.state(site, read_too_early, clock.now()) == jobs.STORED


@ONE_ENGINE
def test_a_run_that_fails_says_so_and_repeats_no_value(
    supervisor: Browser, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(bringing, "store_ledger", side_effect=RuntimeError("Đào Thị Hòa")):
        path = send(supervisor, Book().made()).location
        wait()
    page = supervisor.get(path).text
    assert session.scalars(select(LedgerImport.state)).one() == jobs.FAILED
    assert "RuntimeError" in caplog.text
    assert "Hòa" not in caplog.text + page
    assert session.scalars(select(Person)).all() == []


@ONE_ENGINE
def test_the_workbook_and_its_name_are_written_nowhere(
    supervisor: Browser, session: Session, settings: Settings, held_back: threading.Event
) -> None:
    path = send(supervisor, Book().made()).location
    until_it_waits(settings.home / "imports")
    for file in settings.home.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert "Đào Thị Hòa".encode() not in held, file.name
            assert b"xl/worksheets" not in held, file.name
    held_back.set()
    wait()
    assert "Hòa" not in supervisor.get(path).text
