"""Recording and changing incidents."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry, Revision
from casework.db import Stale
from casework.incidents import operations, queries
from casework.incidents.operations import IncidentRequest
from casework.refusal import Refusal
from tests.factories.cases import make_case, make_incident
from tests.factories.people import make_house, make_staff

TOLD = IncidentRequest(
    acts=("đ", "a"),
    harms=("tinh_than", "the_chat"),
    relation="vo_chong",
    occurred="2026-02",
    narrative=" Lời kể. ",
)


def test_an_incident_is_kept_sealed_and_read_back(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    operations.record(session, worker, case, TOLD, clock.now())
    session.commit()
    session.expunge_all()
    (read,) = queries.of_case(session, worker, case)
    row = read.incident
    assert (set(row.acts), row.occurred, row.narrative) == ({"a", "đ"}, "2026-02", "Lời kể.")
    assert read.by == "Nhân viên Thử"
    assert "Lời kể".encode() not in bytes(row._narrative)


def test_further_incidents_stand_beside_each_other(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    first, second = make_incident(session, worker, case), make_incident(session, worker, case)
    assert {each.incident.id for each in queries.of_case(session, worker, case)} == {first.id, second.id}


def test_an_edit_keeps_what_stood_and_notices_an_old_version(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    incident = operations.record(session, worker, case, TOLD, clock.now())
    session.commit()
    changed = IncidentRequest(acts=("a",), harms=("the_chat",), relation="vo_chong", narrative="Lời kể khác.")
    names = operations.edit(session, worker, incident, changed, incident.version, clock.now())
    assert set(names) == {"acts", "harms", "occurred", "narrative"}
    session.commit()
    assert "Lời kể." in session.scalars(select(Revision)).one().former
    assert not any("Lời kể" in facts for facts in session.scalars(select(Entry.facts)))
    with pytest.raises(Stale):
        operations.edit(session, worker, incident, TOLD, 1, clock.now())


def test_nothing_told_is_refused_at_the_acts(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    with pytest.raises(Refusal) as refused:
        make_incident(session, worker, case, acts=(), harms=())
    assert refused.value.field == "acts"


def test_another_facility_neither_records_nor_changes_nor_reads(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    incident = make_incident(session, worker, case)
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    with pytest.raises(NotFound):
        make_incident(session, stranger, case)
    with pytest.raises(NotFound):
        operations.edit(session, stranger, incident, TOLD, incident.version, clock.now())
    with pytest.raises(NotFound):
        queries.incident_of(session, stranger, "incident:edit", case, incident.id)
    assert queries.of_case(session, stranger, case) == []
