"""A withdrawal in mid-air: at once for everything that nobody has opened, on both engines."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.consent import operations, withdrawals
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest, WithdrawRequest
from casework.consent.queries import covers
from casework.crypto.models import SubjectKey
from casework.db import WorkSession
from casework.providers.models import Provider
from casework.referrals import operations as referrals
from casework.referrals import queries, states
from casework.referrals.models import Referral, ReferralPerson
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import PERSON, accept, referral_request, site


@dataclass(frozen=True)
class Air:
    """A case of one house, another house with a worker, and a third."""

    case: Case
    worker: Actor
    there: Actor
    other: Provider
    third: Provider
    consent: Consent


def yes(session: Session, worker: Actor, case: Case, **more: Any) -> Consent:
    told: dict[str, Any] = {"purpose": "share_social", "answer": "given", "given_on": clock.today()} | more
    return operations.record(session, worker, case, ConsentRequest(**told), clock.now())


@pytest.fixture
def air(session: Session) -> Air:
    home, other = make_house(session), make_house(session, "Cơ sở Hai")
    third, there, worker = (
        make_house(session, "Cơ sở Ba"),
        make_staff(session, other),
        make_staff(session, home),
    )
    case = make_case(session, worker)
    made = Air(case, worker, there, other, third, yes(session, worker, case))
    session.commit()
    return made


def send(session: Session, air: Air, receiver: Provider | None = None, **more: Any) -> Referral:
    session.info["actor"] = air.worker
    person = {name: value for name, value in PERSON.items() if name != "address"}
    request = referral_request(receiver or air.other, **({"case_id": air.case.id, "person": person} | more))
    return referrals.send(session, air.worker, request, clock.now(), policies=site())


def withdraw(session: Session, air: Air, consent: Consent | None = None) -> int:
    session.info["actor"] = air.worker
    request = WithdrawRequest(given_on=clock.today(), manner="telephone")
    told = operations.withdraw(session, air.worker, consent or air.consent, request, clock.now())
    session.commit()
    return told.taken_back


@pytest.mark.parametrize("seen", [False, True])
def test_what_is_sent_and_not_accepted_is_taken_back_at_once(session: Session, air: Air, seen: bool) -> None:
    referral = send(session, air)
    part = session.scalars(select(ReferralPerson)).one().id
    if seen:
        session.info["actor"] = air.there
        referrals.receive(session, air.there, referral, clock.now())
    session.commit()
    assert withdraw(session, air) == 1
    assert (referral.state, referral.reason) == (states.REVOKED, "consent_withdrawn")
    assert session.scalars(select(ReferralPerson)).all() == []
    assert session.get(SubjectKey, part) is None
    session.info["actor"] = air.there
    assert queries.envelope_of(session, air.there, referral, policies=site()) == {}
    with pytest.raises(Refusal):
        accept(session, air.there, referral)


def test_what_has_been_opened_stays_open(session: Session, air: Air) -> None:
    referral = send(session, air)
    session.info["actor"] = air.there
    referrals.receive(session, air.there, referral, clock.now())
    accept(session, air.there, referral)
    session.commit()
    assert withdraw(session, air) == 0
    assert referral.state == states.ACCEPTED


def test_withdrawn_towards_one_leaves_the_others(session: Session, air: Air) -> None:
    here, elsewhere = send(session, air), send(session, air, air.third)
    no = ConsentRequest(
        purpose="share_social", answer="withdrawn", given_on=clock.today(), recipient_id=air.other.id
    )
    told = operations.answer(session, air.worker, air.case, no, clock.now())
    assert told.taken_back == 1
    assert (here.state, elsewhere.state) == (states.REVOKED, states.SENT)
    with pytest.raises(Refusal):
        send(session, air)
    assert send(session, air, air.third).consent_id == air.consent.id


def test_another_consent_carries_it_still(session: Session, air: Air) -> None:
    one = yes(session, air.worker, air.case, recipient_id=air.other.id)
    referral = send(session, air)
    assert referral.consent_id == one.id
    health = yes(session, air.worker, air.case, purpose="share_health")
    assert withdraw(session, air, health) == 0
    assert referral.state == states.SENT


def test_under_a_danger_to_life_it_goes_on(session: Session, air: Air) -> None:
    danger = send(session, air, ground="danger_to_life", legal_ground="protect_life")
    assert withdraw(session, air) == 0
    assert danger.state == states.SENT


def test_a_letter_that_was_read_is_not_called_back_one_that_was_not_is(session: Session, air: Air) -> None:
    health = yes(session, air.worker, air.case, purpose="share_health")
    letter: dict[str, Any] = {
        "receiver_id": None,
        "outside": "Bệnh viện Một",
        "outside_kind": "tram_y_te",
        "services": ("y_te",),
        "envelope": {},
        "person": {"full_name": "Đào Thị Hòa", "may_contact": "khong"},
    }
    read, unread = send(session, air, **letter), send(session, air, **letter)
    referrals.acknowledge(session, air.worker, read, clock.now())
    assert withdraw(session, air, health) == 1
    assert (read.state, unread.state) == (states.RECEIVED, states.REVOKED)


def test_a_consent_that_ends_on_the_way_opens_nothing(session: Session, air: Air) -> None:
    yes(session, air.worker, air.case, expires_on=clock.today())
    referral = send(session, air)
    session.info["actor"] = air.there
    referrals.receive(session, air.there, referral, clock.now())
    session.commit()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        with pytest.raises(Refusal):
            accept(session, air.there, referral)
        session.rollback()
        assert session.get_one(Referral, referral.id).state == states.RECEIVED
        with pytest.raises(Refusal):
            send(session, air)


def test_only_the_own_facility_withdraws_and_only_once(session: Session, air: Air) -> None:
    request = WithdrawRequest(given_on=clock.today())
    with pytest.raises(NotFound):
        operations.withdraw(session, air.there, air.consent, request, clock.now())
    withdraw(session, air)
    with pytest.raises(Refusal) as refused:
        withdraw(session, air)
    assert refused.value.field == "answer"
    assert session.scalar(select(func.count()).select_from(Consent)) == 2


def test_the_registry_hears_each_no_once_and_no_yes(
    session: Session, air: Air, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def listen(_session: Session, _actor: Actor, answer: Consent, _now: object) -> int:
        heard.append(answer.answer)
        return 3

    monkeypatch.setattr(withdrawals, "_listening", list(withdrawals._listening))
    withdrawals.add(listen)
    withdrawals.add(listen)
    yes(session, air.worker, air.case, purpose="contact")
    assert withdraw(session, air) == 3
    yes(session, air.worker, air.case, purpose="contact", answer="refused")
    assert heard == ["withdrawn", "refused"]


def test_sending_and_withdrawing_at_once_leave_nothing_on_the_way(
    session: Session, sessions: sessionmaker[WorkSession], air: Air
) -> None:
    """Whoever comes first: what is on the way afterwards is covered."""
    barrier, died = threading.Barrier(3), list[BaseException]()

    def act(work: Callable[[Session], object]) -> None:
        with sessions() as own:
            own.info["actor"] = air.worker
            barrier.wait()
            try:
                work(own)
                own.commit()
            except Refusal:
                own.rollback()
            except BaseException as error:  # noqa: BLE001 - told to the test below
                died.append(error)

    def taking_back(own: Session) -> None:
        withdraw(own, air, own.get_one(Consent, air.consent.id))

    works = (lambda own: send(own, air), lambda own: send(own, air, air.third), taking_back)
    threads = [threading.Thread(target=act, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert died == []
    session.expire_all()
    assert covers(session, air.case.id, "share_social", air.other.id, clock.today()) is None
    sent = session.scalars(select(Referral)).all()
    assert {referral.state for referral in sent} <= {states.REVOKED}
    assert session.scalars(select(ReferralPerson)).all() == []
