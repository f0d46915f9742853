"""Services are recorded in one's own facility's cases, and corrected with their history."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry, Revision
from casework.cases.models import Case
from casework.db import Stale, uuid7
from casework.providers.models import Provider
from casework.refusal import Refusal
from casework.services import operations, queries
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff

VISIT = ServiceRequest("y_te", None, None, date(2026, 3, 7), "da_cung_cap", "Khám ở trạm y tế")


@pytest.fixture
def house(session: Session) -> Provider:
    return make_house(session)


@pytest.fixture
def worker(session: Session, house: Provider) -> Actor:
    return make_staff(session, house)


@pytest.fixture
def case(session: Session, worker: Actor) -> Case:
    return make_case(session, worker)


def test_a_service_is_recorded_under_the_survivor(session: Session, worker: Actor, case: Case) -> None:
    service = operations.record_service(session, worker, case, VISIT, clock.now())
    session.commit()
    assert service.subject_id == case.survivor_id
    assert "trạm".encode() not in service._note
    told = session.scalars(select(Entry).where(Entry.event == "service.recorded")).one()
    assert (told.case_id, told.row_id, told.facts) == (case.id, service.id, '{"status":"da_cung_cap"}')
    assert list(queries.of_case(session, case.id)) == [service]
    assert queries.earliest_day(session, case.id) == date(2026, 3, 7)


def test_a_service_before_the_detection_is_not_kept(session: Session, worker: Actor, case: Case) -> None:
    early = replace(VISIT, delivered_on=date(2026, 3, 4))
    with pytest.raises(Refusal):
        operations.record_service(session, worker, case, early, clock.now())
    service = operations.record_service(session, worker, case, VISIT, clock.now())
    with pytest.raises(Refusal):
        operations.edit_service(session, worker, case, service, early, 1, clock.now())
    assert service.delivered_on == date(2026, 3, 7)


def test_a_correction_keeps_what_was_and_needs_the_newest_version(
    session: Session, worker: Actor, case: Case
) -> None:
    service = operations.record_service(session, worker, case, VISIT, clock.now())
    session.commit()
    corrected = replace(VISIT, note="Khám ở bệnh viện")
    operations.edit_service(session, worker, case, service, corrected, 1, clock.now())
    session.commit()
    assert "trạm y tế" in session.scalars(select(Revision)).one().former
    told = session.scalars(select(Entry).where(Entry.event == "service.changed")).one()
    assert told.facts == '{"fields":"note"}'
    with pytest.raises(Stale):
        operations.edit_service(session, worker, case, service, VISIT, 1, clock.now())


def test_another_facility_and_unknown_providers_are_not_found(
    session: Session, worker: Actor, case: Case
) -> None:
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"), "facility_supervisor")
    service = operations.record_service(session, worker, case, VISIT, clock.now())
    session.flush()
    with pytest.raises(NotFound):
        operations.record_service(session, stranger, case, VISIT, clock.now())
    with pytest.raises(NotFound):
        operations.edit_service(session, stranger, case, service, VISIT, 1, clock.now())
    with pytest.raises(NotFound):
        operations.record_service(session, worker, case, replace(VISIT, provider_id=uuid7()), clock.now())
    with pytest.raises(NotFound):
        queries.service(session, worker, make_case(session, worker).id, service.id)
