"""A ledger passes the session by: its facts are kept all the same, also those of a corrected one."""

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import clock
from casework.demo import ledger as demo
from casework.exchange.ledger import Ledger
from casework.exchange.operations import store_ledger
from casework.facts.models import PerpetratorFact, ServiceFact, VictimFact
from tests.facts.conftest import agree


@pytest.fixture
def ledger(policies: Any) -> Ledger:
    """Sixty invented cases."""
    return demo.invent(policies.vocabulary, policies.units, clock.today(), cases=60)


def bring_in(session: Session, ledger: Ledger, policies: Any) -> int:
    session.info["actor"] = operator = policies.access.operator()
    stored = store_ledger(session, operator, ledger, policies.units, "0" * 64, clock.now())
    assert stored.problems == ()
    return agree(session)


def corrected(ledger: Ledger) -> Ledger:
    """Other days, places, kinds and people's years of birth; services taken back; perpetrators left out."""
    busy = {one.case for one in ledger.liabilities} | {one.case for one in ledger.sessions}
    cases = tuple(
        dataclasses.replace(
            one,
            detected_on=one.detected_on - timedelta(days=400 if at % 3 else 0),
            need="khong" if at % 2 else one.need,
            perpetrators=one.perpetrators if one.code in busy else (),
            harms=("kinh_te",) if at % 2 else one.harms,
        )
        for at, one in enumerate(ledger.cases)
    )
    people = tuple(
        dataclasses.replace(one, birth="2012", sex="nam") if at % 4 == 0 else one
        for at, one in enumerate(ledger.people)
    )
    services = tuple(
        dataclasses.replace(one, status="tu_choi", delivered_on=None) if at % 3 == 0 else one
        for at, one in enumerate(ledger.services)
    )
    return dataclasses.replace(ledger, cases=cases, people=people, services=services)


def test_a_ledger_and_its_correction(session: Session, ledger: Ledger, policies: Any) -> None:
    linked = sum(len(set(one.perpetrators)) for one in ledger.cases)
    assert bring_in(session, ledger, policies) == 60 + linked
    before = session.scalar(select(func.count()).select_from(ServiceFact))
    assert before
    session.commit()
    assert bring_in(session, corrected(ledger), policies) < 60 + linked
    after = session.scalar(select(func.count()).select_from(ServiceFact))
    assert after is not None
    assert after < before
    assert session.scalar(select(func.count()).where(VictimFact.age_group == "0_15"))
    assert session.scalar(select(func.count()).where(VictimFact.detected_on < date(2025, 1, 1)))
    assert session.scalar(select(func.count()).select_from(PerpetratorFact))


def test_a_ledger_that_is_refused_leaves_no_fact(session: Session, ledger: Ledger, policies: Any) -> None:
    session.info["actor"] = operator = policies.access.operator()
    store_ledger(session, operator, ledger, policies.units, "0" * 64, clock.now())
    session.rollback()
    assert agree(session) == 0
    assert session.scalar(select(func.count()).select_from(VictimFact)) == 0
