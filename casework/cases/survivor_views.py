"""The page on which a survivor's particulars are changed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases import queries
from casework.cases.blueprint import blueprint
from casework.cases.models import Case
from casework.people import operations as people
from casework.people.forms import PersonForm
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


def _case(reference: str) -> Case:
    return queries.case_by_reference(context.session(), context.actor(), "case:read", reference)


@blueprint.route("/<reference>/survivor", methods=["GET", "POST"])
@permission("person:edit")
def survivor(reference: str) -> ResponseReturnValue:
    """Change who the survivor is."""
    case = _case(reference)
    form = PersonForm.of(case.survivor)
    if form.validate_on_submit():
        with attempt(form, current=lambda: PersonForm.of(_case(reference).survivor, formdata=None)):
            request, version = form.request(), form.version.data or 0
            people.edit(
                context.session(),
                context.actor(),
                case.survivor,
                request,
                version,
                context.now(),
                case_id=case.id,
            )
            notice(_("The person was saved."))
            for message in request.warnings():
                notice(_(message), "message")
            return redirect(url_for("cases.overview", reference=reference), 303)
    return render_template("cases/survivor.html", case=case, form=form)
