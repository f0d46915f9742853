"""Which reports there are, what was submitted of them, and which release they would show."""

from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, find, may, require_role, scope
from casework.deadlines import Deadlines
from casework.indicators.narrative import Narrative
from casework.indicators.plans import Plans
from casework.releases.models import Release
from casework.releases.queries import newest
from casework.reporting import rules
from casework.reporting.models import PlanReport, ReportAnswer, ReportSubmission
from casework.reporting.rules import Due
from casework.reporting.states import DUE, OPEN
from casework.worklist import sources
from casework.worklist.rules import Item

MOST = 200
LAST_MINUTE = timedelta(minutes=1)
"""A list says 09/06 23:59, the last day, rather than 10/06 00:00."""
ON_THE_LIST, TO_BEGIN = "report_due", "report_begin"


def reports_of(session: Session, actor: Actor, year: int) -> Sequence[PlanReport]:
    """The reports of a year that were begun, or fall due soon."""
    require_role(actor, "report:list")
    found = scope(select(PlanReport), PlanReport, actor, "report:list").where(PlanReport.year == year)
    return session.scalars(found.order_by(PlanReport.plan, PlanReport.report, PlanReport.occasion)).all()


def report(session: Session, actor: Actor, permission: str, report_id: UUID) -> PlanReport:
    """One of them, or NotFound."""
    return find(session, actor, permission, PlanReport, PlanReport.id == report_id)


def fitting(session: Session, one: PlanReport) -> Release | None:
    """The release whose figures it shows when it is submitted now: the newest that was closed in time."""
    return newest(session, one.year, until=one.cut_off)


def submissions(session: Session, one: PlanReport) -> Sequence[ReportSubmission]:
    """What was submitted of it, the latest first."""
    found = select(ReportSubmission).where(ReportSubmission.report_id == one.id)
    return session.scalars(found.order_by(ReportSubmission.number.desc())).all()


def answers(session: Session, one: PlanReport) -> Sequence[ReportAnswer]:
    """What the stations said, in the order in which they said it."""
    found = select(ReportAnswer).join(ReportSubmission).where(ReportAnswer.report_id == one.id)
    return session.scalars(found.order_by(ReportSubmission.number, ReportAnswer.station)).all()


def releases_of(session: Session, sent: Sequence[ReportSubmission]) -> dict[UUID, Release]:
    """The releases that were submitted with, by their key."""
    keys = {one.release_id for one in sent}
    found = session.scalars(select(Release).where(Release.id.in_(keys))) if keys else ()
    return {one.id: one for one in found}


def due_of(plans: Plans, narrative: Narrative, plan: str, report: str, year: int) -> Due:
    """A report of a plan for a year by its codes, or NotFound; an occasional one for any year."""
    for due in rules.calendar(plans, year):
        if due.key == (plan, report):
            return due
    found = rules.report_of(plans, narrative, plan, report)
    if found is None or found[1].code != rules.OCCASIONAL or not MINYEAR <= year <= MAXYEAR:
        raise NotFound("report:write", "PlanReport")
    return Due(found[0], found[1], year, date(year, 1, 1), date(year, 12, 31), None, None)


@sources.add
def waiting(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> Iterator[Item]:
    """For the work list: reports that fall due soon or are overdue, and those that nobody has begun in time."""
    if not may(actor, "report:write"):
        return
    columns = (PlanReport.id, PlanReport.plan, PlanReport.year, PlanReport.state)
    wanted = select(*columns, PlanReport.opened_at, PlanReport.due_at).where(
        PlanReport.state.in_(OPEN), PlanReport.due_at <= deadlines.due(ON_THE_LIST, "", now)
    )
    found = scope(wanted, PlanReport, actor, "report:write").order_by(PlanReport.due_at, PlanReport.id)
    for row_id, plan, year, state, opened_at, due_at in session.execute(found.limit(MOST)):
        ends = cast(datetime, due_at)  # the query leaves out those without
        before = deadlines.due(TO_BEGIN, "", ends) - ends
        for clock, due in ((ON_THE_LIST, ends), (TO_BEGIN, ends - before)):
            if clock == ON_THE_LIST or state == DUE:
                yield Item(
                    clock=clock,
                    row_id=row_id,
                    number=f"{plan}, {year}",
                    started_at=opened_at,
                    due=due - LAST_MINUTE,
                    endpoint="reporting.show",
                    values={"report_id": str(row_id)},
                )
