"""What a counsellor reports, what follows from the sessions, and how the survivor's side reads it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.models import Entry
from casework.crypto import Tampered
from casework.db import uuid7
from casework.perpetrators import operations, programme_queries, programme_rules
from casework.perpetrators import programme_operations as programme
from casework.perpetrators.models import CounsellingSession, ProgrammeReport
from casework.perpetrators.operations import SessionRequest
from casework.perpetrators.programme_operations import ReportRequest
from casework.refusal import Refusal
from tests.perpetrators.conftest import File

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MAY = date(2026, 5, 1)


def report(
    session: Session, file: File, kind: str, on: date = MAY, reason: str = "", ago: timedelta = timedelta()
) -> ProgrammeReport:
    session.info["actor"] = file.counsellor
    request = ReportRequest(kind=kind, happened_on=on, reason=reason)
    return programme.report(session, file.counsellor, file.person, request, clock.now() - ago)


def meet(
    session: Session, file: File, day: int, *, attended: bool, kind: str = "tu_van"
) -> CounsellingSession:
    session.info["actor"] = file.counsellor
    held = SessionRequest(date(2026, 5, day), kind, attended=attended, provider_id=None, note="")
    return operations.record_session(session, file.counsellor, file.case, file.person, held, clock.now())


def kinds(session: Session, file: File) -> list[str]:
    """The reports that stand, in the order of their days."""
    found = programme_queries.reports_of(session, file.counsellor, file.person)
    return [one.kind for one in reversed(found) if one.withdrawn_at is None]


def refused(session: Session, file: File, kind: str, on: date = MAY, reason: str = "") -> str | None:
    with pytest.raises(Refusal) as refusal:
        report(session, file, kind, on, reason)
    return refusal.value.field


class Met:
    """A session, as the rules see it."""

    def __init__(self, came: bool) -> None:
        self.id, self.attended = uuid7(), came


@given(st.lists(st.booleans(), max_size=12))
def test_absences_in_a_row_are_those_between_two_attendances(came: list[bool]) -> None:
    met = [Met(one) for one in came]
    runs = programme_rules.absent_runs(met)
    absent: list[UUID] = [key for run in runs for key in run]
    assert all(len(run) >= 2 for run in runs)
    for at, one in enumerate(met):
        beside = [met[near].attended for near in (at - 1, at + 1) if 0 <= near < len(met)]
        assert (one.id in absent) == (not one.attended and not all(beside) and bool(beside))


def test_a_report_lies_in_his_file_under_his_key_and_in_no_case(session: Session, file: File) -> None:
    made = report(session, file, "risk_raised", reason="weapon")
    session.commit()
    session.expunge_all()
    [kept] = programme_queries.reports_of(session, file.counsellor, file.person)
    assert (kept.kind, kept.reason, kept.happened_on) == ("risk_raised", "weapon", MAY)
    assert kept.subject_id == file.person.id
    assert b"weapon" not in made._reason
    told = session.scalars(select(Entry).where(Entry.event == "programme.reported")).one()
    assert (told.subject_id, told.case_id, told.facts) == (file.person.id, None, '{"kind":"risk_raised"}')
    session.execute(update(ProgrammeReport).values(kind="ended"))
    session.expire_all()
    with pytest.raises(Tampered):
        programme_queries.reports_of(session, file.counsellor, file.person)
    with pytest.raises(Tampered):
        programme_queries.told_of(session, file.worker, file.case)
    session.rollback()


@ONE_ENGINE
def test_what_cannot_be_reported(session: Session, file: File) -> None:
    assert refused(session, file, "absences") == "kind"  # follows from the sessions
    assert refused(session, file, "") == "kind"
    assert refused(session, file, "risk_raised") == "reason"
    assert refused(session, file, "start", clock.today() + DAY) == "happened_on"
    report(session, file, "start")
    assert refused(session, file, "start", MAY + DAY) == "kind"
    assert refused(session, file, "drop_out", MAY - DAY) == "happened_on"
    report(session, file, "drop_out", MAY + DAY)
    assert refused(session, file, "ended", MAY + 2 * DAY) == "kind"
    report(session, file, "risk_raised", MAY, "weapon")
    assert refused(session, file, "risk_raised", MAY, "weapon") == "kind"
    report(session, file, "risk_raised", MAY, "threats")
    report(session, file, "start", MAY + 2 * DAY)
    report(session, file, "ended", MAY + 3 * DAY, "weapon")
    assert programme_queries.reports_of(session, file.counsellor, file.person)[0].reason == ""


@ONE_ENGINE
def test_a_programme_that_began_elsewhere_may_end_here(session: Session, file: File) -> None:
    report(session, file, "drop_out")
    assert kinds(session, file) == ["drop_out"]


def test_the_first_session_begins_it_and_two_absences_in_a_row_are_told_once(
    session: Session, file: File
) -> None:
    meet(session, file, 1, attended=False)
    assert kinds(session, file) == []
    meet(session, file, 2, attended=True)
    meet(session, file, 3, attended=False)
    meet(session, file, 4, attended=True)
    meet(session, file, 5, attended=False)
    assert kinds(session, file) == ["start"]
    meet(session, file, 6, attended=False)
    assert kinds(session, file) == ["start", "absences"]
    meet(session, file, 7, attended=False)
    meet(session, file, 8, attended=True)
    assert kinds(session, file) == ["start", "absences"]
    for day in (9, 10):
        meet(session, file, day, attended=False)
    session.commit()
    assert kinds(session, file) == ["start", "absences", "absences"]
    days = [
        one.happened_on.day for one in programme_queries.reports_of(session, file.counsellor, file.person)
    ]
    assert days == [10, 6, 2]


@ONE_ENGINE
def test_mediation_begins_nothing_and_missing_it_is_no_absence(session: Session, file: File) -> None:
    meet(session, file, 1, attended=True, kind="hoa_giai")
    meet(session, file, 2, attended=False, kind="hoa_giai")
    meet(session, file, 3, attended=False, kind="gop_y_phe_binh")
    assert kinds(session, file) == []


@ONE_ENGINE
def test_who_comes_back_after_the_end_begins_anew(session: Session, file: File) -> None:
    meet(session, file, 1, attended=True)
    report(session, file, "drop_out", date(2026, 5, 3))
    meet(session, file, 2, attended=True)  # recorded late: it was before
    assert kinds(session, file) == ["start", "drop_out"]
    meet(session, file, 4, attended=True)
    assert kinds(session, file) == ["start", "drop_out", "start"]


@ONE_ENGINE
def test_a_session_corrected_takes_back_what_followed_from_it(session: Session, file: File) -> None:
    first = meet(session, file, 1, attended=True)
    held = [meet(session, file, day, attended=False) for day in (2, 3)]
    session.flush()

    def correct(one: CounsellingSession, *, attended: bool) -> None:
        told = SessionRequest(one.held_on, "tu_van", attended=attended, provider_id=None, note="")
        version = one.version
        operations.edit_session(session, file.counsellor, file.person, one, told, version, clock.now() + HOUR)
        session.flush()

    assert kinds(session, file) == ["start", "absences"]
    correct(held[0], attended=True)
    assert kinds(session, file) == ["start"]
    correct(held[0], attended=False)
    assert kinds(session, file) == ["start", "absences"]
    correct(first, attended=False)
    assert kinds(session, file) == ["absences"]
    derived = programme_queries.reports_of(session, file.counsellor, file.person)
    with pytest.raises(Refusal):
        programme.take_back(session, file.counsellor, file.person, derived[0], clock.now())
