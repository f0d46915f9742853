"""What may be noted, when it is written, and when it is forgotten."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor
from casework.audit.models import Entry, Revision, Tree
from casework.audit.operations import change, record
from casework.audit.verify import verify
from casework.audit.writing import Unaudited
from casework.db import WorkSession, uuid7
from casework.people.models import Person
from casework.providers.models import Provider
from tests.factories.people import make_house, make_person, make_staff

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def house(session: Session) -> Provider:
    return make_house(session)


@pytest.fixture
def worker(session: Session, house: Provider) -> Actor:
    return make_staff(session, house)


def log(session: Session) -> list[Entry]:
    return list(session.scalars(select(Entry).order_by(Entry.position)))


@ONE_ENGINE
@pytest.mark.parametrize(
    ("event", "facts", "fields"),
    [
        ("case.invented", {}, ()),
        ("case.moved", {"from": "engaged"}, ()),
        ("case.moved", {"from": "engaged", "to": "closed", "why": "x"}, ()),
        ("note.written", {"body": "x"}, ()),
        ("note.written", {}, ("body",)),
        ("note.changed", {}, ()),
    ],
)
def test_unknown_events_and_surplus_or_missing_facts_raise(
    session: Session, worker: Actor, event: str, facts: dict[str, str], fields: tuple[str, ...]
) -> None:
    before = len(session.info.get("audit", []))
    with pytest.raises(ValueError, match="audit event|declares"):
        record(session, worker, event, kind="x", fields=fields, facts=facts, now=clock.now())
    assert len(session.info.get("audit", [])) == before


def test_entries_are_written_with_the_commit_in_order(session: Session, worker: Actor) -> None:
    session.commit()
    key, other = uuid7(), uuid7()
    record(session, worker, "note.written", kind="note", row_id=key, case_id=other, now=clock.now())
    facts = {"from": "engaged", "to": "closed"}
    record(session, worker, "case.moved", kind="case_file", facts=facts, now=clock.now())
    assert log(session) == []
    session.commit()
    first, second = log(session)
    assert (first.position, second.position) == (0, 1)
    assert (first.actor_id, first.actor_role, first.row_id) == (worker.id, "facility_worker", key)
    assert (first.case_id, first.at) == (other, clock.now())
    assert json.loads(second.facts) == facts
    assert session.scalars(select(Tree.size)).one() == 2


def test_what_is_rolled_back_was_never_noted(session: Session, worker: Actor, house: Provider) -> None:
    person = make_person(session, worker, house.id)
    session.commit()
    count = len(log(session))
    assert person.full_name
    record(session, worker, "note.written", kind="note", now=clock.now())
    session.rollback()
    session.commit()
    assert len(log(session)) == count


def test_a_failed_commit_writes_neither_data_nor_entry(session: Session, worker: Actor) -> None:
    session.commit()
    for key in (UUID(int=1), UUID(int=2)):
        twin = make_house(session)
        twin.id, twin.ledger_code = key, "CS1"
    record(session, worker, "provider.recorded", kind="provider", now=clock.now())
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()
    assert log(session) == []
    assert session.get(Provider, UUID(int=1)) is None


def test_opening_is_noted_once_for_a_commit_with_fields_and_people(
    session: Session, worker: Actor, house: Provider
) -> None:
    people = [make_person(session, worker, house.id, full_name=name, phone="0912345678") for name in "AB"]
    session.commit()
    session.expire_all()
    names = [(person.full_name, person.phone) for person in people]
    assert names[0][0] == "A"
    session.commit()
    opened = log(session)[-1]
    assert (opened.event, opened.actor_id, opened.subject_id) == ("sealed.opened", worker.id, None)
    facts = json.loads(opened.facts)
    assert facts["fields"] == "person.full_name person.phone"
    assert facts["people"] == 2
    assert facts["subjects"].split() == sorted(person.id.hex for person in people)


def test_without_a_reader_there_is_no_data(session: Session, worker: Actor, house: Provider) -> None:
    person = make_person(session, worker, house.id)
    session.commit()
    session.expire_all()
    session.info["actor"] = None
    assert session.get_one(Person, person.id).full_name
    with pytest.raises(Unaudited):
        session.commit()


@ONE_ENGINE
def test_a_change_keeps_the_former_value_sealed_and_tells_the_names_only(
    session: Session, worker: Actor, house: Provider
) -> None:
    person = make_person(session, worker, house.id, full_name="Đào Thị Hòa")
    session.commit()
    later = clock.now() + timedelta(minutes=1)
    values = {"full_name": "Đào Thị Huệ", "sex": "nu"}
    assert change(session, worker, person, values, event="person.changed", now=later) == ("full_name",)
    session.commit()
    entry = next(one for one in log(session) if one.event == "person.changed")
    assert json.loads(entry.facts) == {"fields": "full_name"}
    former = session.scalars(select(Revision)).one()
    assert json.loads(former.former) == {"full_name": "Đào Thị Hòa"}
    assert "Hòa".encode() not in former._former


@ONE_ENGINE
def test_a_change_that_changes_nothing_is_none(session: Session, worker: Actor, house: Provider) -> None:
    person = make_person(session, worker, house.id, full_name="Đào Thị Hòa")
    session.commit()
    count, version = len(log(session)), person.version
    assert change(session, worker, person, {"full_name": "Đào Thị Hòa"}, event="x", now=clock.now()) == ()
    session.commit()
    assert (len(log(session)), person.version) == (count, version)


def test_two_people_write_into_one_sound_log(
    session: Session, sessions: sessionmaker[WorkSession], worker: Actor
) -> None:
    session.commit()
    for _ in range(3):
        with sessions() as other:
            record(other, worker, "note.written", kind="note", now=clock.now())
            other.commit()
        record(session, worker, "note.written", kind="note", now=clock.now())
        session.commit()
    assert [entry.position for entry in log(session)] == list(range(6))
    assert verify(session).fault is None
