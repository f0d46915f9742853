"""Pages of the people close to a survivor; they stand on the People tab of her case."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.relatives import operations, queries
from casework.relatives.forms import RelativeForm
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("relatives", __name__, url_prefix="/cases/<reference>/relatives")


def _case(reference: str) -> Case:
    return case_by_reference(context.session(), context.actor(), "relative:record", reference)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("relative:record")
def new(reference: str) -> ResponseReturnValue:
    """Record a relative or a person she trusts."""
    case, form = _case(reference), RelativeForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.record(context.session(), context.actor(), case, form.request(), context.now())
            notice(_("The relative was recorded."))
            return redirect(url_for("perpetrators.people", reference=reference), 303)
    return render_template("relatives/edit.html", case=case, form=form, relative=None)


@blueprint.route("/<uuid:relative_id>", methods=["GET", "POST"])
@permission("relative:record")
def edit(reference: str, relative_id: UUID) -> ResponseReturnValue:
    """Change what is known of a relative."""
    session, actor, case = context.session(), context.actor(), _case(reference)
    relative = queries.relative_of(session, actor, "relative:record", case, relative_id)
    form = RelativeForm(obj=relative)

    def current() -> RelativeForm:
        there = queries.relative_of(session, actor, "relative:record", _case(reference), relative_id)
        return RelativeForm(formdata=None, obj=there)

    if form.validate_on_submit():
        with attempt(form, current=current):
            version = form.version.data or 0
            operations.edit(session, actor, relative, form.request(), version, context.now())
            notice(_("The relative was saved."))
            return redirect(url_for("perpetrators.people", reference=reference), 303)
    return render_template("relatives/edit.html", case=case, form=form, relative=relative)
