"""The pages: what the dry run shows is what the file holds, and a list of incidents goes through two browsers."""

import hashlib
import io
import json

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.exports.formats import FORMATS
from tests.exports.readers import read_adx, read_csvw, read_dhis2, read_dhis2_csv
from tests.factories.browser import signed_in
from tests.factories.cases import make_case, make_incident
from tests.factories.people import make_house, make_staff
from tests.factories.releases import make_approved, make_release

READERS = {"dhis2-json": read_dhis2, "dhis2-csv": read_dhis2_csv, "adx": read_adx, "csvw": read_csvw}


@pytest.fixture(params=["sqlite"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """The pages read what operations wrote; those are tested on both engines."""
    kind: str = request.param
    return kind


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_dry_run_shows_the_very_file(app: Flask, session: Session, form: str) -> None:
    release = make_approved(session)
    code = f"{release.year}-{release.number}"
    browser = signed_in(app, session, make_staff(session, None, "manager"))
    assert f"/exports/{code}/{form}" in browser.get("/exports").text
    page = browser.get(f"/exports/{code}/{form}")
    assert page.status_code == 200
    answer = browser.get(f"/exports/{code}/{form}/file")
    assert hashlib.sha256(answer.data).hexdigest() in page.text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert READERS[form](answer.data)
    told = session.scalars(select(Entry).where(Entry.event == "figures.exported")).one()
    assert json.loads(told.facts) == {"release": code, "form": form}


def test_what_is_not_released_or_not_known_is_not_there(app: Flask, session: Session) -> None:
    make_release(session)
    browser = signed_in(app, session, make_staff(session, None, "manager"))
    assert "2026-" not in browser.get("/exports").text.partition("<main")[2]
    for path in (
        "/exports/2026-1/adx",
        "/exports/draft/adx",
        "/exports/2026-1/pdf",
        "/exports/2026-1/adx/file",
    ):
        assert browser.get(path).status_code == 404


def test_a_list_goes_from_one_to_the_other_and_back(app: Flask, session: Session) -> None:
    house = make_house(session)
    worker = make_staff(session, house)
    one, other = (make_staff(session, house, "facility_supervisor") for _ in range(2))
    session.info["actor"] = worker
    make_incident(session, worker, make_case(session, worker))
    first, second = signed_in(app, session, one), signed_in(app, session, other)
    wanted = {"first": "01/01/2026", "last": "30/06/2026", "reason": "agreement"}
    assert "/lines/new" in first.get("/lines").text
    wrong = first.post("/lines/new", wanted | {"last": "30/06/2025"})
    assert wrong.status_code == 200
    assert "Lỗi: " in wrong.text
    place = first.post("/lines/new", wanted).location
    assert first.post(f"{place}/agree", opened=first.get(place).text).status_code == 200
    assert "Lấy danh sách</button>" not in first.get(place).text
    assert second.post(f"{place}/agree", opened=second.get(place).text).status_code == 303
    assert "Lấy danh sách</button>" in first.get(place).text
    assert "Lấy danh sách</button>" not in second.get(place).text
    answer = first.post(f"{place}/file", opened=first.get(place).text)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book["Incident Data"].max_row == 2
    again = first.post(f"{place}/file", opened=first.get(place).text)
    assert again.mimetype == "text/html"
    assert "Không lấy được danh sách" in again.text
