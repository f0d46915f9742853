"""What a sender follows and has to see to: letters without an answer, what was declined, what is under way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.db import uuid7
from casework.deadlines import Deadlines
from casework.outbound.models import AckLink
from casework.providers.models import Provider
from casework.referrals.models import Referral
from casework.services.models import Service
from casework.worklist import operations
from casework.worklist.queries import own_work, team_work
from casework.worklist.rules import OVERDUE, TODAY, WAITING, Item, part_of
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.clocks import make_referral_row
from tests.factories.people import access_policy, make_house, make_staff
from tests.worklist.conftest import Places

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def case(places: Places) -> Case:
    """A case of the house, with its worker."""
    made = make_case(places.session, places.worker)
    made.worker_id = places.worker.id
    places.session.flush()
    return made


def sent(places: Places, case: Case, sent_at: datetime, to: Provider | None = None, **more: Any) -> Referral:
    """What the house sent out of the case; to nobody in particular by letter."""
    return make_referral_row(places.session, places.house, to, sent_at, case_id=case.id, **more)


def link(places: Places, letter: Referral, made_at: datetime, lasts: timedelta = 14 * DAY) -> AckLink:
    made = AckLink(
        id=uuid7(),
        referral_id=letter.id,
        subject_id=letter.subject_id,
        token_hash=uuid7().hex,
        made_at=made_at,
        made_by_id=places.worker.id,
        expires_at=made_at + lasts,
    )
    made.name = made.post = ""
    places.session.add(made)
    places.session.flush()
    return made


def lines(places: Places, actor: Actor, deadlines: Deadlines, now: datetime) -> list[tuple[str, str]]:
    return [(one.clock, part_of(one, now)) for one in team_work(places.session, actor, deadlines, now)]


def only(items: list[Item]) -> Item:
    [item] = items
    return item


def test_a_letter_without_a_link_is_its_senders_to_see_to(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    letter = sent(places, case, now)
    item = only(own_work(places.session, places.worker, deadlines, now))
    assert (item.clock, item.endpoint, item.worker_id) == ("letter", "outbound.show", places.worker.id)
    assert item.values == {"reference": case.reference, "sent": letter.reference}
    assert item.due == now + 4 * HOUR  # the risk is high
    assert lines(places, places.worker, deadlines, now + 4 * HOUR) == [("letter", OVERDUE)]


def test_while_a_link_leads_there_the_receiver_is_waited_for_and_then_the_sender_again(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    letter = sent(places, case, now - 14 * DAY)
    ended = link(places, letter, now - 14 * DAY + HOUR)
    for at, seen in (
        (ended.expires_at - MINUTE, ("acknowledge", WAITING)),
        (ended.expires_at, ("letter", TODAY)),
        (ended.expires_at + 4 * HOUR, ("letter", OVERDUE)),
    ):
        assert lines(places, places.worker, deadlines, at) == [seen], at
    # a new link, and the old one dead: the clock of the new one runs
    ended.expires_at = now + 2 * HOUR
    link(places, letter, now + 2 * HOUR)
    assert lines(places, places.worker, deadlines, now + 3 * HOUR) == [("acknowledge", WAITING)]
    assert lines(places, places.worker, deadlines, now + 15 * DAY) == [("letter", OVERDUE)]


def test_an_answered_letter_is_waited_for_until_the_service_or_a_no(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    letter = sent(places, case, now - 20 * DAY)
    link(places, letter, now - 20 * DAY)
    letter.state, letter.received_at = "received", now - 19 * DAY
    places.session.flush()
    item = only(team_work(places.session, places.worker, deadlines, now))
    assert (item.clock, item.state, item.due, item.waiting) == ("followed", "received", None, True)
    for state, clocks in (("closed", []), ("declined", ["find_another"])):
        letter.state, letter.ended_at = state, now
        places.session.flush()
        assert [one.clock for one in team_work(places.session, places.worker, deadlines, now)] == clocks


def test_a_letter_belongs_to_the_worker_of_the_case_and_to_nobody_elsewhere(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    sent(places, case, now)
    colleague = make_staff(places.session, places.house)
    assert own_work(places.session, colleague, deadlines, now) == []
    assert len(team_work(places.session, colleague, deadlines, now)) == 1
    stranger = make_staff(places.session, make_house(places.session, "Cơ sở Hai"))
    for actor in (stranger, places.officer, places.coordinator):
        assert team_work(places.session, actor, deadlines, now) == []


def test_where_the_case_has_moved_away_nobody_can_see_to_the_letter(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    sent(places, case, now)
    case.facility_id = make_house(places.session, "Cơ sở Hai").id
    places.session.flush()
    assert team_work(places.session, places.worker, deadlines, now) == []


def test_the_supervisor_is_told_once_a_link_and_anew_of_the_next(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    letter = sent(places, case, now - 15 * DAY)
    first = link(places, letter, now - 15 * DAY)
    operator = access_policy().operator()

    def told(at: datetime) -> dict[str, int]:
        return dict(operations.escalate(places.session, operator, deadlines, at))

    due = first.expires_at + 4 * HOUR
    assert (told(due - MINUTE), told(due), told(due)) == ({}, {"supervisor": 1}, {})
    hers = only(team_work(places.session, places.supervisor, deadlines, due))
    assert (hers.clock, hers.told_at) == ("letter", due)
    second = link(places, letter, due)
    assert told(second.expires_at) == {}
    assert told(second.expires_at + 4 * HOUR) == {"supervisor": 1}


@pytest.mark.parametrize(
    ("state", "more", "followed"),
    [
        ("contacting", {"contacted_at": True}, True),
        ("not_contactable", {}, True),
        ("contact_unsafe", {}, True),
        ("received", {}, False),  # a clock runs
        ("engaged", {}, False),
        ("closed", {}, False),
        ("declined_by_person", {}, False),
        ("redirected", {}, False),
        ("revoked", {}, False),
    ],
)
def test_the_sender_follows_it_by_its_state_until_she_was_met_or_it_ended(
    places: Places, deadlines: Deadlines, now: datetime, state: str, more: dict[str, bool], followed: bool
) -> None:
    places.referral(9 * DAY, state=state, contacted_at=now if more else None)
    found = team_work(places.session, places.officer, deadlines, now)
    assert [one.state for one in found if one.clock == "followed"] == ([state] if followed else [])
    assert all(one.due is None for one in found if one.clock == "followed")
    assert [one for one in team_work(places.session, places.worker, deadlines, now) if one.state] == []


def recorded(places: Places, case: Case, kind: str, at: datetime, **more: Any) -> None:
    told: dict[str, Any] = {"status": "khong_co_dich_vu"} | more
    service = Service(
        id=uuid7(), case_id=case.id, subject_id=case.survivor_id, kind=kind, recorded_at=at, **told
    )
    service.note = ""
    places.session.add(service)
    places.session.flush()


def test_what_was_declined_is_to_be_asked_of_somebody_else(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    """By letter or in this system; each service by itself."""
    other = make_house(places.session, "Cơ sở Hai")
    for to in (None, other):
        one = sent(
            places, case, now - DAY, to, state="declined", ended_at=now - HOUR, services=("y_te", "tam_lanh")
        )
        item = only(own_work(places.session, places.worker, deadlines, now))
        assert (item.clock, item.due, item.worker_id) == ("find_another", now + 3 * HOUR, places.worker.id)
        assert item.values == {"reference": case.reference, "sent": one.reference}
        assert lines(places, places.worker, deadlines, now + 3 * HOUR) == [("find_another", OVERDUE)]
        assert lines(places, make_staff(places.session, other), deadlines, now) == []
        # asked of somebody else for a part of it, then nothing found for the rest
        anew = sent(places, case, now, other, state="engaged", services=("y_te",))
        assert len(team_work(places.session, places.worker, deadlines, now)) == 1
        recorded(places, case, "tam_lanh", now)
        assert team_work(places.session, places.worker, deadlines, now) == []
        anew.state = "revoked"
        places.session.flush()
        assert len(team_work(places.session, places.worker, deadlines, now)) == 1
        recorded(
            places, case, "y_te", now - 3 * DAY, status="da_cung_cap", delivered_on=clock.local(now).date()
        )
        assert team_work(places.session, places.worker, deadlines, now) == []
        case = make_case(places.session, places.worker)
        case.worker_id = places.worker.id
        places.session.flush()


def test_what_came_before_the_no_settles_nothing(
    places: Places, case: Case, deadlines: Deadlines, now: datetime
) -> None:
    sent(places, case, now - 3 * DAY, places.house, state="closed", ended_at=now - 2 * DAY)
    recorded(places, case, "tam_lanh", now - 3 * DAY)
    sent(places, case, now - 2 * DAY, state="declined", ended_at=now)
    assert lines(places, places.worker, deadlines, now) == [("find_another", TODAY)]


def test_the_page_says_the_state_and_leads_to_the_letter(
    app: Flask, session: Session, places: Places, case: Case
) -> None:
    now = clock.now()
    letter = sent(places, case, now - 15 * DAY)
    link(places, letter, now - 15 * DAY)
    places.referral(9 * DAY, state="contact_unsafe")
    page = signed_in(app, session, places.worker).get("/work").text
    assert "Văn bản chưa được trả lời" in page
    assert f'href="/cases/{case.reference}/referrals/{letter.reference}"' in page
    hers = signed_in(app, session, places.officer).get("/work").text
    assert "Liên hệ không an toàn" in hers
