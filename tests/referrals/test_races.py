"""Two people at the same referral at the same moment, on both engines: one of them was faster, and it shows."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from casework import clock
from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest
from casework.db import Stale, WorkSession
from casework.people.models import Person
from casework.referrals import operations, states
from casework.referrals.models import Referral, ReferralPerson, ReferralStep
from casework.referrals.requests import Opening
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.referrals import FACTS, PERSON, make_referral, referral_request, site
from tests.referrals.town import Town

Work = Callable[[Session, Actor, Referral, int], object]


def accept(session: Session, actor: Actor, referral: Referral, version: int) -> None:
    operations.accept(session, actor, referral, version, clock.now(), policies=site())


def open_case(session: Session, actor: Actor, referral: Referral, version: int) -> object:
    opening = Opening(case=FACTS)
    return operations.open_case(session, actor, referral, opening, clock.now(), policies=site())


def person_declines(session: Session, actor: Actor, referral: Referral, version: int) -> None:
    operations.person_declined(session, actor, referral, version, clock.now())


def decline(session: Session, actor: Actor, referral: Referral, version: int) -> None:
    operations.decline(session, actor, referral, "no_capacity", version, clock.now())


def revoke(session: Session, actor: Actor, referral: Referral, version: int) -> None:
    operations.revoke(session, actor, referral, "sent_in_error", clock.now())


def withdraw(session: Session, actor: Actor, referral: Referral, version: int) -> object:
    case = session.get_one(Case, referral.case_id)
    told = ConsentRequest(purpose="share_social", answer="withdrawn", given_on=clock.today())
    return consents.record(session, actor, case, told, clock.now())


def both(sessions: sessionmaker[WorkSession], referral: Referral, *those: tuple[Actor, Work]) -> list[str]:
    """Let each do her work with a session and at a browser of her own, all at once; what became of it."""
    barrier, key, version = threading.Barrier(len(those)), referral.id, referral.version
    told: dict[int, str] = {}

    def act(number: int, actor: Actor, work: Work) -> None:
        with sessions() as session:
            session.info["actor"] = actor
            own = session.get_one(Referral, key)
            barrier.wait()
            try:
                work(session, actor, own, version)
                session.commit()
                told[number] = "done"
            except (Refusal, NotFound, Stale, StaleDataError) as error:
                session.rollback()
                told[number] = type(error).__name__

    threads = [threading.Thread(target=act, args=(number, *each)) for number, each in enumerate(those)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told.get(number, "died") for number in range(len(those))]


@pytest.fixture
def waiting(session: Session, town: Town) -> Referral:
    referral = make_referral(session, town.officer, town.house)
    operations.receive(session, town.worker, referral, clock.now())
    session.commit()
    return referral


def test_of_two_who_accept_one_has_accepted(
    session: Session, sessions: sessionmaker[WorkSession], town: Town, waiting: Referral
) -> None:
    told = both(sessions, waiting, (town.worker, accept), (town.supervisor, accept))
    assert sorted(told) == ["Stale", "done"]
    assert session.scalars(select(Case)).all() == []
    accepted = select(ReferralStep).where(ReferralStep.act == "accept")
    assert len(session.scalars(accepted).all()) == 1


def test_of_two_who_open_the_case_one_has_opened_it(
    session: Session, sessions: sessionmaker[WorkSession], town: Town, waiting: Referral
) -> None:
    accept(session, town.worker, waiting, waiting.version)
    session.commit()
    told = both(sessions, waiting, (town.worker, open_case), (town.supervisor, open_case))
    assert sorted(told) == ["Stale", "done"]
    (case,) = session.scalars(select(Case))
    session.refresh(waiting)
    assert waiting.taken_case_id == case.id
    assert len(session.scalars(select(Person).where(Person.side == "survivor")).all()) == 1
    assert len(session.scalars(select(Consent)).all()) == 1


def test_whether_she_has_a_case_is_decided_before_what_was_told_is_deleted(
    session: Session, sessions: sessionmaker[WorkSession], town: Town, waiting: Referral
) -> None:
    """Whoever notes her no without having seen the case deletes nothing that is in it."""
    accept(session, town.worker, waiting, waiting.version)
    session.commit()
    told = both(sessions, waiting, (town.worker, open_case), (town.supervisor, person_declines))
    assert sorted(told) in (["Stale", "done"], ["Refusal", "done"])
    session.refresh(waiting)
    opened = waiting.taken_case_id is not None
    assert opened is (told[0] == "done")
    assert len(session.scalars(select(Case)).all()) == int(opened)
    assert len(session.scalars(select(ReferralPerson)).all()) == int(opened)


@pytest.mark.parametrize("against", [decline, revoke])
def test_accepting_and_its_opposite_end_in_one_of_both(
    session: Session,
    sessions: sessionmaker[WorkSession],
    town: Town,
    waiting: Referral,
    against: Work,
) -> None:
    other = town.officer if against is revoke else town.supervisor
    told = both(sessions, waiting, (town.worker, accept), (other, against))
    assert sorted(told) in (["Stale", "done"], ["Refusal", "done"])
    session.refresh(waiting)
    opened = waiting.state == states.ACCEPTED
    assert opened is (told[0] == "done")
    assert len(session.scalars(select(ReferralPerson)).all()) == int(opened)


def test_two_houses_in_a_chain_never_both_have_her(
    session: Session, sessions: sessionmaker[WorkSession], town: Town, waiting: Referral
) -> None:
    def onward(session: Session, actor: Actor, referral: Referral, version: int) -> object:
        return operations.redirect(
            session,
            actor,
            referral,
            town.other.id,
            "no_capacity",
            version,
            clock.now(),
            policies=site(),
        )

    told = both(sessions, waiting, (town.worker, accept), (town.supervisor, onward))
    assert sorted(told) == ["Stale", "done"]
    parts = session.scalars(select(ReferralPerson)).all()
    assert [part.receiver_id for part in parts] == [town.house.id if told[0] == "done" else town.other.id]


def test_consent_withdrawn_in_mid_air_is_seen_by_whoever_opens(
    session: Session, sessions: sessionmaker[WorkSession], town: Town
) -> None:
    case = make_case(session, town.worker)
    told = ConsentRequest(purpose="share_social", answer="given", given_on=clock.today())
    consents.record(session, town.worker, case, told, clock.now())
    person = {name: value for name, value in PERSON.items() if name != "address"}
    request = referral_request(town.other, case_id=case.id, person=person)
    referral = operations.send(session, town.worker, request, clock.now(), policies=site())
    operations.receive(session, town.stranger, referral, clock.now())
    session.commit()
    became = both(sessions, referral, (town.stranger, accept), (town.worker, withdraw))
    assert became[1] == "done"
    session.expire_all()
    if became[0] == "done":
        assert referral.state == states.ACCEPTED  # opened while she agreed still
    else:
        assert referral.state == states.REVOKED
        assert session.scalars(select(ReferralPerson)).all() == []
    assert len(session.scalars(select(Consent)).all()) == 2
