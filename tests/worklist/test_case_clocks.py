from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.db import uuid7
from casework.deadlines import Deadlines
from casework.orders.models import NoContactOrder
from casework.people.rules import PERPETRATOR
from casework.safety.models import Risk
from casework.worklist import operations
from casework.worklist.queries import own_work, team_work
from casework.worklist.rules import OVERDUE, part_of
from tests.factories.cases import make_case
from tests.factories.people import access_policy, make_house, make_person, make_staff
from tests.worklist.conftest import Places

HOUR = timedelta(hours=1)


@pytest.fixture
def case(places: Places) -> Case:
    places.session.info["actor"] = places.worker
    made = make_case(places.session, places.worker)
    made.worker_id = places.worker.id
    places.session.flush()
    return made


def make_risk(session: Session, case: Case, level: str, assessed_at: datetime, **more: Any) -> Risk:
    told: dict[str, Any] = {"standing": "current", "source": "intake"} | more
    risk = Risk(
        id=uuid7(),
        case_id=case.id,
        subject_id=case.survivor_id,
        level=level,
        assessed_at=assessed_at,
        **told,
    )
    session.add(risk)
    session.flush()
    return risk


def make_order(
    session: Session, case: Case, actor: Actor, requested_at: datetime, **more: Any
) -> NoContactOrder:
    him = make_person(session, actor, case.facility_id, PERPETRATOR, full_name="Trần Văn Bình", sex="nam")
    told: dict[str, Any] = {
        "kind": "chair",
        "requester": "agency",
        "basis": "consent",
        "legal_ground": "",
    } | more
    order = NoContactOrder(
        id=uuid7(),
        case_id=case.id,
        subject_id=case.survivor_id,
        person_id=him.id,
        commune_code="00004",
        requested_at=requested_at,
        recorded_at=requested_at,
        **told,
    )
    session.add(order)
    session.flush()
    return order


def clocks(
    session: Session, actor: Actor, deadlines: Deadlines, now: datetime
) -> list[tuple[str, datetime | None]]:
    return [(one.clock, one.due) for one in team_work(session, actor, deadlines, now)]


@pytest.mark.parametrize(("level", "hours"), [("extreme", 72), ("high", 168), ("medium", 720), ("low", 1440)])
def test_a_risk_is_looked_at_again_by_its_level(
    places: Places, case: Case, deadlines: Deadlines, now: datetime, level: str, hours: int
) -> None:
    make_risk(places.session, case, level, now)
    assert clocks(places.session, places.worker, deadlines, now) == [("reassess", now + hours * HOUR)]
    assert len(own_work(places.session, places.worker, deadlines, now)) == 1
    assert own_work(places.session, places.supervisor, deadlines, now) == []


def test_after_a_breach_it_is_looked_at_at_once(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    make_risk(places.session, case, "low", now - HOUR, event="breach", event_at=now)
    assert clocks(places.session, places.worker, deadlines, now) == [
        ("reassess_event", now + timedelta(minutes=1))
    ]


@pytest.mark.parametrize("standing", ["past", "declined", "lapsed"])
def test_what_no_longer_counts_runs_no_clock(
    places: Places, case: Case, deadlines: Deadlines, now: datetime, standing: str
) -> None:
    make_risk(places.session, case, "high", now - 900 * HOUR, standing=standing)
    assert clocks(places.session, places.supervisor, deadlines, now) == []


def test_lowering_waits_for_the_supervisor(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    make_risk(places.session, case, "low", now, standing="proposed", assessed_by=places.worker.id)
    assert clocks(places.session, places.supervisor, deadlines, now) == [("risk_lowering", now + 24 * HOUR)]
    assert clocks(places.session, places.worker, deadlines, now) == []
    proposer = make_staff(places.session, places.house, "facility_supervisor")
    make_risk(places.session, case, "low", now, standing="proposed", assessed_by=proposer.id)
    hers = team_work(places.session, proposer, deadlines, now)
    assert sorted(one.waiting for one in hers) == [False, True]


def test_the_chair_has_twelve_hours_and_a_court_no_clock(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    make_order(places.session, case, places.worker, now)
    make_order(places.session, case, places.worker, now, kind="court")
    assert clocks(places.session, places.worker, deadlines, now) == [("order_decision", now + 12 * HOUR)]


def test_an_order_that_was_decided_waits_again_when_its_cancellation_is_asked_for(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    times = {"decided_at": now, "starts_at": now, "ends_at": now + 72 * HOUR}
    order = make_order(places.session, case, places.worker, now - HOUR, decision="granted", **times)
    ends = ("order_chair", now + 72 * HOUR)
    assert clocks(places.session, places.worker, deadlines, now) == [ends]
    order.cancel_requested_at = now
    places.session.flush()
    asked = ("order_cancellation", now + 12 * HOUR)
    assert sorted(clocks(places.session, places.worker, deadlines, now)) == sorted([asked, ends])
    order.cancel_decision = "kept"
    places.session.flush()
    assert clocks(places.session, places.worker, deadlines, now) == [ends]
    assert clocks(places.session, places.worker, deadlines, now + 72 * HOUR) == []


def test_the_coordinator_is_told_where_nobody_decided_and_sees_no_file(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    make_order(places.session, case, places.worker, now)
    told = operations.escalate(places.session, access_policy().operator(), deadlines, now + 18 * HOUR)
    assert told == {"supervisor": 1, "coordinator": 1}
    [seen] = team_work(places.session, places.coordinator, deadlines, now + 18 * HOUR)
    assert (seen.clock, seen.number, seen.endpoint, seen.place) == ("order_decision", "", "", "Cơ sở Một")


def test_an_assessment_that_is_new_may_be_told_of_anew(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    operator = access_policy().operator()
    risk = make_risk(places.session, case, "extreme", now)
    late = now + 108 * HOUR  # half as long again as 72 hours
    assert operations.escalate(places.session, operator, deadlines, late - timedelta(minutes=1)) == {}
    assert operations.escalate(places.session, operator, deadlines, late) == {"supervisor": 1}
    risk.assessed_at = late
    places.session.flush()
    assert operations.escalate(places.session, operator, deadlines, late + HOUR) == {}
    assert operations.escalate(places.session, operator, deadlines, late + 108 * HOUR) == {"supervisor": 1}


def test_a_consent_that_ends_within_two_weeks_is_asked_for_again(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    places.session.info["actor"] = places.worker
    for purpose, last in (("contact", date(2026, 12, 6)), ("refer", date(2026, 12, 7))):
        told = ConsentRequest(purpose=purpose, answer="given", given_on=date(2026, 11, 20), expires_on=last)
        consents.record(places.session, places.worker, case, told, now)
    places.session.flush()
    [item] = team_work(places.session, places.worker, deadlines, now)
    assert item.clock == "consent_renewal"
    assert item.due is not None
    assert item.due.isoformat() == "2026-12-07T00:00:00+07:00"
    assert part_of(item, item.due - timedelta(minutes=1)) != OVERDUE


def test_nothing_of_a_case_is_seen_elsewhere(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    make_risk(places.session, case, "extreme", now - 900 * HOUR)
    make_order(places.session, case, places.worker, now - 900 * HOUR)
    stranger = make_staff(places.session, make_house(places.session, "Cơ sở Hai"), "facility_supervisor")
    for actor in (stranger, places.officer):
        assert clocks(places.session, actor, deadlines, now) == []
