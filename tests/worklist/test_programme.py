"""What a counsellor reports stands on the list of whoever works on a case that names the perpetrator."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.deadlines import Deadlines
from casework.people.models import Person
from casework.perpetrators import operations as perpetrators
from casework.perpetrators import programme_operations as programme
from casework.perpetrators import programme_queries
from casework.perpetrators.programme_operations import ReportRequest
from casework.safety import risk_operations as risks
from casework.safety.risk_operations import RiskRequest
from casework.worklist import operations
from casework.worklist.queries import own_work, team_work
from tests.factories.cases import make_case
from tests.factories.orders import make_accused
from tests.factories.people import access_policy, make_house, make_staff
from tests.worklist.conftest import Places

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def counsellor(places: Places) -> Actor:
    return make_staff(places.session, places.house, "perpetrator_counsellor")


@pytest.fixture
def case(places: Places) -> Case:
    made = make_case(places.session, places.worker)
    made.worker_id = places.worker.id
    places.session.flush()
    return made


@pytest.fixture
def him(places: Places, case: Case, now: datetime) -> Person:
    return make_accused(places.session, places.worker, case, now - 900 * HOUR)


def report(
    session: Session, counsellor: Actor, him: Person, kind: str, at: datetime, day: int = 1, reason: str = ""
) -> None:
    told = ReportRequest(kind=kind, happened_on=date(2026, 11, day), reason=reason)
    programme.report(session, counsellor, him, told, at)


def clocks(
    session: Session, actor: Actor, deadlines: Deadlines, now: datetime
) -> list[tuple[str, datetime | None, str]]:
    found = team_work(session, actor, deadlines, now)
    return [(one.clock, one.due, one.risk) for one in found if one.clock.startswith("programme")]


@pytest.mark.parametrize(
    ("kind", "reason", "clock", "due"),
    [
        ("drop_out", "", "programme_alarm", MINUTE),
        ("risk_raised", "weapon", "programme_alarm", MINUTE),
        ("start", "", "programme_news", 72 * HOUR),
        ("ended", "", "programme_news", 72 * HOUR),
    ],
)
def test_it_stands_on_the_list_of_the_survivors_worker_until_it_is_read(
    places: Places,
    case: Case,
    him: Person,
    counsellor: Actor,
    deadlines: Deadlines,
    now: datetime,
    kind: str,
    reason: str,
    clock: str,
    due: timedelta,
) -> None:
    session = places.session
    risks.assess(session, places.worker, case, RiskRequest(level="medium", source="told"), now)
    report(session, counsellor, him, kind, now, reason=reason)
    assert clocks(session, places.worker, deadlines, now) == [(clock, now + due, "medium")]
    mine = [one for one in own_work(session, places.worker, deadlines, now) if one.clock == clock]
    assert [(one.endpoint, one.number) for one in mine] == [("perpetrators.reports", case.reference)]
    assert clocks(session, places.supervisor, deadlines, now) == [(clock, now + due, "medium")]
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"), "facility_supervisor")
    for other in (stranger, places.officer, places.coordinator):
        assert clocks(session, other, deadlines, now) == []
    ids = [one.report.id for one in programme_queries.told_of(session, places.worker, case)]
    programme.read(session, places.worker, case, ids, now)
    assert clocks(session, places.worker, deadlines, now) == []
    left = [one.clock for one in team_work(session, places.worker, deadlines, now)]
    assert left == (["reassess_event"] if clock == "programme_alarm" else ["reassess"])


def test_workers_in_every_case_that_names_him_are_told_in_whichever_house(
    places: Places, case: Case, him: Person, counsellor: Actor, deadlines: Deadlines, now: datetime
) -> None:
    session = places.session
    colleague = make_staff(session, places.house)
    second = make_case(session, colleague)
    second.worker_id = colleague.id
    report(session, counsellor, him, "drop_out", now)
    perpetrators.link(session, colleague, second, him, now + HOUR)
    session.flush()
    later = now + 2 * HOUR
    mine = [one.due for one in own_work(session, colleague, deadlines, later) if not one.risk]
    assert mine == [now + HOUR + MINUTE]  # nobody there could know before the link
    assert len(clocks(session, places.supervisor, deadlines, later)) == 2


def test_the_supervisor_is_told_of_an_alarm_that_nobody_reads_once_for_each(
    places: Places, case: Case, him: Person, counsellor: Actor, deadlines: Deadlines, now: datetime
) -> None:
    session, operator = places.session, access_policy().operator()
    report(session, counsellor, him, "start", now)
    report(session, counsellor, him, "drop_out", now)
    report(session, counsellor, him, "risk_raised", now, reason="weapon")
    assert operations.escalate(session, operator, deadlines, now) == {}
    assert operations.escalate(session, operator, deadlines, now + MINUTE) == {"supervisor": 1}
    assert operations.escalate(session, operator, deadlines, now + HOUR) == {}
    report(session, counsellor, him, "risk_raised", now + HOUR, reason="suicide")
    assert operations.escalate(session, operator, deadlines, now + 2 * HOUR) == {"supervisor": 1}
    assert len(clocks(session, places.worker, deadlines, now + 2 * HOUR)) == 2
