"""A case whose worker can't work on it any more waits for whoever hands cases over, and is nobody's till then."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.accounts.models import User
from casework.cases import operations as cases
from casework.cases.list_queries import CaseFilter, case_list
from casework.cases.models import Case
from casework.cases.queries import worker_name
from casework.conflicts.operations import NumbersRequest, record_numbers
from casework.deadlines import Deadlines
from casework.worklist.queries import own_work, team_work
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_person, make_staff
from tests.worklist.conftest import Places
from tests.worklist.test_case_clocks import make_risk

HERS = "0912 345 678"


@pytest.fixture
def case(session: Session, places: Places) -> Case:
    """With a clock that runs on it; committed."""
    session.info["actor"] = places.worker
    made = make_case(session, places.worker, make_person(session, places.worker, places.house.id, phone=HERS))
    session.commit()
    return made


def walled(session: Session, places: Places, actor: Actor | None = None) -> None:
    """Her number turns out to be the survivor's."""
    whom = actor or places.worker
    assert whom.id is not None
    session.info["actor"] = whom
    record_numbers(session, whom, whom.id, NumbersRequest(HERS), clock.now())
    session.commit()


def gone(session: Session, places: Places) -> None:
    """Her account is closed."""
    session.get_one(User, places.worker.id).disabled_at = clock.now()
    session.commit()


AWAY = pytest.mark.parametrize("away", [walled, gone])


def waits(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> list[tuple[str, object]]:
    session.info["actor"] = actor
    found = own_work(session, actor, deadlines, now)
    return [(one.endpoint, one.worker_id) for one in found if one.clock == "without_worker"]


@AWAY
def test_it_waits_for_the_supervisor_until_somebody_else_has_it(
    session: Session,
    places: Places,
    deadlines: Deadlines,
    now: datetime,
    case: Case,
    away: Callable[[Session, Places], None],
) -> None:
    assert waits(session, places.supervisor, deadlines, now) == []
    away(session, places)
    assert waits(session, places.supervisor, deadlines, now) == [("cases.assign", None)]
    for other in (places.worker, places.coordinator, places.officer):
        assert waits(session, other, deadlines, now) == []
    colleague = make_staff(session, places.house)
    session.info["actor"] = places.supervisor
    cases.assign(session, places.supervisor, case, colleague.id or case.id, case.version, now)
    session.commit()
    assert waits(session, places.supervisor, deadlines, now) == []


@AWAY
def test_till_then_it_is_nobodys_and_so_is_what_has_to_be_done_in_it(
    session: Session,
    places: Places,
    deadlines: Deadlines,
    now: datetime,
    case: Case,
    away: Callable[[Session, Places], None],
) -> None:
    make_risk(session, case, "high", now)
    colleague = make_staff(session, places.house)
    session.commit()

    def clocks(actor: Actor) -> set[tuple[str, object]]:
        session.info["actor"] = actor
        return {(one.clock, one.worker_id) for one in own_work(session, actor, deadlines, now)}

    assert clocks(colleague) == set()
    away(session, places)
    assert clocks(colleague) == {("reassess", None)}
    session.info["actor"] = colleague
    (row,) = case_list(session, colleague, CaseFilter(unassigned=True), 1).rows
    assert (row.reference, row.worker) == (case.reference, "")
    assert worker_name(session, case) == ""
    assert case.worker_id == places.worker.id  # who had it stays on record


def test_a_supervisor_to_whom_it_is_closed_too_is_told_nothing(
    session: Session, places: Places, deadlines: Deadlines, now: datetime, case: Case
) -> None:
    walled(session, places)
    walled(session, places, places.supervisor)
    session.info["actor"] = places.supervisor
    assert team_work(session, places.supervisor, deadlines, now) == []
    other = make_staff(session, places.house, "facility_supervisor")
    assert waits(session, other, deadlines, now) == [("cases.assign", None)]


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@AWAY
def test_the_work_list_leads_to_handing_it_over_and_says_no_more(
    app: Flask, session: Session, places: Places, case: Case, away: Callable[[Session, Places], None]
) -> None:
    away(session, places)
    browser = signed_in(app, session, places.supervisor)
    page = browser.get("/work").text
    assert "Giao vụ việc đang không có người phụ trách" in page
    assert "Chưa có ai" in page
    assert f'href="/cases/{case.reference}/assign"' in page
    assert "Nhân viên Thử" not in page.partition("<main")[2]
    handing = browser.get(f"/cases/{case.reference}/assign").text
    assert str(places.worker.id) not in handing
    for path in ("/cases", f"/cases/{case.reference}"):
        assert "Chưa có ai" in browser.get(path).text
