"""Pages of safe contact: the block, and the number behind a button of its own."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.safety import operations, presenters, queries, risk_views, sheet_views
from casework.safety.blueprint import blueprint
from casework.safety.forms import SafeContactForm
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

__all__ = ["blueprint", "risk_views", "sheet_views"]

blueprint.record_once(presenters.offer_panel)


@blueprint.route("/safe-contact", methods=["GET", "POST"])
@permission("safety:record")
def edit(reference: str) -> ResponseReturnValue:
    """Record or change how the person may be reached."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "safety:record", reference)
    form = SafeContactForm(obj=queries.of_person(session, actor, case.survivor_id))
    if form.validate_on_submit():
        with attempt(form, current=lambda: _current(case)):
            operations.record(session, actor, case, form.request(), context.now())
            notice(_("The safe contact was saved."))
            return redirect(url_for("cases.overview", reference=reference), 303)
    return render_template("safety/edit.html", case=case, form=form)


def _current(case: Case) -> SafeContactForm:
    contact = queries.of_person(context.session(), context.actor(), case.survivor_id)
    return SafeContactForm(formdata=None, obj=contact)


@blueprint.post("/number")
@permission("case:read")
def reveal(reference: str) -> ResponseReturnValue:
    """Show the numbers, under the block that says how to use them; the log keeps who asked."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "case:read", reference)
    contact = queries.of_person(session, actor, case.survivor_id)
    return render_template(
        "safety/number.html",
        case=case,
        block=presenters.block(contact),
        warning=presenters.warning(contact),
        number=contact.number if contact else "",
        phone=case.survivor.phone,
        address=case.survivor.address,
    )
