"""Pages of the form about danger: asked, weighed, kept; and of what happens between two looks."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.danger import Danger
from casework.safety import risk_operations as operations
from casework.safety import risk_presenters as presenters
from casework.safety import risk_queries as queries
from casework.safety import sheet_presenters
from casework.safety.blueprint import blueprint
from casework.safety.risk_rules import PROPOSED
from casework.safety.sheet_forms import WEIGHED, EventForm, SheetForm, sheet_form
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


@blueprint.route("/risk/form", methods=["GET", "POST"])
@permission("risk:assess")
def sheet(reference: str) -> ResponseReturnValue:
    """Ask sign by sign, show what the answers call for, and keep both with the level chosen."""
    session, actor, danger = context.session(), context.actor(), context.policy().danger
    case = case_by_reference(session, actor, "risk:assess", reference)
    form = sheet_form(danger)
    weighing = form.weighed.data == WEIGHED and "again" not in request.form
    if form.validate_on_submit():
        with attempt(form):
            if weighing:
                asked = form.sheet(), form.request()
                stated = operations.assess_by_form(session, actor, case, *asked, context.now(), danger=danger)
                notice(presenters.recorded(stated.standing == PROPOSED))
                return redirect(url_for(".risk", reference=reference), 303)
            weighing = "again" not in request.form
    return _page(case, form, danger, weighing=weighing and form.asked_well())


def _page(case: Case, form: SheetForm, danger: Danger, *, weighing: bool) -> str:
    session, actor = context.session(), context.actor()
    current = queries.current_of(session, actor, case)
    if not weighing:
        form.weighed.data = ""
        return render_template("safety/sheet.html", case=case, form=form)
    form.weigh(danger, current.level if current else "", current.event if current else "")
    said = form.sheet()
    return render_template(
        "safety/weigh.html",
        case=case,
        form=form,
        facts=presenters.facts(current, None, context.policy().deadlines),
        answers=sheet_presenters.answers(said.answers(danger), said.result(), danger),
        words=sheet_presenters.weighed(said.said, danger),
    )


@blueprint.route("/risk/event", methods=["GET", "POST"])
@permission("risk:assess")
def event(reference: str) -> ResponseReturnValue:
    """Tell of a separation, a release or a drop-out without stating a level: a new look is due at once."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "risk:assess", reference)
    form = EventForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.tell_of(session, actor, case, form.event.data or "", context.now())
            notice(_("It was recorded: the risk has to be reassessed now."))
            return redirect(url_for(".risk", reference=reference), 303)
    return render_template("safety/event.html", case=case, form=form)
