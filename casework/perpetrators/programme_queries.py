"""Reading what counsellors report: their own reports in his file, and those that concern a case.

The street runs one way. The counsellor's side asks for reports of the file and knows no case; the survivor's side
comes from the case, through the link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, open_to
from casework.cases.models import Case
from casework.crypto import verify_row
from casework.people.models import Person
from casework.perpetrators.models import (
    CasePerpetrator,
    CounsellingSession,
    ProgrammeReading,
    ProgrammeReport,
)
from casework.perpetrators.programme_rules import ALARMS
from casework.perpetrators.queries import check_links
from casework.perpetrators.rules import COUNSELLING


def reports_of(session: Session, actor: Actor, person: Person) -> Sequence[ProgrammeReport]:
    """What the counsellor's own facility reported of a person whose file she has found, the newest first."""
    wanted = (
        select(ProgrammeReport)
        .where(ProgrammeReport.subject_id == person.id, ProgrammeReport.facility_id == actor.facility_id)
        .order_by(ProgrammeReport.happened_on.desc(), ProgrammeReport.reported_at.desc(), ProgrammeReport.id)
    )
    found = session.scalars(wanted).all()
    for report in found:
        verify_row(report)
    return found


def report_of(session: Session, actor: Actor, person: Person, report_id: UUID) -> ProgrammeReport:
    """One of them; else NotFound."""
    for report in reports_of(session, actor, person):
        if report.id == report_id:
            return report
    raise NotFound("programme:report", ProgrammeReport.__name__)


def counselled(session: Session, actor: Actor, person: Person) -> Sequence[CounsellingSession]:
    """The counselling sessions that the actor's own facility held with a person, in their order."""
    wanted = (
        select(CounsellingSession)
        .join(Case, Case.id == CounsellingSession.case_id)
        .where(
            CounsellingSession.subject_id == person.id,
            CounsellingSession.kind == COUNSELLING,
            Case.facility_id == actor.facility_id,
        )
        .order_by(CounsellingSession.held_on, CounsellingSession.recorded_at, CounsellingSession.id)
    )
    return session.scalars(wanted).all()


def _read(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody of the linked case has read the report."""
    reading = select(ProgrammeReading.id).where(
        ProgrammeReading.report_id == ProgrammeReport.id,
        ProgrammeReading.case_id == CasePerpetrator.case_id,
        *more,
    )
    return reading.correlate(ProgrammeReport, CasePerpetrator).exists()


def alarming() -> ColumnElement[bool]:
    """Reports after which the risk is looked at again at once, and which nobody of the linked case has read."""
    return and_(ProgrammeReport.kind.in_(ALARMS), ProgrammeReport.withdrawn_at.is_(None), ~_read())


def new() -> ColumnElement[bool]:
    """Other reports that nobody of the linked case has read; and what was read before it was taken back."""
    gone = ProgrammeReport.withdrawn_at
    return or_(
        and_(ProgrammeReport.kind.not_in(ALARMS), gone.is_(None), ~_read()),
        and_(gone.is_not(None), _read(), ~_read(ProgrammeReading.read_at >= gone)),
    )


def known_from() -> Any:
    """From when on the linked case could know: the report, or the link if that came later, or its being taken back."""
    return case(
        (ProgrammeReport.withdrawn_at.is_not(None), ProgrammeReport.withdrawn_at),
        (CasePerpetrator.linked_at > ProgrammeReport.reported_at, CasePerpetrator.linked_at),
        else_=ProgrammeReport.reported_at,
    )


@dataclass(frozen=True)
class Told:
    """A report that concerns a case: about whom, from when on it was known there, and whether it waits to be read."""

    report: ProgrammeReport
    person: Person
    since: Any
    waits: bool

    @property
    def alarms(self) -> bool:
        """Whether the risk has to be looked at again because of it."""
        return self.waits and self.report.kind in ALARMS and self.report.withdrawn_at is None


def told_of(session: Session, actor: Actor, found: Case) -> list[Told]:
    """What counsellors report of the alleged perpetrators of a case that the caller has found, the newest first.

    What was taken back before anybody read it is not there.
    """
    wanted = (
        select(ProgrammeReport, Person, known_from(), or_(alarming(), new()))
        .join(CasePerpetrator, CasePerpetrator.person_id == ProgrammeReport.subject_id)
        .join(Person, Person.id == ProgrammeReport.subject_id)
        .where(
            CasePerpetrator.case_id == found.id,
            open_to(Person, actor),
            or_(ProgrammeReport.withdrawn_at.is_(None), _read()),
        )
        .order_by(ProgrammeReport.reported_at.desc(), ProgrammeReport.id.desc())
    )
    check_links(session, CasePerpetrator.case_id == found.id)
    told = [Told(report, person, since, waits) for report, person, since, waits in session.execute(wanted)]
    for one in told:
        verify_row(one.report)
    return told
