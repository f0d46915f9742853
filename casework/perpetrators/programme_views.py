"""Both ends of the one-way street: the counsellor's reports, and those who work with survivors reading them."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases.queries import case_by_reference
from casework.people.models import Person
from casework.people.queries import person_by_reference
from casework.people.rules import PERPETRATOR
from casework.perpetrators import programme_operations as operations
from casework.perpetrators import programme_presenters as presenters
from casework.perpetrators import programme_queries as queries
from casework.perpetrators.blueprint import blueprint
from casework.perpetrators.programme_forms import ReportForm
from casework.safety import risk_presenters as risks
from casework.safety.risk_queries import current_of
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint.record_once(presenters.offer_panel)


def _person(reference: str) -> Person:
    return person_by_reference(context.session(), context.actor(), "programme:report", reference, PERPETRATOR)


@blueprint.route("/perpetrators/<reference>/programme", methods=["GET", "POST"])
@permission("programme:report")
def report(reference: str) -> ResponseReturnValue:
    """Report a start, a drop-out, an end, or that the risk is raised. The answer is the same whoever is told."""
    person, form = _person(reference), ReportForm()
    if not form.is_submitted():
        form.happened_on.data = context.today()
    if form.validate_on_submit():
        with attempt(form):
            operations.report(context.session(), context.actor(), person, form.request(), context.now())
            notice(_("The report was recorded."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("perpetrators/report.html", person=person, form=form)


@blueprint.post("/perpetrators/<reference>/programme/<uuid:report_id>/take-back")
@permission("programme:report")
def take_back(reference: str, report_id: UUID) -> ResponseReturnValue:
    """Take back a report that was a mistake."""
    session, actor, person = context.session(), context.actor(), _person(reference)
    told = queries.report_of(session, actor, person, report_id)
    operations.take_back(session, actor, person, told, context.now())
    notice(_("The report was taken back."))
    return redirect(url_for(".overview", reference=reference), 303)


@blueprint.get("/cases/<reference>/programme")
@permission("programme:read")
def reports(reference: str) -> ResponseReturnValue:
    """What counsellors report of the alleged perpetrators of a case."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "programme:read", reference)
    told, deadlines = queries.told_of(session, actor, case), context.policy().deadlines
    risk = current_of(session, actor, case) if may(actor, "risk:assess") else None
    return render_template(
        "perpetrators/reports.html",
        case=case,
        news=presenters.news(told),
        waiting=[one.report.id for one in told if one.waits],
        warning=presenters.warning(told),
        facts=risks.facts(risk, None, deadlines),
        risk_warning=risks.warning(risk, deadlines, context.now()) if may(actor, "risk:assess") else "",
    )


@blueprint.post("/cases/<reference>/programme")
@permission("programme:read")
def mark_read(reference: str) -> ResponseReturnValue:
    """The reports that were shown have been read; where the risk has to be reassessed, that page follows."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "programme:read", reference)
    shown = request.form.getlist("report", type=UUID)
    if operations.read(session, actor, case, shown, context.now()):
        notice(_("Reassess the risk now."))
        return redirect(url_for("safety.risk", reference=reference), 303)
    return redirect(url_for(".reports", reference=reference), 303)
