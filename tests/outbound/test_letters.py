"""Letters and their links: once, for fourteen days, the envelope alone; consent is looked for each time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.crypto.models import SubjectKey
from casework.db import uuid7
from casework.outbound import operations, queries, rules
from casework.outbound.models import AckGuess, AckLink
from casework.outbound.rules import Reply
from casework.referrals import operations as referrals
from casework.referrals.models import Referral, ReferralPerson, ReferralStep
from casework.referrals.requests import ReferralRequest
from casework.refusal import Refusal
from casework.services.operations import ServiceRequest, record_service
from tests.factories.referrals import site
from tests.outbound.conftest import Desk, agree

NOBODY = Actor(None, "nobody", None, "")
DANGER = {"ground": "danger_to_life", "legal_ground": "protect_life"}
PERSON = {"full_name": "Đào Thị Hòa", "may_contact": "co", "channel": "phone_call"}
SOON = timedelta(minutes=1)


def request(desk: Desk, **changes: Any) -> ReferralRequest:
    told: dict[str, Any] = {
        "outside_id": desk.clinic.id,
        "services": ("y_te",),
        "commune_code": "00004",
        "risk": "high",
        "ground": "consent",
        "person": PERSON,
        "case_id": desk.case.id,
        "referral_id": uuid7(),
    }
    return ReferralRequest(**(told | changes))


def sent(session: Session, desk: Desk, **changes: Any) -> Referral:
    made = operations.refer(
        session, desk.worker, desk.case, request(desk, **changes), clock.now(), policies=site()
    )
    session.commit()
    return made


@pytest.fixture
def letter(session: Session, desk: Desk) -> Referral:
    agree(session, desk)
    return sent(session, desk)


DOCTOR = Reply("Bác sĩ Thu", "Trưởng trạm", rules.TAKES_ON)
NO = replace(DOCTOR, answer=rules.DECLINES, reason="no_capacity")


def confirm(session: Session, token: str, at: Any = None, said: Reply = DOCTOR) -> Referral | None:
    session.info["actor"] = NOBODY
    return operations.reply(session, NOBODY, token, said, at or clock.now())


def test_without_consent_nothing_is_told(session: Session, desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        sent(session, desk)
    assert refused.value.field == "ground"


def test_a_no_about_this_clinic_counts_for_its_letter(session: Session, desk: Desk) -> None:
    agree(session, desk)
    agree(session, desk, answer="refused", recipient_kind="tram_y_te", recipient_id=desk.clinic.id)
    for to in ({}, {"outside_id": None, "outside": desk.clinic.name, "outside_kind": "to_chuc_khac"}):
        with pytest.raises(Refusal) as refused:
            sent(session, desk, **to)
        assert refused.value.field == "ground"
        session.rollback()
    elsewhere = sent(session, desk, outside_id=None, outside="Trạm Y tế khác", outside_kind="tram_y_te")
    assert (elsewhere.outside_id, elsewhere.receiver_kind) == (None, "tram_y_te")


def test_who_receives_here_gets_no_letter(session: Session, desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        sent(session, desk, outside_id=desk.other.id, **DANGER)
    assert refused.value.field == "receiver"


def test_pressed_twice_it_is_sent_once(session: Session, desk: Desk) -> None:
    asked = request(desk, **DANGER)
    first, second = (
        operations.refer(session, desk.worker, desk.case, asked, clock.now(), policies=site()) for _ in "12"
    )
    assert first is second
    assert len(session.scalars(select(Referral)).all()) == 1


def test_a_stranger_finds_nothing(session: Session, desk: Desk, letter: Referral) -> None:
    session.info["actor"] = desk.stranger
    now = clock.now()
    for act in (
        lambda: operations.make_link(session, desk.stranger, letter, now, policies=site()),
        lambda: operations.write_down(session, desk.stranger, letter, DOCTOR, now),
        lambda: operations.check_printed(session, desk.stranger, letter, now, policies=site()),
        lambda: operations.refer(session, desk.stranger, desk.case, request(desk), now, policies=site()),
        lambda: queries.sent_from(session, desk.stranger, "referral:track", desk.case, letter.reference),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_link_is_used_once_and_says_by_whom(session: Session, desk: Desk, letter: Referral) -> None:
    token, link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    assert token not in repr(vars(link))
    assert confirm(session, token.lower().replace("-", " ")) is letter
    session.commit()
    assert letter.state == "received"
    assert confirm(session, token, said=replace(DOCTOR, name="Bác sĩ Mai")) is None
    assert confirm(session, token, clock.now() + 6 * SOON) is None
    session.info["actor"] = desk.worker
    [given] = queries.replies_of(session, desk.worker, letter)
    assert (given.name, given.post, given.answered_at) == ("Bác sĩ Thu", "Trưởng trạm", clock.now())
    told = session.scalars(select(Entry).where(Entry.event == "referral.acknowledged")).one()
    assert (told.actor_id, told.actor_role, told.case_id) == (None, "nobody", desk.case.id)
    with pytest.raises(Refusal):
        operations.make_link(session, desk.worker, letter, clock.now(), policies=site())


def test_a_link_ends_after_fourteen_days_to_the_moment(
    session: Session, desk: Desk, letter: Referral
) -> None:
    token, link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    assert link.expires_at == clock.now() + timedelta(days=14)
    assert queries.by_token(session, token, link.expires_at - SOON) is not None
    assert queries.by_token(session, token, link.expires_at) is None
    assert confirm(session, token, link.expires_at) is None


def test_a_new_link_ends_the_one_before(session: Session, desk: Desk, letter: Referral) -> None:
    first, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    second, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    assert confirm(session, first) is None
    assert confirm(session, second) is letter


def test_taken_back_or_consent_withdrawn_the_link_leads_nowhere_and_nothing_is_printed(
    session: Session, desk: Desk, letter: Referral
) -> None:
    token, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    agree(session, desk, answer="withdrawn")
    session.refresh(letter)
    assert letter.state == "revoked"
    assert confirm(session, token) is None
    with pytest.raises(Refusal):
        operations.check_printed(session, desk.worker, letter, clock.now(), policies=site())


def test_after_it_was_read_withdrawn_consent_stops_printing_it_anew(
    session: Session, desk: Desk, letter: Referral
) -> None:
    token, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    confirm(session, token)
    session.info["actor"] = desk.worker
    operations.check_printed(session, desk.worker, letter, clock.now(), policies=site())
    agree(session, desk, answer="withdrawn")
    session.refresh(letter)
    assert letter.state == "received"
    with pytest.raises(Refusal):
        operations.check_printed(session, desk.worker, letter, clock.now(), policies=site())


def test_told_by_other_means_the_link_ends(session: Session, desk: Desk, letter: Referral) -> None:
    token, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    with pytest.raises(Refusal) as refused:
        operations.write_down(session, desk.worker, letter, replace(DOCTOR, post=" "), clock.now())
    assert refused.value.field == "post"
    operations.write_down(session, desk.worker, letter, DOCTOR, clock.now())
    assert letter.state == "received"
    assert confirm(session, token) is None


def test_the_delivered_service_of_that_kind_closes_it_and_only_that(
    session: Session, desk: Desk, letter: Referral
) -> None:
    day = clock.today()
    for kind, status, state in (
        ("tu_van_tam_ly", "da_cung_cap", "sent"),
        ("y_te", "da_chuyen_gui", "sent"),
        ("y_te", "da_cung_cap", "closed"),
    ):
        done = day if status == "da_cung_cap" else None
        given = ServiceRequest(kind, desk.clinic.id, day, done, status, "")
        record_service(session, desk.worker, desk.case, given, clock.now())
        session.flush()
        assert letter.state == state, kind
    assert letter.served_at == clock.now()


def test_guessing_waits_longer_and_longer_and_is_forgotten_after_a_day(session: Session) -> None:
    now, place = clock.now(), rules.place("203.0.113.7", b"key")
    assert "203" not in place
    waits = []
    for _try in range(rules.FREE_GUESSES + 4):
        operations.note_guess(session, place, now)
        waits.append(queries.wait_of(session, place, now))
    assert waits[: rules.FREE_GUESSES - 1] == [0] * (rules.FREE_GUESSES - 1)
    assert waits[rules.FREE_GUESSES - 1 :] == [1, 2, 4, 8, 16]
    assert queries.wait_of(session, rules.place("203.0.113.8", b"key"), now) == 0
    assert rules.delay_after(10_000) <= rules.LONGEST_DELAY
    later = now + rules.FORGOTTEN_AFTER + timedelta(hours=1)
    operations.note_guess(session, rules.place("203.0.113.8", b"key"), later)
    assert session.scalars(select(AckGuess.failures)).all() == [1]


def test_a_token_is_told_apart_however_it_is_typed() -> None:
    token = rules.new_token()
    assert len({rules.new_token() for _ in range(1000)}) == 1000
    typed = token.lower().replace("-", "").replace("0", "o").replace("1", "l")
    assert rules.token_hash(typed) == rules.token_hash(token)
    assert rules.token_hash(token[:-1]) != rules.token_hash(token)


def test_revoking_by_hand_ends_the_link(session: Session, desk: Desk, letter: Referral) -> None:
    token, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    referrals.revoke(session, desk.worker, letter, "sent_in_error", clock.now())
    assert confirm(session, token) is None
    assert session.scalars(select(AckLink.answered_at)).all() == [None]


def test_the_receiver_may_decline_once_with_its_reason_and_nothing_of_her_is_left(
    session: Session, desk: Desk, letter: Referral
) -> None:
    # given
    token, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    part = session.scalars(select(ReferralPerson.id)).one()
    # when
    assert confirm(session, token, said=NO) is letter
    session.commit()
    assert confirm(session, token, said=NO) is letter  # pressed again
    # then
    assert (letter.state, letter.reason, letter.ended_at) == ("declined", "no_capacity", clock.now())
    assert (letter.envelope, session.scalars(select(ReferralPerson)).all()) == ({}, [])
    assert session.get(SubjectKey, part) is None
    assert confirm(session, token, clock.now() + 6 * SOON) is None
    told = session.scalars(select(Entry).where(Entry.event == "referral.declined")).one()
    assert (told.actor_id, told.actor_role, told.case_id) == (None, "nobody", desk.case.id)
    session.info["actor"] = desk.worker
    [given] = queries.replies_of(session, desk.worker, letter)
    assert (given.name, given.post) == ("Bác sĩ Thu", "Trưởng trạm")
    with pytest.raises(Refusal):
        operations.check_printed(session, desk.worker, letter, clock.now(), policies=site())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(NO, reason=""), "reason"),
        (replace(NO, reason="because"), "reason"),
        (replace(NO, answer=""), "answer"),
        (replace(NO, answer="perhaps"), "answer"),
        (replace(NO, name=" "), "name"),
        (replace(NO, post="x" * 200), "post"),
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_answer_that_is_none_changes_nothing(
    session: Session, desk: Desk, letter: Referral, said: Reply, field: str
) -> None:
    token, _link = operations.make_link(session, desk.worker, letter, clock.now(), policies=site())
    session.commit()
    with pytest.raises(Refusal) as refused:
        confirm(session, token, said=said)
    session.rollback()
    assert refused.value.field == field
    assert letter.state == "sent"
    assert confirm(session, token, said=NO) is letter


def test_taken_on_it_can_be_declined_still_by_telling_the_sender(
    session: Session, desk: Desk, letter: Referral
) -> None:
    operations.write_down(session, desk.worker, letter, DOCTOR, clock.now())
    session.commit()
    with pytest.raises(Refusal):
        operations.write_down(session, desk.worker, letter, DOCTOR, clock.now())
    session.rollback()
    later = clock.now() + SOON
    operations.write_down(session, desk.worker, letter, replace(NO, name="Bác sĩ Mai"), later)
    assert (letter.state, letter.reason) == ("declined", "no_capacity")
    assert [one.name for one in queries.replies_of(session, desk.worker, letter)] == [
        "Bác sĩ Thu",
        "Bác sĩ Mai",
    ]
    steps = session.scalars(select(ReferralStep.act).order_by(ReferralStep.number)).all()
    assert steps == ["send", "acknowledge", "decline_letter"]


def test_nothing_told_of_a_yes_is_kept_as_its_reason(session: Session, desk: Desk, letter: Referral) -> None:
    operations.write_down(session, desk.worker, letter, replace(DOCTOR, reason="no_capacity"), clock.now())
    assert (letter.state, letter.reason) == ("received", "")


def test_who_receives_here_declines_no_letter(session: Session, desk: Desk) -> None:
    agree(session, desk, "share_social")
    inside = sent(session, desk, outside_id=None, receiver_id=desk.other.id)
    with pytest.raises(NotFound):
        referrals.acknowledge(session, NOBODY, inside, clock.now())
    with pytest.raises(NotFound):
        referrals.decline_letter(session, NOBODY, inside, "no_capacity", clock.now())
