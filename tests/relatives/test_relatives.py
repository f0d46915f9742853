"""Relatives and trusted people: recorded, corrected, sealed, and nobody else's to see."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry, Revision
from casework.crypto import Tampered
from casework.db import Stale
from casework.people.rules import SURVIVOR
from casework.refusal import Refusal
from casework.relatives import operations, queries
from casework.relatives.models import Relative
from casework.relatives.operations import RelativeRequest
from tests.factories.cases import make_case
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_house, make_person, make_staff

TOLD = RelativeRequest(
    name="Đào Văn Bắc",
    relation="anh_chi_em",
    phone="0933 445 566",
    citizen_number="001 085 000 002",
    lives_with="co",
    may_know="khong",
)
TYPED = {
    "name": "Đào Văn Bắc",
    "relation": "anh_chi_em",
    "phone": "0933 445 566",
    "lives_with": "co",
    "may_know": "khong",
}
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    return make_desk(app, session)


def test_a_relative_is_recorded_and_corrected_with_the_former_values(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    relative = operations.record(session, worker, case, TOLD, clock.now())
    session.commit()
    assert relative.citizen_number == "001085000002"
    changed = operations.edit(
        session, worker, relative, replace(TOLD, may_know="co", phone=""), relative.version, clock.now()
    )
    session.commit()
    assert set(changed) == {"may_know", "phone"}
    session.expunge_all()
    read = queries.relatives_of(session, worker, case)
    assert [(one.name, one.relation, one.phone, one.may_know) for one in read] == [
        ("Đào Văn Bắc", "anh_chi_em", "", "co")
    ]
    assert "0933 445 566" in session.scalars(select(Revision)).one().former
    told = {entry.event: entry for entry in session.scalars(select(Entry))}
    assert told["relative.recorded"].subject_id == case.survivor_id
    assert told["relative.changed"].facts == '{"fields":"may_know phone"}'


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (RelativeRequest(relation="con"), "name"),
        (RelativeRequest(name="Bắc", phone="không có"), "phone"),
        (RelativeRequest(name="Bắc", citizen_number="12"), "citizen_number"),
    ],
)
@ONE_ENGINE
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, request_: RelativeRequest, field: str
) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    with pytest.raises(Refusal) as refused:
        operations.record(session, worker, case, request_, clock.now())
    assert refused.value.field == field


def test_it_is_not_another_facilitys_to_see_or_change(session: Session) -> None:
    house = make_house(session)
    worker, stranger = make_staff(session, house), make_staff(session, make_house(session, "Cơ sở Hai"))
    counsellor = make_staff(session, house, "perpetrator_counsellor")
    session.info["actor"] = worker
    case = make_case(session, worker, make_person(session, worker, house.id, SURVIVOR))
    relative = operations.record(session, worker, case, TOLD, clock.now())
    for other in (stranger, counsellor):
        assert queries.relatives_of(session, other, case) == []
        with pytest.raises(NotFound):
            queries.relative_of(session, other, "relative:record", case, relative.id)
        with pytest.raises(NotFound):
            operations.edit(session, other, relative, TOLD, relative.version, clock.now())
        with pytest.raises(NotFound):
            operations.record(session, other, case, TOLD, clock.now())


@ONE_ENGINE
def test_a_late_editor_and_an_edit_in_the_database_are_noticed(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case, other = make_case(session, worker), make_case(session, worker)
    relative = operations.record(session, worker, case, TOLD, clock.now())
    session.commit()
    with pytest.raises(Stale):
        operations.edit(session, worker, relative, TOLD, relative.version - 1, clock.now())
    session.rollback()
    assert "Bắc".encode() not in relative._name
    session.execute(
        update(Relative).values(case_id=other.id), execution_options={"synchronize_session": False}
    )
    session.expire_all()
    with pytest.raises(Tampered):
        _ = session.scalars(select(Relative)).one().name
    session.rollback()


@ONE_ENGINE
def test_it_stands_on_the_people_tab_without_its_numbers(session: Session, desk: Desk) -> None:
    assert f"{desk.path}/relatives/new" in desk.at.get(f"{desk.path}/people").text
    assert desk.at.post(f"{desk.path}/relatives/new", TYPED).status_code == 303
    relative = session.scalars(select(Relative)).one()
    session.rollback()
    page = desk.at.get(f"{desk.path}/people").text
    assert "Đào Văn Bắc" in page
    assert "0933 445 566" not in page
    path = f"{desk.path}/relatives/{relative.id}"
    assert 'value="0933 445 566"' in desk.at.get(path).text
    assert desk.at.post(path, TYPED | {"name": "Đào Văn Bắc Hai"}).status_code == 303
    assert "Đào Văn Bắc Hai" in desk.at.get(f"{desk.path}/people").text
    history = desk.at.get(f"{desk.path}/history").text
    assert "Đã ghi nhận người thân" in history
    assert "0933 445 566" not in history
    for address in (path, f"{desk.path}/relatives/new"):
        assert desk.elsewhere.get(address).status_code == 404


@ONE_ENGINE
def test_two_who_change_it_at_once_lose_nothing(session: Session, desk: Desk) -> None:
    desk.at.post(f"{desk.path}/relatives/new", TYPED)
    relative = session.scalars(select(Relative)).one()
    session.rollback()
    path = f"{desk.path}/relatives/{relative.id}"
    opened = desk.at.get(path).text
    assert desk.supervising.post(path, TYPED | {"phone": "0944000111"}).status_code == 303
    again = desk.at.post(path, TYPED | {"name": "Đào Bắc"}, opened=opened)
    assert again.status_code == 200
    assert "0944000111" in again.text
    assert 'value="Đào Bắc"' in again.text
