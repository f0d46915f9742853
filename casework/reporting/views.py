"""Pages of the plans' reports: the calendar, one report, writing it, and its way up the line."""

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import NotFound
from casework.indicators.policies import SitePolicies
from casework.refusal import N_, Refusal
from casework.releases.queries import newest
from casework.reporting import operations, presenters, queries, rules, states
from casework.reporting.forms import ActForm, OccasionForm, ReturnForm, text_form
from casework.reporting.models import PlanReport
from casework.reporting.text import HEAD
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("reporting", __name__, url_prefix="/reports")
Sent = TypeVar("Sent", ActForm, ReturnForm)
navigation.add("reporting.calendar", N_("Reports"), "report:list", 43)


def _policies() -> SitePolicies:
    return cast(SitePolicies, context.policy())


def _report(report_id: UUID, needed: str) -> PlanReport:
    return queries.report(context.session(), context.actor(), needed, report_id)


@blueprint.get("")
@permission("report:list")
def calendar() -> ResponseReturnValue:
    """What every plan wants in a year, and how it stands."""
    policies, today = _policies(), context.today()
    offered = rules.years(policies.plans, today)
    asked = request.args.get("year", type=int)
    year = asked if asked in offered else rules.begin_with(policies.plans, today)
    begun = queries.reports_of(context.session(), context.actor(), year)
    dues = rules.calendar(policies.plans, year)
    rows = presenters.calendar(dues, begun, policies, context.now())
    return render_template("reporting/calendar.html", rows=rows, year=year, years=offered, show=presenters)


@blueprint.post("/<int:year>/<plan>/<report>/begin")
@permission("report:write")
def begin(year: int, plan: str, report: str) -> ResponseReturnValue:
    """Begin a report of the calendar."""
    policies, form = _policies(), ActForm()
    due = queries.due_of(policies.plans, policies.narrative, plan, report, year)
    if due.cut_off is None:
        return redirect(url_for(".new", wanted=f"{plan}/{report}", year=year), 303)
    with attempt(form):
        begun = operations.begin(context.session(), context.actor(), due, context.now())
        return redirect(url_for(".show", report_id=begun.id), 303)
    return redirect(url_for(".calendar", year=year), 303)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("report:write")
def new() -> ResponseReturnValue:
    """Begin a report that was asked for outside the calendar."""
    policies, form = _policies(), OccasionForm()
    form.offer(presenters.occasions(policies))
    if not form.is_submitted():
        form.wanted.data = request.args.get("wanted", "")
        form.year.data = request.args.get("year", default=context.today().year, type=int)
    if form.validate_on_submit():
        with attempt(form):
            asked = form.asked()
            try:
                due = queries.due_of(policies.plans, policies.narrative, asked.plan, asked.report, asked.year)
            except NotFound as none_such:
                raise Refusal(N_("The plan wants no such report in this year."), field="year") from none_such
            begun = operations.begin_occasional(
                context.session(), context.actor(), due, asked.cut_off, asked.last_day, context.now()
            )
            return redirect(url_for(".show", report_id=begun.id), 303)
    return render_template("reporting/new.html", form=form)


@blueprint.get("/<uuid:report_id>")
@permission("report:list")
def show(report_id: UUID) -> ResponseReturnValue:
    """One report: when it is due, where it lies, which figures it shows, what was written."""
    return _page(_report(report_id, "report:list"))


