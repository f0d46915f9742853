"""A ledger comes in: whole or not at all, once, and corrected."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.exchange.ledger import Ledger
from casework.exchange.operations import store_ledger
from casework.exchange.reading import read_ledger
from casework.indicators.policies import load_policies
from casework.paths import ROOT_POLICIES
from casework.people.models import Person
from casework.services.models import Service
from tests.factories.partners import make_agency
from tests.factories.people import make_house

POLICIES = load_policies(ROOT_POLICIES)
SAMPLE = Path(__file__).parent / "data" / "so-theo-doi-mau.xlsx"
OPERATOR = POLICIES.access.operator()


@pytest.fixture(scope="module")
def sample() -> Ledger:
    """The sample ledger, read once."""
    reading = read_ledger(SAMPLE, POLICIES.vocabulary, POLICIES.units, clock.today())
    assert reading.ledger is not None, [problem.text(str) for problem in reading.problems]
    return reading.ledger


def store(session: Session, ledger: Ledger, actor: Actor = OPERATOR) -> Any:
    session.info["actor"] = actor
    stored = store_ledger(session, actor, ledger, POLICIES.units, "0" * 64, clock.now())
    if not stored.problems:
        session.commit()
    else:
        session.rollback()
    return stored


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_sample_comes_in_whole(session: Session, sample: Ledger) -> None:
    stored = store(session, sample)
    assert stored.problems == ()
    assert count(session, Case) == len(sample.cases) == 240
    assert count(session, Service) == len(sample.services)
    assert stored.done.created["Vụ việc"] == 240
    assert stored.done.changed == []


def test_the_same_workbook_twice_changes_nothing(session: Session, sample: Ledger) -> None:
    store(session, sample)
    before = [count(session, model) for model in (Case, Person, Service)]
    again = store(session, sample)
    assert again.done.created.total() == 0
    assert again.done.changed == []
    assert [count(session, model) for model in (Case, Person, Service)] == before


def test_a_corrected_row_changes_its_record_and_says_what(session: Session, sample: Ledger) -> None:
    store(session, sample)
    services = list(sample.services)
    at = next(i for i, one in enumerate(services) if one.status == "da_chuyen_gui")
    services[at] = dataclasses.replace(services[at], status="tu_choi")
    corrected = dataclasses.replace(sample, services=tuple(services))
    again = store(session, corrected)
    assert [(one.sheet, one.fields) for one in again.done.changed] == [("Dịch vụ", ("status",))]
    assert again.done.created.total() == 0


def test_what_staff_corrected_stays_when_the_old_workbook_returns(session: Session, sample: Ledger) -> None:
    store(session, sample)
    case = session.scalars(select(Case).where(Case.ledger_code == sample.cases[0].code)).one()
    case.need = "khong" if case.need != "khong" else "co"
    corrected = case.need
    session.commit()
    store(session, sample)
    session.expire_all()
    assert session.scalars(select(Case.need).where(Case.id == case.id)).one() == corrected


def test_a_supervisor_changes_only_the_own_facility(session: Session, sample: Ledger) -> None:
    store(session, sample)
    owner = session.scalars(select(Case).where(Case.ledger_code == sample.cases[0].code)).one()
    other = session.scalars(select(Case.facility_id).where(Case.facility_id != owner.facility_id)).first()
    cases = (dataclasses.replace(sample.cases[0], need="chua_ro", source="tu_den"), *sample.cases[1:])
    corrected = dataclasses.replace(sample, cases=cases)
    stranger = POLICIES.access.actor(owner.id, "facility_supervisor", other, "")
    refused = store(session, corrected, stranger)
    assert [problem.sheet for problem in refused.problems] == ["Vụ việc"]
    session.expire_all()
    assert session.scalars(select(Case.source).where(Case.id == owner.id)).one() == sample.cases[0].source
    own = POLICIES.access.actor(None, "facility_supervisor", owner.facility_id, "")
    assert store(session, corrected, own).problems == ()


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_supervisor_changes_facilities_of_the_own_province_alone(session: Session, sample: Ledger) -> None:
    lone = dataclasses.replace(
        sample, people=(), cases=(), services=(), liabilities=(), sessions=(), activities=()
    )
    first = lone.facilities[0]
    own, far = make_house(session), make_agency(session, province_code="31", commune_code="10675")
    near = dataclasses.replace(lone, facilities=(dataclasses.replace(first, commune=own.commune_code),))
    store(session, near)
    supervisors = [POLICIES.access.actor(None, "facility_supervisor", place.id, "") for place in (own, far)]
    renamed = dataclasses.replace(near.facilities[0], name="Tên mới")
    moved = dataclasses.replace(near.facilities[0], commune=far.commune_code)
    for row, actor, refused in (
        (renamed, supervisors[1], 1),
        (moved, supervisors[0], 1),
        (near.facilities[0], supervisors[1], 0),
        (renamed, supervisors[0], 0),
        (moved, OPERATOR, 0),
    ):
        stored = store(session, dataclasses.replace(near, facilities=(row,)), actor)
        assert [problem.sheet for problem in stored.problems] == ["Cơ sở"] * refused


def test_the_log_holds_no_personal_value(session: Session, sample: Ledger) -> None:
    store(session, sample)
    names = {person.full_name for person in sample.people} | {
        person.citizen_number for person in sample.people
    }
    names -= {""}
    facts = "\n".join(session.scalars(select(Entry.facts)))
    leaked = sum(name in facts or json.dumps(name) in facts for name in names)
    assert leaked == 0


def test_a_workbook_of_others_tells_nothing_of_what_is_stored(session: Session, sample: Ledger) -> None:
    store(session, sample)
    nothing = {field.name: () for field in dataclasses.fields(sample)}
    assert store(session, dataclasses.replace(sample, **nothing)).done.gone == {}
    without = dataclasses.replace(sample, services=())
    assert store(session, without).done.gone["service"] == len(sample.services)
