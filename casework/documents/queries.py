"""What a document is made of: a report with its release, or a release alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.indicators.policies import SitePolicies
from casework.releases import reading
from casework.releases.figures import Figures
from casework.releases.models import Release
from casework.releases.queries import by_code
from casework.releases.tables import Head, ReleasedTable
from casework.reporting import queries as reports
from casework.reporting.models import PlanReport, ReportSubmission

NEEDED = "report:download"


@dataclass(frozen=True)
class Content:
    """An approved release, as documents show it."""

    release: Release
    head: Head
    tables: Sequence[ReleasedTable]
    figures: Figures


def content_of(session: Session, release: Release, policies: SitePolicies) -> Content:
    """The tables and figures of a release."""
    minimum = policies.disclosure.minimum_denominator
    return Content(
        release,
        reading.head_of(session, release),
        reading.tables_of(session, release),
        reading.figures_of(session, release, policies.catalogue, minimum),
    )


def release_of(session: Session, actor: Actor, needed: str, year: int, number: int) -> Release:
    """The approved release of that number, or NotFound."""
    require_role(actor, needed)
    return by_code(session, year, number)


def report_of(
    session: Session, actor: Actor, report_id: UUID, number: int
) -> tuple[PlanReport, ReportSubmission | None, Release]:
    """A report as it was submitted (number 1, 2, …) or as it is now (0), with its release; else NotFound."""
    report = reports.report(session, actor, NEEDED, report_id)
    if number == 0:
        release = reports.fitting(session, report)
        if release is None:
            raise NotFound(NEEDED, "Release")
        return report, None, release
    for sent in reports.submissions(session, report):
        if sent.number == number:
            return report, sent, reports.releases_of(session, [sent])[sent.release_id]
    raise NotFound(NEEDED, "ReportSubmission")
