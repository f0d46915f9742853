"""Documents to download: the report of a plan, the statistics tables, and a release as a workbook."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Response, request

from casework.access import NotFound
from casework.documents import operations, queries
from casework.documents.docx import as_docx
from casework.documents.draft import Draft
from casework.documents.pdf import as_pdf
from casework.documents.report import Told, report_draft
from casework.documents.statistics import statistics_draft
from casework.documents.workbook import as_workbook
from casework.indicators.policies import SitePolicies
from casework.releases.models import Release
from casework.reporting import presenters as reports
from casework.reporting import rules
from casework.reporting.text import Written
from casework.ui import context
from casework.ui.guard import permission
from casework.ui.language import speaking
from casework.vocabulary.units import COUNTRY

blueprint = Blueprint("documents", __name__, url_prefix="/documents")

DOCX, PDF = "docx", "pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}
MAKERS = {DOCX: as_docx, PDF: as_pdf}


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


@blueprint.get("/reports/<uuid:report_id>/<int:number>.docx")
@permission("report:download")
def report_docx(report_id: UUID, number: int) -> Response:
    """The report of a plan, to go on writing in; number 0 is how it stands now."""
    return _report(report_id, number, DOCX)


@blueprint.get("/reports/<uuid:report_id>/<int:number>.pdf")
@permission("report:download")
def report_pdf(report_id: UUID, number: int) -> Response:
    """The same, to read and print."""
    return _report(report_id, number, PDF)


@blueprint.get("/releases/<int:year>/<int:release>/statistics.docx")
@permission("report:download")
def statistics_docx(year: int, release: int) -> Response:
    """The statistics tables of an area (``?area=33``; else of the country)."""
    return _statistics(year, release, DOCX)


@blueprint.get("/releases/<int:year>/<int:release>/statistics.pdf")
@permission("report:download")
def statistics_pdf(year: int, release: int) -> Response:
    """The same, to read and print."""
    return _statistics(year, release, PDF)


@blueprint.get("/releases/<int:year>/<int:release>/tables.xlsx")
@permission("indicators:read")
def tables(year: int, release: int) -> Response:
    """All tables of a release as a workbook."""
    session, actor, now = context.session(), context.actor(), context.now()
    found = queries.release_of(session, actor, "indicators:read", year, release)
    content = queries.content_of(session, found, _policies())
    data = as_workbook(content.head, content.tables, _policies(), now)
    operations.note(session, actor, operations.TABLES, "xlsx", found, now)
    return context.download(data, f"release-{content.head.code}.xlsx", XLSX)


def _report(report_id: UUID, number: int, form: str) -> Response:
    session, policies = context.session(), _policies()
    report, sent, release = queries.report_of(session, context.actor(), report_id, number)
    found = rules.report_of(policies.plans, policies.narrative, report.plan, report.report)
    if found is None:
        raise NotFound("report:download", "PlanReport")
    content = queries.content_of(session, release, policies)
    written = Written.of(sent.text) if sent else reports.written(report, policies)
    with speaking("vi"):
        told = Told(*found, report.year, written, content.head, content.figures)
        draft = report_draft(told, policies, context.today())
    name = f"report-{report.plan}-{report.report}-{report.year}.{form}"
    return _made(draft, operations.REPORT, form, release, name, report.id)


def _statistics(year: int, number: int, form: str) -> Response:
    policies, area = _policies(), request.args.get("area", COUNTRY)
    release = queries.release_of(context.session(), context.actor(), "report:download", year, number)
    if area != COUNTRY and area not in policies.units.provinces:
        raise NotFound("report:download", "Release")
    content = queries.content_of(context.session(), release, policies)
    with speaking("vi"):
        draft = statistics_draft(content.figures, content.head, area, policies, context.today())
    return _made(draft, operations.STATISTICS, form, release, f"statistics-{content.head.code}-{area}.{form}")


def _made(
    draft: Draft, document: str, form: str, release: Release, name: str, report_id: UUID | None = None
) -> Response:
    now = context.now()
    data = MAKERS[form](draft, now)
    operations.note(context.session(), context.actor(), document, form, release, now, report_id)
    return context.download(data, name, TYPES[form])
