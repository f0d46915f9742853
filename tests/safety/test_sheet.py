"""The form about danger: asked, weighed, kept for good; and what happens between two looks."""

import html
import re
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
from tests.factories.desk import Desk
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


def answered(**more: str) -> dict[str, str]:
    """The form as it is posted, with no to every sign."""
    return {f"sign_{sign}": NO for sign in DANGER.signs} | {"fear": "3"} | more


def carried(page: str) -> dict[str, str]:
    """What the second page carries unseen, without the token."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def checked(page: str) -> list[str]:
    """The levels that are offered, and the one that is chosen beforehand."""
    return re.findall(r'name="level" type="radio" value="(\w+)" checked', page)


def test_the_pages_ask_weigh_and_keep(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/risk/form"
    asked = html.unescape(desk.at.get(path).text)
    assert asked.count('value="chua_ro" checked') == len(DANGER.signs)
    weighing = desk.at.post(path, answered(sign_weapon=YES, tool="dash", score="17", tool_level="dash/high"))
    page = html.unescape(weighing.text)
    assert weighing.status_code == 200
    assert "đòi hỏi ít nhất mức “Cao”" in page
    assert checked(page) == ["high"]
    told = carried(weighing.text)
    assert (told["sign_weapon"], told["fear"], told["tool_level"]) == (YES, "3", "dash/high")
    back = desk.at.post(path, told | {"again": "yes"}, opened=weighing.text).text
    assert re.search(r'name="sign_weapon" type="radio" value="co" checked', back)
    assert 'value="17"' in back
    typed = told | {"weighed": "yes", "level": "medium", "source": "told", "reason": ""}
    wrong = desk.at.post(path, typed, opened=weighing.text)
    assert wrong.status_code == 200
    assert 'id="reason-error"' in wrong.text
    assert checked(wrong.text) == ["medium"]
    assert carried(wrong.text)["sign_weapon"] == YES
    sent = desk.at.post(path, typed | {"level": "high"}, opened=wrong.text)
    assert sent.location == f"{desk.path}/risk"
    shown = html.unescape(desk.at.get(f"{desk.path}/risk").text)
    for words in ("Dùng hoặc dọa dùng vũ khí, hung khí", "3 trên 10", "DASH · 17 điểm · Cao (high)"):
        assert words in shown
    assert session.scalars(select(Risk.level)).one() == "high"


@SQLITE
def test_low_is_not_offered_where_too_much_is_unknown(desk: Desk) -> None:
    page = desk.at.post(f"{desk.path}/risk/form", {"fear": ""}).text
    assert "13 trên 13 câu trả lời là chưa rõ" in html.unescape(page)
    assert re.findall(r'name="level" type="radio" value="(\w+)"', page) == ["extreme", "high", "medium"]
    assert checked(page) == []


@SQLITE
def test_what_stands_higher_is_chosen_beforehand(desk: Desk) -> None:
    typed = {"level": "extreme", "source": "told", "reason": ""}
    assert desk.at.post(f"{desk.path}/risk", typed).status_code == 303
    page = desk.at.post(f"{desk.path}/risk/form", answered(fear="9")).text
    assert checked(page) == ["extreme"]


@SQLITE
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fear": "11"}, "fear"),
        ({"fear": "rất sợ"}, "fear"),
        ({"score": "17"}, "tool"),
        ({"tool": "dash", "score": "999"}, "score"),
        ({"tool": "dash", "tool_level": "danger_assessment/severe"}, "tool_level"),
        ({"tool_version": "x" * 31, "tool": "dash", "score": "1"}, "tool_version"),
        ({"sign_weapon": "perhaps"}, "sign_weapon"),
    ],
)
@pytest.mark.parametrize("weighed", ["", "yes"])
def test_what_is_wrong_is_said_at_its_question_on_either_page(
    desk: Desk, wrong: dict[str, str], field: str, weighed: str
) -> None:
    level = {"weighed": weighed, "level": "high", "source": "told"}
    answer = desk.at.post(f"{desk.path}/risk/form", answered(sign_stalking=YES, **(wrong | level)))
    assert answer.status_code == 200
    assert f'id="{field}-error"' in answer.text
    assert re.search(r'name="sign_stalking" type="radio" value="co" checked', answer.text)


@SQLITE
def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    wrong = {"fear": "11", "tool": "dash", "score": "99", "tool_level": "danger_assessment/severe"}
    page = desk.at.post(f"{desk.path}/risk/form", answered(**wrong)).text
    assert re.findall(r'id="(\w+)-error"', page) == ["fear", "score", "tool_level"]


@SQLITE
def test_the_second_person_reads_the_answers(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/risk/form"
    chosen = {"weighed": "yes", "level": "high", "source": "told"}
    desk.at.post(path, answered(sign_weapon=YES) | chosen)
    desk.at.post(path, answered(sign_pregnancy=YES) | chosen | {"level": "low", "reason": "Hắn đã đi xa"})
    session.expire_all()
    proposal = session.scalars(select(Risk.id).where(Risk.standing == "proposed")).one()
    session.rollback()
    page = html.unescape(desk.supervising.get(f"{desk.path}/risk/{proposal}").text)
    assert "Đang mang thai hoặc mới sinh" in page


@SQLITE
def test_what_happened_stands_on_the_page_at_once(desk: Desk) -> None:
    path = f"{desk.path}/risk/event"
    assert 'id="event-error"' in desk.at.post(path, {"event": "release"}).text  # nobody has looked yet
    desk.at.post(f"{desk.path}/risk", {"level": "low", "source": "told"})
    assert 'id="event-error"' in desk.at.post(path, {"event": ""}).text
    assert desk.at.post(path, {"event": "release"}).status_code == 303
    page = html.unescape(desk.at.get(f"{desk.path}/risk").text)
    assert "Người có hành vi bạo lực được thả: đánh giá lại nguy cơ ngay." in page
    assert desk.elsewhere.get(path).status_code == 404
    assert desk.elsewhere.get(f"{desk.path}/risk/form").status_code == 404