@blueprint.route("/<uuid:report_id>/text", methods=["GET", "POST"])
@permission("report:write")
def text(report_id: UUID) -> ResponseReturnValue:
    """Write its parts and its letterhead."""
    policies, report = _policies(), _report(report_id, "report:write")
    narrative = policies.narrative
    form = text_form(narrative, presenters.written(report, policies), report.version)
    if report.state not in states.OPEN and not form.is_submitted():
        notice(_(operations.NOT_NOW))
        return redirect(url_for(".show", report_id=report_id), 303)

    def now_stored() -> object:
        fresh = _report(report_id, "report:write")
        return text_form(narrative, presenters.written(fresh, policies), fresh.version, sent=False)

    if form.validate_on_submit():
        with attempt(form, now_stored):
            operations.write(
                context.session(),
                context.actor(),
                report,
                form.written(),
                narrative,
                form.version.data or 0,
                context.now(),
            )
            notice(_("The report was saved."))
            return redirect(url_for(".show", report_id=report_id), 303)
    return render_template(
        "reporting/text.html",
        form=form,
        report=report,
        heads=HEAD,
        narrative=narrative,
        show=presenters,
        policies=policies,
    )


@blueprint.post("/<uuid:report_id>/submit")
@permission("report:submit")
def submit(report_id: UUID) -> ResponseReturnValue:
    """Send it to the first station of its line."""

    def submitted(report: PlanReport, form: ActForm) -> None:
        version, narrative = form.version.data or 0, _policies().narrative
        operations.submit(context.session(), context.actor(), report, narrative, version, context.now())

    return _acted(report_id, "report:submit", ActForm, submitted, N_("The report was submitted."))


@blueprint.post("/<uuid:report_id>/accept")
@permission("report:decide")
def accept(report_id: UUID) -> ResponseReturnValue:
    """Write down that the station at which it lies has accepted it."""

    def accepted(report: PlanReport, form: ActForm) -> None:
        version = form.version.data or 0
        operations.accept(context.session(), context.actor(), report, version, context.now())

    said = N_("It is written down that the report was accepted.")
    return _acted(report_id, "report:decide", ActForm, accepted, said)


@blueprint.post("/<uuid:report_id>/return")
@permission("report:decide")
def send_back(report_id: UUID) -> ResponseReturnValue:
    """Write down that it was returned, and why."""

    def returned(report: PlanReport, form: ReturnForm) -> None:
        reason, version = form.reason.data or "", form.version.data or 0
        operations.send_back(context.session(), context.actor(), report, reason, version, context.now())

    said = N_("It is written down that the report was returned.")
    return _acted(report_id, "report:decide", ReturnForm, returned, said)


def _acted(
    report_id: UUID, needed: str, form_class: type[Sent], act: Callable[[PlanReport, Sent], None], said: str
) -> ResponseReturnValue:
    """Do it, or say on the report's page why not."""
    report = _report(report_id, needed)
    form = form_class(obj=report)
    if form.validate_on_submit():
        with attempt(form, lambda: form_class(formdata=None, obj=_report(report_id, needed))):
            act(report, form)
            notice(_(said))
            return redirect(url_for(".show", report_id=report_id), 303)
    return _page(_report(report_id, "report:list"), form)


def _page(report: PlanReport, form: ActForm | ReturnForm | None = None) -> ResponseReturnValue:
    policies, session = _policies(), context.session()
    found = rules.report_of(policies.plans, policies.narrative, report.plan, report.report)
    sent = queries.submissions(session, report)
    returning = form if isinstance(form, ReturnForm) else ReturnForm(formdata=None)
    returning.version.data = report.version
    fitting = queries.fitting(session, report) if report.state in states.OPEN else None
    return render_template(
        "reporting/show.html",
        report=report,
        plan=found[0] if found else None,
        of_plan=found[1] if found else None,
        fitting=fitting,
        later=newest(session, report.year) if report.state in states.OPEN and not fitting else None,
        sent=sent,
        releases=queries.releases_of(session, sent),
        answers=queries.answers(session, report),
        writable=report.state in states.OPEN,
        submittable=report.state in {states.IN_WORK, states.RETURNED},
        waiting=report.state == states.SUBMITTED,
        own=bool(sent) and sent[0].submitted_by_id == context.actor().id,
        returning=returning,
        summary_form=form,
        policies=policies,
        show=presenters,
        written=presenters.written(report, policies),
        overdue=states.overdue(report.state, report.due_at, context.now()),
        last_day=rules.last_day_of(report.due_at),
    )
