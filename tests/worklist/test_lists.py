from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound
from casework.access.models import Wall
from casework.db import uuid7
from casework.deadlines import Deadlines
from casework.referrals.models import ReferralQuestion
from casework.worklist import operations
from casework.worklist.models import Escalation
from casework.worklist.queries import own_work, team_work
from casework.worklist.rules import LATER, OVERDUE, TODAY, WAITING, part_of
from tests.factories.cases import make_case
from tests.factories.partners import make_agency
from tests.factories.people import access_policy, make_house, make_staff
from tests.worklist.conftest import Places

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def ask_about(session: Session, referral_id: object, at: datetime) -> None:
    question = ReferralQuestion(
        id=uuid7(), referral_id=referral_id, subject_id=uuid7(), question="contact", asked_at=at
    )
    session.info["vault"].new_subject(session, question.subject_id)
    session.add(question)
    session.flush()


def seen(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> list[tuple[str, str]]:
    return [(one.clock, part_of(one, now)) for one in team_work(session, actor, deadlines, now)]


@pytest.mark.parametrize(
    ("state", "more", "receiver", "sender"),
    [
        ("sent", {}, "acknowledge", "acknowledge"),
        ("received", {}, "triage", "triage"),
        ("accepted", {}, "first_contact", "first_contact"),
        ("contacting", {}, "first_contact", "first_contact"),
        ("contacting", {"contacted_at": True}, None, "followed"),
        ("contact_unsafe", {}, None, "followed"),
        ("not_contactable", {}, None, "followed"),
        ("engaged", {}, None, None),
        ("closed", {}, None, None),
        ("declined", {}, None, None),
        ("declined_by_person", {}, None, None),
        ("redirected", {}, None, None),
        ("revoked", {}, None, None),
    ],
)
def test_each_state_has_its_clock(
    places: Places,
    deadlines: Deadlines,
    now: datetime,
    state: str,
    more: dict[str, bool],
    receiver: str | None,
    sender: str | None,
) -> None:
    case = make_case(places.session, places.worker)
    places.referral(state=state, contacted_at=now if more else None, taken_case_id=case.id)
    got = seen(places.session, places.worker, deadlines, now)
    assert [clock for clock, _ in got] == ([receiver] if receiver else [])
    assert WAITING not in [part for _, part in got]
    assert seen(places.session, places.officer, deadlines, now) == ([(sender, WAITING)] if sender else [])


@pytest.mark.parametrize(
    ("state", "wanting"),
    [
        ("received", False),
        ("accepted", True),
        ("contacting", True),
        ("contact_unsafe", True),
        ("not_contactable", True),
        ("declined_by_person", False),
        ("declined", False),
    ],
)
def test_what_was_accepted_waits_for_its_case_and_the_sender_hears_nothing_of_it(
    places: Places, deadlines: Deadlines, now: datetime, state: str, wanting: bool
) -> None:
    referral = places.referral(25 * HOUR, state=state, contacted_at=now)
    assert ("open_case", OVERDUE) in seen(places.session, places.worker, deadlines, now) or not wanting
    assert "open_case" not in [clock for clock, _ in seen(places.session, places.officer, deadlines, now)]
    operations.escalate(places.session, access_policy().operator(), deadlines, now)
    told = select(Escalation.whom).where(Escalation.clock == "open_case")
    assert list(places.session.scalars(told)) == (["supervisor"] if wanting else [])
    assert "open_case" not in [clock for clock, _ in seen(places.session, places.coordinator, deadlines, now)]
    if wanting:
        referral.taken_case_id = make_case(places.session, places.worker).id
        places.session.flush()
    assert "open_case" not in [clock for clock, _ in seen(places.session, places.worker, deadlines, now)]


def test_a_question_is_the_senders_to_answer_and_the_receiver_waits(
    places: Places, deadlines: Deadlines, now: datetime
) -> None:
    referral = places.referral(5 * HOUR, state="info_requested")
    ask_about(places.session, referral.id, now - 4 * HOUR)
    assert seen(places.session, places.officer, deadlines, now) == [("answer", OVERDUE)]
    assert seen(places.session, places.worker, deadlines, now) == [("answer", WAITING)]


@pytest.mark.parametrize(
    ("state", "asked"), [("sent", 1), ("received", 1), ("accepted", 1), ("closed", 1), ("revoked", 0)]
)
def test_a_danger_to_life_is_countersigned_whatever_the_receiver_does(
    places: Places, deadlines: Deadlines, now: datetime, state: str, asked: int
) -> None:
    places.referral(ground="danger_to_life", state=state)
    clocks = [clock for clock, _ in seen(places.session, places.officer, deadlines, now)]
    assert clocks.count("countersign") == asked
    assert "countersign" not in [clock for clock, _ in seen(places.session, places.worker, deadlines, now)]


def test_a_colleague_signs_while_the_one_who_sent_it_waits(
    places: Places, deadlines: Deadlines, now: datetime
) -> None:
    first = places.referral(state="redirected", ground="danger_to_life", sent_by_id=places.officer.id)
    places.referral(
        state="closed", ground="danger_to_life", sent_by_id=places.officer.id, previous_id=first.id
    )
    assert seen(places.session, places.officer, deadlines, now) == [("countersign", WAITING)]
    assert seen(places.session, places.colleague, deadlines, now) == [("countersign", LATER)]


def test_the_due_minute_is_the_edge(places: Places, deadlines: Deadlines, now: datetime) -> None:
    places.referral(4 * HOUR - MINUTE)
    assert seen(places.session, places.worker, deadlines, now) == [("acknowledge", TODAY)]
    assert seen(places.session, places.worker, deadlines, now + MINUTE) == [("acknowledge", OVERDUE)]


def test_nobody_else_sees_it(places: Places, deadlines: Deadlines, now: datetime) -> None:
    places.referral(80 * HOUR)
    strangers = [
        make_staff(places.session, make_house(places.session, "Cơ sở Hai")),
        make_staff(places.session, make_agency(places.session), "police_officer"),
        make_staff(places.session, None, "manager"),
        places.coordinator,
    ]
    for stranger in strangers:
        assert team_work(places.session, stranger, deadlines, now) == []
    administrator = make_staff(places.session, None, "administrator")
    with pytest.raises(NotFound):
        team_work(places.session, administrator, deadlines, now)


def test_a_wall_hides_it_without_a_word(places: Places, deadlines: Deadlines, now: datetime) -> None:
    referral = places.referral(80 * HOUR)
    places.session.add(Wall(user_id=places.worker.id, row_id=referral.id, raised_at=now))
    places.session.flush()
    assert team_work(places.session, places.worker, deadlines, now) == []
    assert len(team_work(places.session, places.supervisor, deadlines, now)) == 1


def test_what_was_taken_is_its_workers(places: Places, deadlines: Deadlines, now: datetime) -> None:
    case = make_case(places.session, places.worker)
    case.worker_id = places.worker.id
    places.referral(state="accepted", taken_case_id=case.id)
    places.session.flush()
    assert len(own_work(places.session, places.worker, deadlines, now)) == 1
    assert own_work(places.session, places.supervisor, deadlines, now) == []
    assert len(team_work(places.session, places.supervisor, deadlines, now)) == 1
    [waiting] = own_work(places.session, places.officer, deadlines, now)
    assert (waiting.worker_id, waiting.place) == (None, "")  # the sender hears states and times


def test_the_supervisor_is_told_at_the_due_time_and_the_coordinator_half_a_period_later(
    places: Places, deadlines: Deadlines, now: datetime
) -> None:
    operator = access_policy().operator()
    referral = places.referral()
    sent = referral.sent_at

    def told(after: timedelta) -> dict[str, int]:
        return dict(operations.escalate(places.session, operator, deadlines, sent + after))

    assert told(4 * HOUR - MINUTE) == {}
    assert told(4 * HOUR) == {"supervisor": 1}
    assert told(4 * HOUR) == {}
    assert told(6 * HOUR - MINUTE) == {}
    assert told(6 * HOUR) == {"coordinator": 1}
    assert told(500 * HOUR) == {}
    later = sent + 6 * HOUR
    hers = team_work(places.session, places.supervisor, deadlines, later)
    assert [(one.clock, one.told_at) for one in hers] == [("acknowledge", sent + 4 * HOUR)]
    assert [one.told_at for one in team_work(places.session, places.worker, deadlines, later)] == [None]
    provinces = team_work(places.session, places.coordinator, deadlines, later)
    assert [(one.clock, one.place, one.endpoint) for one in provinces] == [("acknowledge", "Cơ sở Một", "")]


def test_what_is_done_leaves_the_lists_though_it_was_told(
    places: Places, deadlines: Deadlines, now: datetime
) -> None:
    referral = places.referral(80 * HOUR)
    operations.escalate(places.session, access_policy().operator(), deadlines, now)
    referral.state = "closed"
    places.session.flush()
    for actor in (places.worker, places.supervisor, places.coordinator):
        assert team_work(places.session, actor, deadlines, now) == []
    assert places.session.scalar(select(func.count()).select_from(Escalation)) == 2


def test_a_coordinator_sees_her_own_province_alone(
    places: Places, deadlines: Deadlines, now: datetime
) -> None:
    places.referral(80 * HOUR, province_code="33", commune_code="12391")
    operations.escalate(places.session, access_policy().operator(), deadlines, now)
    assert team_work(places.session, places.coordinator, deadlines, now) == []


def test_nobody_is_told_of_a_letter_to_somebody_outside(
    places: Places, deadlines: Deadlines, now: datetime
) -> None:
    referral = places.referral(80 * HOUR, outside="Phòng khám")
    referral.receiver_id = None
    places.session.flush()
    assert operations.escalate(places.session, access_policy().operator(), deadlines, now) == {}


def test_only_the_servers_clock_escalates(places: Places, deadlines: Deadlines, now: datetime) -> None:
    with pytest.raises(NotFound):
        operations.escalate(places.session, places.supervisor, deadlines, now)
