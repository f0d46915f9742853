"""Risk: anybody raises it at once, two people lower it, and an event asks for a new look."""

import html
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.crypto import Tampered
from casework.deadlines import LEVELS
from casework.refusal import Refusal
from casework.safety import risk_operations as risks
from casework.safety import risk_queries as queries
from casework.safety.models import Risk
from casework.safety.risk_operations import RiskRequest
from casework.safety.risk_rules import highest, lowers, reassess_due
from tests.factories.cases import make_case, make_incident
from tests.factories.desk import Desk
from tests.factories.orders import site_policies
from tests.factories.people import make_house, make_staff

HOUR = timedelta(hours=1)
SQLITE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def say(session: Session, actor: Actor, case: Case, level: str, reason: str = "Anh ta đã bị bắt") -> Risk:
    request = RiskRequest(level=level, source="assessment", reason=reason)
    return risks.assess(session, actor, case, request, clock.now())


def level(session: Session, actor: Actor, case: Case) -> str:
    found = queries.current_of(session, actor, case)
    return found.level if found else ""


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_of_two_levels_one_lowers_the_other_or_they_are_the_same(one: str, other: str) -> None:
    assert lowers(one, other) + lowers(other, one) == (one != other)
    assert not lowers(highest(one, other), one)
    assert not lowers(one, "")


def test_what_was_never_assessed_may_begin_anywhere_and_rises_at_once(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    assert level(session, worker, case) == ""
    for stated in ("low", "medium", "medium", "extreme"):
        say(session, worker, case, stated, reason="")
        assert level(session, worker, case) == stated
    session.commit()
    assert [one.risk.standing for one in queries.statements(session, worker, case)].count("current") == 1
    told = session.scalars(select(Entry).where(Entry.event == "risk.assessed")).all()
    assert [entry.case_id for entry in told] == [case.id] * 4


def test_lowering_waits_for_somebody_else(session: Session) -> None:
    house = make_house(session)
    worker, supervisor = make_staff(session, house), make_staff(session, house, "facility_supervisor")
    case = make_case(session, worker)
    say(session, worker, case, "extreme")
    with pytest.raises(Refusal) as refused:
        say(session, worker, case, "low", reason=" ")
    assert refused.value.field == "reason"
    proposal = say(session, worker, case, "low")
    assert level(session, worker, case) == "extreme"
    with pytest.raises(NotFound):
        risks.confirm(session, worker, case, proposal, clock.now())
    with pytest.raises(Refusal):
        say(session, supervisor, case, "medium")
    risks.confirm(session, supervisor, case, proposal, clock.now())
    session.commit()
    assert level(session, worker, case) == "low"
    found = queries.current_of(session, worker, case)
    assert found is not None
    assert (found.reason, found.decided_by) == ("Anh ta đã bị bắt", supervisor.id)
    with pytest.raises(Refusal):
        risks.decline(session, supervisor, case, proposal, clock.now())


@SQLITE
def test_a_supervisor_does_not_confirm_herself(session: Session) -> None:
    house = make_house(session)
    one, other = (make_staff(session, house, "facility_supervisor") for _ in range(2))
    case = make_case(session, one)
    say(session, one, case, "high")
    proposal = say(session, one, case, "low")
    with pytest.raises(Refusal):
        risks.confirm(session, one, case, proposal, clock.now())
    risks.decline(session, other, case, proposal, clock.now())
    assert level(session, one, case) == "high"


@SQLITE
@pytest.mark.parametrize("again", ["high", "extreme"])
def test_a_proposal_lapses_when_somebody_states_a_level_after_it(session: Session, again: str) -> None:
    house = make_house(session)
    worker, supervisor = make_staff(session, house), make_staff(session, house, "facility_supervisor")
    case = make_case(session, worker)
    say(session, worker, case, "high")
    proposal = say(session, worker, case, "low")
    say(session, worker, case, again)
    with pytest.raises(Refusal):
        risks.confirm(session, supervisor, case, proposal, clock.now())
    assert level(session, worker, case) == again


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("say", "confirm", "decline", "told", "happened")),
        st.sampled_from((0, 1, 2)),
        st.sampled_from(LEVELS),
    ),
    max_size=12,
)


def act_on(session: Session, actor: Actor, case: Case, act: str, stated: str) -> None:
    """One of the things that can happen to the risk of a case."""
    proposed = queries.proposed_of(session, actor, case)
    if act == "say":
        say(session, actor, case, stated)
    elif act == "told":
        risks.told(session, actor, case, stated, "referral", clock.now())
    elif act == "happened":
        risks.happened(session, actor, case, "breach", clock.now(), at_least="high")
    elif proposed is not None:
        getattr(risks, act)(session, actor, case, proposed, clock.now())


