"""The history of a long case, page by page."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.models import Entry
from casework.cases.history_queries import history
from casework.cases.note_operations import edit_note, write_note
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff

WORDINGS = 60


@pytest.mark.parametrize("apart", [timedelta(0), timedelta(minutes=1)], ids=["at one moment", "one by one"])
def test_every_page_says_what_its_own_changes_replaced(session: Session, apart: timedelta) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    now = clock.now()
    note = write_note(session, worker, case, "Lời 0", now)
    session.commit()
    for wording in range(1, WORDINGS + 1):
        edit_note(session, worker, note, f"Lời {wording}", note.version, now + wording * apart)
        session.commit()
    told, offset = [], 0
    for size in (7, 50, 50):
        page, total = history(session, worker, case, offset, size)
        offset += size
        told += page
    assert len(told) == total
    replaced = [each.former["body"] for each in told if each.event == "note.changed"]
    assert replaced == [f"Lời {wording}" for wording in reversed(range(WORDINGS))]
    assert history(session, worker, case, 1_000, 50) == ([], total)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_older_events_are_on_the_next_page(app: Flask, session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    for number in range(60):
        write_note(session, worker, case, f"Lời {number}", clock.now())
    session.commit()
    at = signed_in(app, session, worker)
    path = f"/cases/{case.reference}/history"
    count = len(session.scalars(select(Entry).where(Entry.case_id == case.id)).all())
    session.commit()

    def rows(page: str) -> int:
        return len(re.findall(r"<tr", page.partition("<tbody")[2]))

    first = at.get(path).text
    assert rows(first) == 50
    assert f'href="{path}?page=2"' in first
    assert rows(at.get(f"{path}?page=2").text) == count - 50
