"""The form about danger: asked, weighed, kept for good; and what happens between two looks."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.crypto import Tampered
from casework.danger import NO, UNKNOWN, YES, Said
from casework.refusal import Refusal
from casework.safety import risk_operations as risks
from casework.safety import risk_queries as queries
from casework.safety.models import Risk, RiskSheet
from casework.safety.risk_operations import RiskRequest
from casework.safety.risk_sheets import Result, Sheet
from tests.factories.cases import make_case
from tests.factories.orders import site_policies
from tests.factories.people import make_house, make_staff

DANGER = site_policies().danger
SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def sheet(fear: int | None = 2, tool: Result | None = None, **signs: str) -> Sheet:
    """Every sign answered with no but these."""
    told = dict.fromkeys(DANGER.signs, NO) | signs
    return Sheet(said=Said(told, fear), tool=tool or Result())


def weigh(
    session: Session, actor: Actor, case: Case, filled: Sheet, level: str, reason: str = "", **more: Any
) -> Risk:
    request = RiskRequest(level=level, source=more.get("source", "told"), reason=reason)
    at = more.get("at", clock.now())
    return risks.assess_by_form(session, actor, case, filled, request, at, danger=DANGER)


def refused(*given: Any, **more: Any) -> str | None:
    with pytest.raises(Refusal) as refusal:
        weigh(*given, **more)
    return refusal.value.field


def test_answers_are_kept_sealed_beside_the_level_and_each_assessment_stands(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    tool = Result(tool="dash", version="2009", score=17, level="high")
    weigh(session, worker, case, sheet(fear=None, tool=tool, strangulation=YES, stalking=UNKNOWN), "extreme")
    weigh(session, worker, case, sheet(fear=4), "extreme", at=clock.now() + timedelta(hours=1))
    session.commit()
    session.expunge_all()
    second, first = (one.sheet for one in queries.statements(session, worker, case))
    assert first is not None
    assert second is not None
    assert first.answers["signs"]["strangulation"] == YES
    assert first.answers["signs"]["stalking"] == UNKNOWN
    assert (first.answers["fear"], first.answers["called_for"]) == (None, "high")
    assert first.tool == {"tool": "dash", "version": "2009", "score": 17, "level": "high"}
    assert (second.answers["fear"], second.answers["called_for"], second.tool) == (4, "", {})
    assert first.subject_id == case.survivor_id
    assert b"strangulation" not in first._answers
    assert b"dash" not in first._tool
    told = session.scalars(select(Entry.event).where(Entry.event == "risk.answered")).all()
    assert len(told) == 2


def test_an_answer_moved_to_another_statement_in_sql_is_noticed(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    weigh(session, worker, case, sheet(weapon=YES), "extreme")
    low = make_case(session, worker)
    other = weigh(session, worker, low, sheet(), "low")
    session.execute(update(RiskSheet).where(RiskSheet.risk_id == other.id).values(case_id=case.id))
    session.commit()
    session.expunge_all()
    found = queries.statements(session, worker, low)[0].sheet
    assert found is not None
    with pytest.raises(Tampered):
        _ = found.answers
    session.rollback()


@SQLITE
@pytest.mark.parametrize(
    "grave", [{"strangulation": YES}, {"weapon": YES}, {"threat_to_kill": YES}, {"fear": 9}, {"fear": 10}]
)
def test_below_what_the_answers_call_for_there_is_a_reason(session: Session, grave: dict[str, Any]) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    assert refused(session, worker, case, sheet(**grave), "medium") == "reason"
    assert refused(session, worker, case, sheet(**grave), "medium", " \n") == "reason"
    assert queries.statements(session, worker, case) == []
    weigh(session, worker, case, sheet(**grave), "medium", "Hắn đã bị tạm giam hai năm")
    current = queries.current_of(session, worker, case)
    assert current is not None
    assert current.level == "medium"  # nothing stood yet, so nothing was lowered
    weigh(session, worker, case, sheet(**grave), "extreme")


@SQLITE
def test_below_what_stands_a_second_person_decides_as_ever(session: Session) -> None:
    house = make_house(session)
    worker, supervisor = make_staff(session, house), make_staff(session, house, "facility_supervisor")
    case = make_case(session, worker)
    weigh(session, worker, case, sheet(weapon=YES), "high")
    assert refused(session, worker, case, sheet(), "low") == "reason"
    proposal = weigh(session, worker, case, sheet(), "low", "Hắn đã đi xa")
    current = queries.current_of(session, worker, case)
    assert current is not None
    assert (proposal.standing, current.level) == ("proposed", "high")
    risks.confirm(session, supervisor, case, proposal, clock.now())
    current = queries.current_of(session, worker, case)
    assert current is not None
    assert current.level == "low"


@SQLITE
def test_where_too_much_is_unknown_it_is_not_low_whatever_the_reason(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    unknown: dict[str, Any] = dict.fromkeys(DANGER.signs[:6], UNKNOWN)
    assert refused(session, worker, case, sheet(**unknown), "low", "Chị ấy bình tĩnh") == "level"
    weigh(session, worker, case, sheet(**unknown), "medium")


@SQLITE
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fear": 11}, "fear"),
        ({"fear": -1}, "fear"),
        ({"tool": Result(score=3)}, "tool"),
        ({"tool": Result(version="2009")}, "tool"),
        ({"tool": Result(tool="crystal_ball", score=3)}, "tool"),
        ({"tool": Result(tool="dash")}, "score"),
        ({"tool": Result(tool="dash", score=41)}, "score"),
        ({"tool": Result(tool="dash", level="severe")}, "tool_level"),
    ],
)
def test_what_cannot_be_is_refused(session: Session, wrong: dict[str, Any], field: str) -> None:
    worker = make_staff(session, make_house(session))
    assert refused(session, worker, make_case(session, worker), sheet(**wrong), "high") == field


@SQLITE
def test_a_level_and_its_occasion_are_always_chosen(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    assert refused(session, worker, case, sheet(), "") == "level"
    assert refused(session, worker, case, sheet(), "high", source="") == "source"


def test_nobody_else_fills_it_in_or_reads_it(session: Session) -> None:
    house = make_house(session)
    worker, counsellor = make_staff(session, house), make_staff(session, house, "perpetrator_counsellor")
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    case = make_case(session, worker)
    weigh(session, worker, case, sheet(), "high")
    for other in (stranger, counsellor):
        assert queries.statements(session, other, case) == []
        with pytest.raises(NotFound):
            weigh(session, other, case, sheet(), "extreme")
        with pytest.raises(NotFound):
            risks.tell_of(session, other, case, "release", clock.now())


@pytest.mark.parametrize("event", ["separation", "release", "drop_out"])
def test_what_happened_asks_for_a_new_look_at_once(session: Session, event: str) -> None:
    worker = make_staff(session, make_house(session))
    case, now = make_case(session, worker), clock.now()
    with pytest.raises(Refusal):  # nobody has looked yet: that comes first
        risks.tell_of(session, worker, case, event, now)
    risks.assess(session, worker, case, RiskRequest(level="low", source="assessment"), now)
    risks.tell_of(session, worker, case, event, now + timedelta(hours=1))
    risks.tell_of(session, worker, case, event, now + timedelta(hours=2))
    session.commit()
    current = queries.current_of(session, worker, case)
    assert current is not None
    assert (current.level, current.event, current.event_at) == ("low", event, now + timedelta(hours=1))
    assert len(session.scalars(select(Entry).where(Entry.event == "risk.questioned")).all()) == 2


@SQLITE
@pytest.mark.parametrize("event", ["", "breach", "new_incident", "tornado"])
def test_what_has_a_place_of_its_own_is_not_told_here(session: Session, event: str) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    risks.assess(session, worker, case, RiskRequest(level="low", source="assessment"), clock.now())
    with pytest.raises(Refusal) as refusal:
        risks.tell_of(session, worker, case, event, clock.now())
    assert refusal.value.field == "event"
