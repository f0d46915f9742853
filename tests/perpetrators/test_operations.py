"""Links, liability and sessions: whose they are, who may write them, and what is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry, Revision
from casework.crypto import Tampered
from casework.db import Stale, uuid7
from casework.people.operations import hold
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations, queries
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.perpetrators.operations import LiabilityRequest, SessionRequest
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff
from tests.perpetrators.conftest import File

PROSECUTED = LiabilityRequest("bi_truy_cuu", date(2026, 4, 1))
MEETING = SessionRequest(date(2026, 5, 1), "tu_van", attended=True, provider_id=None, note="Nói chuyện")
TOMORROW = timedelta(days=1)


def events(session: Session) -> list[Entry]:
    session.commit()
    return list(session.scalars(select(Entry).order_by(Entry.position)))


def test_a_person_is_linked_once(session: Session, file: File) -> None:
    with pytest.raises(Refusal, match="already"):
        operations.link(session, file.worker, file.case, file.person, clock.now())


def test_a_survivor_is_never_linked_as_perpetrator(session: Session, file: File) -> None:
    with pytest.raises(NotFound):
        operations.link(session, file.worker, file.case, file.case.survivor, clock.now())


def test_only_the_cases_staff_link(session: Session, file: File) -> None:
    other = make_person(session, file.worker, file.house.id, PERPETRATOR)
    for actor in (file.counsellor, file.elsewhere, make_staff(session, None, "manager")):
        with pytest.raises(NotFound):
            operations.link(session, actor, file.case, other, clock.now())


def test_liability_is_recorded_and_corrected_with_its_history(session: Session, file: File) -> None:
    for actor in (file.worker, file.counsellor):
        session.info["actor"] = actor
        operations.record_liability(session, actor, file.case, file.person, PROSECUTED, clock.now())
    told = events(session)[-1]
    assert (told.event, told.subject_id, told.facts) == (
        "liability.recorded",
        file.person.id,
        '{"status":"bi_truy_cuu"}',
    )
    first, _ = queries.liabilities(session, file.person.id, [file.case.id])
    corrected = replace(PROSECUTED, since=date(2026, 4, 2))
    operations.edit_liability(session, file.worker, file.person, first, corrected, 1, clock.now())
    session.commit()
    assert "2026-04-01" in session.scalars(select(Revision)).one().former
    with pytest.raises(Stale):
        operations.edit_liability(session, file.worker, file.person, first, PROSECUTED, 1, clock.now())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (LiabilityRequest("bi_truy_cuu", None), "day since which"),
        (LiabilityRequest("bi_truy_cuu", date(2026, 11, 23)), "future"),
        (LiabilityRequest("chua_bi_truy_cuu", date(2026, 11, 23)), "future"),
    ],
)
def test_liability_needs_a_day_that_can_be(
    session: Session, file: File, request_: LiabilityRequest, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        operations.record_liability(session, file.worker, file.case, file.person, request_, clock.now())
    assert refused.value.field == "since"
    unknown = LiabilityRequest("chua_bi_truy_cuu", None)
    operations.record_liability(session, file.worker, file.case, file.person, unknown, clock.now())
    before = LiabilityRequest("bi_truy_cuu", date(2025, 1, 1))
    operations.record_liability(session, file.worker, file.case, file.person, before, clock.now())


def test_a_session_is_the_counsellors_and_lies_under_his_key(session: Session, file: File) -> None:
    session.info["actor"] = file.counsellor
    held = operations.record_session(session, file.counsellor, file.case, file.person, MEETING, clock.now())
    told, began = events(session)[-2:]
    assert (told.event, told.subject_id, told.case_id) == ("counselling.recorded", file.person.id, None)
    assert began.event == "programme.reported"  # the first session begins the programme
    assert held.subject_id == file.person.id
    assert "Nói".encode() not in held._note
    with pytest.raises(NotFound):
        operations.record_session(session, file.worker, file.case, file.person, MEETING, clock.now())
    with pytest.raises(NotFound):
        operations.edit_session(session, file.worker, file.person, held, MEETING, 1, clock.now())
    with pytest.raises(Stale):
        operations.edit_session(session, file.counsellor, file.person, held, MEETING, 9, clock.now())
    absent = replace(MEETING, attended=False)
    operations.edit_session(session, file.counsellor, file.person, held, absent, 1, clock.now())
    changed, back = events(session)[-2:]
    assert (changed.facts, back.event) == ('{"fields":"attended"}', "programme.withdrawn")


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_session_lies_not_in_the_future_and_its_place_is_known(session: Session, file: File) -> None:
    later = replace(MEETING, held_on=clock.today() + TOMORROW)
    with pytest.raises(Refusal, match="future"):
        operations.record_session(session, file.counsellor, file.case, file.person, later, clock.now())
    nowhere = replace(MEETING, provider_id=uuid7())
    with pytest.raises(NotFound):
        operations.record_session(session, file.counsellor, file.case, file.person, nowhere, clock.now())
    today = replace(MEETING, held_on=clock.today(), provider_id=file.house.id)
    operations.record_session(session, file.counsellor, file.case, file.person, today, clock.now())


def test_nothing_is_recorded_over_a_case_of_another_facility(session: Session, file: File) -> None:
    """He is known to both facilities; what each records stays with its own cases."""
    hold(session, file.person.id, file.elsewhere.facility_id or uuid7())
    session.commit()
    with pytest.raises(NotFound):
        operations.record_session(session, file.elsewhere, file.case, file.person, MEETING, clock.now())
    with pytest.raises(NotFound):
        operations.record_liability(session, file.elsewhere, file.case, file.person, PROSECUTED, clock.now())
    liability = operations.record_liability(
        session, file.worker, file.case, file.person, PROSECUTED, clock.now()
    )
    held = operations.record_session(session, file.counsellor, file.case, file.person, MEETING, clock.now())
    session.flush()
    with pytest.raises(NotFound):
        operations.edit_liability(session, file.elsewhere, file.person, liability, PROSECUTED, 1, clock.now())
    with pytest.raises(NotFound):
        operations.edit_session(session, file.elsewhere, file.person, held, MEETING, 1, clock.now())
    assert queries.cases_of(session, file.elsewhere, file.person) == []


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_nothing_is_recorded_over_a_case_in_which_he_is_not_named(session: Session, file: File) -> None:
    other = make_case(session, file.worker)
    with pytest.raises(NotFound):
        operations.record_liability(session, file.worker, other, file.person, PROSECUTED, clock.now())
    with pytest.raises(NotFound):
        operations.record_session(session, file.counsellor, other, file.person, MEETING, clock.now())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_record_is_not_corrected_through_another_person(session: Session, file: File) -> None:
    other = make_person(session, file.worker, file.house.id, PERPETRATOR)
    operations.link(session, file.worker, file.case, other, clock.now())
    held = operations.record_session(session, file.counsellor, file.case, file.person, MEETING, clock.now())
    session.flush()
    with pytest.raises(NotFound):
        operations.edit_session(session, file.counsellor, other, held, MEETING, 1, clock.now())
    assert session.get_one(CounsellingSession, held.id).attended


def test_the_counsellor_lists_the_perpetrators_of_the_own_facility(session: Session, file: File) -> None:
    make_house(session, "Ba")
    people, total = queries.listing(session, file.counsellor, 0, 50)
    assert ([person.id for person in people], total) == ([file.person.id], 1)
    assert queries.listing(session, file.elsewhere, 0, 50) == ([], 0)


def test_a_link_moved_in_sql_shows_nobody(session: Session, file: File) -> None:
    other = make_case(session, file.worker)
    session.commit()
    session.execute(update(CasePerpetrator).values(case_id=other.id))
    with pytest.raises(Tampered):
        queries.of_case(session, other.id)
    with pytest.raises(Tampered):
        queries.cases_of(session, file.counsellor, file.person)


def test_a_liability_rewritten_in_sql_is_not_shown(session: Session, file: File) -> None:
    operations.record_liability(session, file.worker, file.case, file.person, PROSECUTED, clock.now())
    session.commit()
    session.execute(update(Liability).values(status="chua_bi_truy_cuu"))
    session.expire_all()
    with pytest.raises(Tampered):
        queries.liabilities(session, file.person.id, [file.case.id])
