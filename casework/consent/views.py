"""Pages of consent in a case file."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.queries import case_by_reference
from casework.consent import operations, presenters, queries
from casework.consent.forms import ConsentForm
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("consent", __name__, url_prefix="/cases/<reference>/consent")
blueprint.record_once(presenters.offer_panel)


@blueprint.get("")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """What the person agreed to, purpose by purpose, and every answer of before."""
    case = case_by_reference(context.session(), context.actor(), "case:read", reference)
    recorded = queries.of_case(context.session(), context.actor(), case)
    return render_template(
        "consent/index.html",
        case=case,
        standings=presenters.standings(recorded),
        answers=[presenters.answered(each) for each in recorded],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission("consent:record")
def new(reference: str) -> ResponseReturnValue:
    """Record an answer."""
    case = case_by_reference(context.session(), context.actor(), "consent:record", reference)
    form = ConsentForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.record(context.session(), context.actor(), case, form.request(), context.now())
            notice(_("The answer was recorded."))
            return redirect(url_for(".index", reference=reference), 303)
    return render_template("consent/new.html", case=case, form=form)