@SQLITE
def test_whatever_happens_it_never_falls_without_two_people(session: Session) -> None:
    house = make_house(session)
    people = [make_staff(session, house, "facility_supervisor") for _ in range(2)] + [
        make_staff(session, house)
    ]
    worker = people[2]

    @given(STEPS)
    def try_it(steps: Sequence[tuple[str, int, str]]) -> None:
        case = make_case(session, worker)
        for act, who, stated in steps:
            before, actor = level(session, worker, case), people[who]
            proposed = queries.proposed_of(session, worker, case)
            second = proposed is not None and who != 2 and proposed.assessed_by != actor.id
            try:
                act_on(session, actor, case, act, stated)
            except (Refusal, NotFound):
                assert level(session, worker, case) == before
            after = level(session, worker, case)
            if before and lowers(after, before):
                assert act == "confirm"
                assert second
            if act == "told" or (act == "say" and not lowers(stated, before)):
                assert not lowers(after, stated)
            if act == "happened":
                assert not lowers(after, "high")
            standing = [one.risk.standing for one in queries.statements(session, worker, case)]
            assert standing.count("current") == (1 if after else 0)
            assert standing.count("proposed") <= 1

    try_it()


def test_an_event_asks_for_a_new_look_and_is_answered_by_any_statement(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case, now, deadlines = make_case(session, worker), clock.now(), site_policies().deadlines
    make_incident(session, worker, case)
    assert queries.current_of(session, worker, case) is None
    say(session, worker, case, "low")
    first = queries.current_of(session, worker, case)
    assert first is not None
    assert reassess_due(first, deadlines) == now + 60 * 24 * HOUR
    make_incident(session, worker, case)
    session.commit()
    asked = queries.current_of(session, worker, case)
    assert asked is not None
    assert (asked.event, asked.event_at) == ("new_incident", now)
    assert reassess_due(asked, deadlines) == now + timedelta(minutes=1)
    say(session, worker, case, "low")
    answered = queries.current_of(session, worker, case)
    assert answered is not None
    assert answered.event_at is None


@pytest.mark.parametrize(
    ("level_", "hours"), [("extreme", 72), ("high", 168), ("medium", 720), ("low", 1440)]
)
@SQLITE
def test_each_level_has_its_time(session: Session, level_: str, hours: int) -> None:
    worker = make_staff(session, make_house(session))
    risk = say(session, worker, make_case(session, worker), level_)
    assert reassess_due(risk, site_policies().deadlines) == clock.now() + hours * HOUR


def test_a_level_edited_in_the_database_is_noticed_and_nobody_elses_to_see(session: Session) -> None:
    house = make_house(session)
    worker, counsellor = make_staff(session, house), make_staff(session, house, "perpetrator_counsellor")
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    case = make_case(session, worker)
    say(session, worker, case, "extreme")
    session.commit()
    for other in (stranger, counsellor):
        assert queries.current_of(session, other, case) is None
        assert queries.statements(session, other, case) == []
        with pytest.raises(NotFound):
            say(session, other, case, "extreme")
    session.execute(update(Risk).values(level="low"))
    session.expire_all()
    with pytest.raises(Tampered):
        queries.current_of(session, worker, case)
    session.rollback()


def test_the_page_raises_at_once_and_lets_the_supervisor_decide(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/risk"
    assert "Chưa ai đánh giá nguy cơ" in html.unescape(desk.at.get(desk.path).text)
    typed = {"level": "high", "source": "told", "reason": "Anh ta bóp cổ chị"}
    assert desk.at.post(path, typed).status_code == 303
    assert desk.at.post(path, typed | {"level": "low", "reason": ""}).status_code == 200
    assert desk.at.post(path, typed | {"level": "low", "reason": "Đã tạm giam"}).status_code == 303
    session.expire_all()
    proposal = session.scalars(select(Risk).where(Risk.standing == "proposed")).one()
    session.rollback()
    assert desk.at.get(f"{path}/{proposal.id}").status_code == 404
    page = html.unescape(desk.supervising.get(f"{path}/{proposal.id}").text)
    assert "Đã tạm giam" in page
    assert desk.supervising.post(f"{path}/{proposal.id}", {"decision": "confirm"}).status_code == 303
    shown = html.unescape(desk.at.get(path).text)
    assert "Anh ta bóp cổ chị" in shown
    assert desk.supervising.get(f"{path}/{proposal.id}").status_code == 303
    assert desk.elsewhere.get(path).status_code == 404
    history = html.unescape(desk.at.get(f"{desk.path}/history").text)
    assert "Người thứ hai đồng ý hạ mức nguy cơ" in history
