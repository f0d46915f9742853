"""A corrected workbook that takes something back: it is on record, it counts at once, and nobody keeps a key."""

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.exchange.ledger import CaseRow, Ledger
from casework.people.models import Person, PersonHolding
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.perpetrators.models import CasePerpetrator
from tests.exchange.test_storing import sample, store

__all__ = ["sample"]


@pytest.fixture
def lone(sample: Ledger) -> CaseRow:
    """A case whose one perpetrator and whose survivor are named in no other, and over which nothing is recorded."""
    busy = {one.case for one in sample.liabilities} | {one.case for one in sample.sessions}
    named = [code for one in sample.cases for code in (one.victim, *one.perpetrators)]
    return next(
        one
        for one in sample.cases
        if one.code not in busy
        and len(one.perpetrators) == 1
        and named.count(one.perpetrators[0]) == named.count(one.victim) == 1
    )


def corrected(sample: Ledger, lone: CaseRow, **values: Any) -> Ledger:
    cases = tuple(dataclasses.replace(one, **values) if one is lone else one for one in sample.cases)
    return dataclasses.replace(sample, cases=cases)


def person(session: Session, side: str, code: str) -> UUID:
    return session.scalars(select(Person.id).where(Person.side == side, Person.ledger_code == code)).one()


def holders(session: Session, person_id: UUID) -> Sequence[UUID]:
    return session.scalars(
        select(PersonHolding.facility_id).where(PersonHolding.person_id == person_id)
    ).all()


def test_a_perpetrator_taken_back_is_on_record_and_out_of_reach(
    session: Session, sample: Ledger, lone: CaseRow
) -> None:
    store(session, sample)
    taken = person(session, PERPETRATOR, lone.perpetrators[0])
    again = store(session, corrected(sample, lone, perpetrators=()))
    assert again.problems == ()
    assert session.scalars(select(CasePerpetrator).where(CasePerpetrator.person_id == taken)).all() == []
    told = session.scalars(select(Entry).where(Entry.event == "perpetrator.unlinked")).all()
    assert [entry.subject_id for entry in told] == [taken]
    assert holders(session, taken) == []


def test_a_case_moved_to_another_facility_takes_its_people_along(
    session: Session, sample: Ledger, lone: CaseRow
) -> None:
    store(session, sample)
    there = next(one.facility for one in sample.cases if one.facility != lone.facility)
    assert store(session, corrected(sample, lone, facility=there)).problems == ()
    case = session.scalars(select(Case).where(Case.ledger_code == lone.code)).one()
    for side, code in ((SURVIVOR, lone.victim), (PERPETRATOR, lone.perpetrators[0])):
        assert holders(session, person(session, side, code)) == [case.facility_id], side


def test_a_person_of_another_case_there_stays(session: Session, sample: Ledger, lone: CaseRow) -> None:
    """Only the last case that names somebody takes the file away."""
    there = next(one.facility for one in sample.cases if one.facility != lone.facility)
    twice = dataclasses.replace(lone, code="VV-BIS")
    both = dataclasses.replace(sample, cases=(*sample.cases, twice))
    store(session, both)
    assert store(session, corrected(both, lone, facility=there)).problems == ()
    stays = session.scalars(select(Case.facility_id).where(Case.ledger_code == twice.code)).one()
    for side, code in ((SURVIVOR, lone.victim), (PERPETRATOR, lone.perpetrators[0])):
        held = holders(session, person(session, side, code))
        assert stays in held, side
        assert len(held) == 2, side
