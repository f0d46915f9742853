"""The list of cases: scope, filters, pages, names."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.audit.models import Entry
from casework.cases import list_queries
from casework.cases.list_queries import CaseFilter, case_list
from casework.cases.models import Case
from casework.crypto import Tampered
from casework.db import uuid7
from tests.factories.cases import make_case
from tests.factories.people import access_policy, make_house, make_person, make_staff


def listed(session: Session, actor: Actor, **wanted: Any) -> list[str]:
    page = case_list(session, actor, CaseFilter(**wanted), 1)
    assert (page.total, page.more) == (len(page.rows), False)
    return [row.survivor for row in page.rows]


@pytest.fixture
def worker(session: Session) -> Actor:
    """A worker whose facility has three cases, hers the first two; another facility has one."""
    house = make_house(session)
    first, second = make_staff(session, house), make_staff(session, house)
    other = make_staff(session, make_house(session, "Cơ sở Hai"))
    named: list[tuple[Actor, str, dict[str, Any]]] = [
        (first, "Đào Thị Hòa", {"detected_on": date(2026, 3, 5)}),
        (first, "Lê Văn Nam", {"detected_on": date(2026, 5, 1), "kind": "nguy_co"}),
        (second, "", {"detected_on": date(2026, 4, 1)}),
        (other, "Bùi Thị Xa", {"detected_on": date(2026, 6, 1)}),
    ]
    for actor, name, facts in named:
        assert actor.facility_id is not None
        survivor = make_person(session, actor, actor.facility_id, full_name=name)
        make_case(session, actor, survivor, **facts)
    session.info["actor"] = first
    session.commit()
    return first


def test_newest_first_and_only_ones_own_facility(session: Session, worker: Actor) -> None:
    assert listed(session, worker) == ["Lê Văn Nam", "", "Đào Thị Hòa"]


@pytest.mark.parametrize(
    "role", ["manager", "perpetrator_counsellor", "administrator", "data_protection_officer"]
)
def test_nothing_for_roles_without_a_rule(session: Session, worker: Actor, role: str) -> None:
    assert listed(session, access_policy().actor(uuid7(), role, worker.facility_id, "x")) == []


def test_each_filter_narrows(session: Session, worker: Actor) -> None:
    assert listed(session, worker, worker_id=worker.id) == ["Lê Văn Nam", "Đào Thị Hòa"]
    assert listed(session, worker, kind="nguy_co") == ["Lê Văn Nam"]
    assert listed(session, worker, unassigned=True) == []
    assert listed(session, worker, status="assessing") == []
    assert listed(session, worker, status="engaged", detected_from=date(2026, 4, 1)) == ["Lê Văn Nam", ""]
    assert listed(session, worker, detected_to=date(2026, 3, 5)) == ["Đào Thị Hòa"]


def test_the_names_shown_are_told_to_the_log_and_no_others(session: Session, worker: Actor) -> None:
    listed(session, worker, kind="nguy_co")
    session.commit()
    entry = session.scalars(select(Entry).where(Entry.event == "sealed.opened")).one()
    assert '"people":1' in entry.facts
    assert "person.full_name" in entry.facts


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_pages_part_the_list_and_cost_a_fixed_number_of_statements(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    for day in range(12):
        make_case(session, worker, detected_on=date(2026, 1, 1) + timedelta(day // 2))
    session.commit()
    session.expunge_all()
    seen, counts = [], []
    for number in (1, 2, 3):
        spent: list[str] = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *args, spent=spent: spent.append(args[2]))
        page = case_list(session, worker, CaseFilter(), number, 5)
        assert (page.total, page.more) == (12, False)
        seen += [row.reference for row in page.rows]
        counts.append(len(spent))
        session.rollback()
    assert len(seen) == len(set(seen)) == 12
    assert counts[1] <= 4


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_long_list_is_counted_some_pages_ahead(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = make_staff(session, make_house(session))
    for _ in range(5):
        make_case(session, worker)
    monkeypatch.setattr(list_queries, "AHEAD", 1)
    first = case_list(session, worker, CaseFilter(), 1, 2)
    second = case_list(session, worker, CaseFilter(), 2, 2)
    assert (first.total, first.more) == (4, True)
    assert (second.total, second.more) == (5, False)


def test_the_same_person_with_other_rules_gets_another_list(session: Session, worker: Actor) -> None:
    assert len(listed(session, worker)) == 3
    assert listed(session, replace(worker, rules={})) == []
    assert listed(session, replace(worker, facility_id=None)) == []


def test_a_case_moved_to_another_facility_in_sql_names_nobody(session: Session, worker: Actor) -> None:
    stranger = make_staff(session, make_house(session, "Cơ sở Ba"))
    session.commit()
    moved = (
        update(Case).where(Case.facility_id == worker.facility_id).values(facility_id=stranger.facility_id)
    )
    session.execute(moved)
    with pytest.raises(Tampered):
        case_list(session, stranger, CaseFilter(), 1)
