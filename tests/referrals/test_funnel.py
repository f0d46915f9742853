"""The funnel: people by stage, each once, medians where enough came, nothing small, nobody else's."""

import html
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.db import uuid7
from casework.disclosure import Period
from casework.providers.models import Provider
from casework.referrals.funnel import Way, cut_off, halves, protected_rows
from casework.referrals.funnel_queries import funnel
from casework.referrals.models import Referral
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_person
from tests.factories.referrals import make_organisation, make_referral
from tests.referrals.town import Town

HALF = Period.of_half(2026, 1)
MARCH = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
K = 5
ONE, TWO = uuid7(), uuid7()


def ways(kind: str, sender: UUID, *reached: int, hours: int = 10) -> Iterator[Way]:
    """So many people who came as far as each stage, in that order of stages."""
    for stage, number in enumerate(reached):
        for _each in range(number):
            yield Way(
                kind,
                sender,
                tuple(MARCH + step * hours * HOUR if step <= stage else None for step in range(4)),
            )


def test_halves_are_offered_a_month_after_they_ended() -> None:
    assert [one.code for one in halves(date(2026, 11, 22))][:2] == ["2026-h1", "2025-h2"]
    assert halves(cut_off(HALF))[0].code == "2025-h2"
    assert halves(cut_off(HALF) + timedelta(days=1))[0].code == "2026-h1"
    assert all("-h" in one.code for one in halves(date(2026, 11, 22)))


def test_all_kinds_and_senders_stand_with_their_stages_and_medians() -> None:
    people = [*ways("cong_an", ONE, 5, 5, 5, 10), *ways("tram_y_te", TWO, 5, 5, 5, 5, hours=30)]
    rows = protected_rows(people, cut_off(HALF), K)
    assert [(row.kind, row.sender_id, row.counts) for row in rows] == [
        ("", None, (45, 35, 25, 15)),
        ("cong_an", None, (25, 20, 15, 10)),
        ("cong_an", ONE, (25, 20, 15, 10)),
        ("tram_y_te", None, (20, 15, 10, 5)),
        ("tram_y_te", TWO, (20, 15, 10, 5)),
    ]
    assert rows[1].hours == (None, 10, 20, 30)
    assert rows[4].hours == (None, 30, 60, None)


def test_a_small_sender_takes_another_with_it() -> None:
    people = [*ways("cong_an", ONE, 10, 10, 10, 10), *ways("tram_y_te", TWO, 0, 0, 0, 3)]
    assert [row.kind for row in protected_rows(people, cut_off(HALF), K)] == [""]
    assert protected_rows([*ways("cong_an", ONE, 4)], cut_off(HALF), K) == []


def test_what_happened_after_the_cut_off_is_not_known() -> None:
    late = MARCH.replace(month=8)
    people = [Way("cong_an", ONE, (MARCH, late, late, late)) for _each in range(20)]
    assert protected_rows(people, cut_off(HALF), K)[0].counts == (20, 0, 0, 0)


def test_who_was_served_was_engaged() -> None:
    people = [Way("cong_an", ONE, (MARCH, MARCH, None, MARCH)) for _each in range(5)]
    assert protected_rows(people, cut_off(HALF), K)[0].counts == (5, 5, 5, 5)


@pytest.fixture
def past(session: Session, town: Town) -> Town:
    """Twenty-five people whom the police referred in March; five twice, and five others to the other house."""
    session.info["actor"] = town.worker
    health = make_organisation(session, "tram_y_te", "Trạm Y tế Một")
    for number in range(25):
        referral = _sent(session, town, town.police, town.house, MARCH + number * HOUR)
        if number < 15:
            session.info["actor"] = town.worker
            case = make_case(session, town.worker, make_person(session, town.worker, town.house.id))
            _reached(referral, case.id, engaged=number < 10)
            if number < 5:
                _reached(_sent(session, town, health, town.house, MARCH + 100 * HOUR), case.id, engaged=True)
    for number in range(5):
        _sent(session, town, town.police, town.other, MARCH + number * HOUR)
    session.commit()
    return town


def _sent(session: Session, town: Town, sender: Provider, receiver: Provider, at: datetime) -> Referral:
    session.info["actor"] = town.officer
    referral = make_referral(session, town.officer, receiver)
    referral.sender_id, referral.sent_at = sender.id, at
    return referral


def _reached(referral: Referral, case_id: UUID, *, engaged: bool) -> None:
    referral.taken_case_id = case_id
    referral.state, referral.decided_at = "accepted", referral.sent_at + HOUR
    if engaged:
        referral.state, referral.engaged_at = "engaged", referral.sent_at + 5 * HOUR


def test_people_count_once_where_they_were_referred_first_and_only_here(session: Session, past: Town) -> None:
    rows = funnel(session, past.supervisor, HALF, K, MARCH)
    assert [(row.kind, row.counts) for row in rows] == [
        ("", (25, 15, 10, 0)),
        ("cong_an", (25, 15, 10, 0)),
        ("cong_an", (25, 15, 10, 0)),
    ]
    assert rows[0].hours == (None, 1.0, 5.0, None)


def test_accepted_is_accepted_before_the_case_is_opened_and_declined_never_is(
    session: Session, past: Town
) -> None:
    """Of those whose case nobody has opened it isn't known who they are: each counts, none as met."""
    for number, state in enumerate(["accepted"] * 5 + ["declined"] * 5 + ["declined_by_person"] * 5):
        referral = _sent(session, past, past.police, past.house, MARCH + (200 + number) * HOUR)
        referral.state, referral.decided_at = state, referral.sent_at + HOUR
    session.commit()
    assert funnel(session, past.supervisor, HALF, K, MARCH)[0].counts == (40, 25, 10, 0)


def test_no_other_half_or_house_has_them(session: Session, past: Town) -> None:
    assert funnel(session, past.supervisor, Period.of_half(2025, 2), K, MARCH)[0].counts == (0, 0, 0, 0)
    assert funnel(session, past.worker, HALF, K, MARCH)[0].counts == (0, 0, 0, 0)


def test_the_supervisor_reads_the_page_and_it_is_noted(app: Flask, session: Session, past: Town) -> None:
    supervisor = signed_in(app, session, past.supervisor)
    page = html.unescape(supervisor.get("/referrals/funnel").text)
    for told in (
        "6 tháng đầu năm 2026" if "6 tháng đầu năm 2026" in page else "2026",
        "Công an phường Một",
        "25",
        "5 giờ",
    ):
        assert told in page
    assert "Trạm Y tế Một" not in page
    assert "figures" in {
        entry.kind for entry in session.scalars(select(Entry).where(Entry.event == "funnel.shown"))
    }
    empty = html.unescape(supervisor.get("/referrals/funnel?half=2025-h2").text)
    assert "Công an phường Một" not in empty
    assert supervisor.get("/referrals/funnel?half=2026-h2").status_code == 200
    assert "2026-h2" not in supervisor.get("/referrals/funnel?half=2026-h2").text.partition("<select")[2]


def test_nobody_else_opens_it(app: Flask, session: Session, past: Town) -> None:
    for actor in (past.worker, past.officer):
        assert signed_in(app, session, actor).get("/referrals/funnel").status_code == 404
