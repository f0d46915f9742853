"""Pages of the incidents in a case file."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.queries import case_by_reference
from casework.incidents import operations, presenters, queries
from casework.incidents.forms import IncidentForm
from casework.incidents.models import Incident
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("incidents", __name__, url_prefix="/cases/<reference>/incidents")
blueprint.record_once(presenters.offer_panel)


@blueprint.get("")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """The incidents of a case, the last recorded first."""
    case = case_by_reference(context.session(), context.actor(), "case:read", reference)
    recorded = queries.of_case(context.session(), context.actor(), case)
    return render_template(
        "incidents/index.html", case=case, incidents=[presenters.incident(each) for each in recorded]
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission("incident:record")
def new(reference: str) -> ResponseReturnValue:
    """Record a further incident."""
    case = case_by_reference(context.session(), context.actor(), "incident:record", reference)
    form = IncidentForm()
    if form.validate_on_submit():
        with attempt(form):
            request = form.request()
            operations.record(context.session(), context.actor(), case, request, context.now())
            notice(_("The incident was recorded."))
            presenters.warn(request)
            return redirect(url_for(".index", reference=reference), 303)
    return render_template("incidents/edit.html", case=case, form=form, incident=None)


@blueprint.route("/<uuid:incident_id>", methods=["GET", "POST"])
@permission("incident:edit")
def edit(reference: str, incident_id: UUID) -> ResponseReturnValue:
    """Change an incident."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "incident:edit", reference)

    def load() -> Incident:
        return queries.incident_of(session, actor, "incident:edit", case, incident_id)

    incident = load()
    form = IncidentForm(obj=incident)
    if form.validate_on_submit():
        with attempt(form, current=lambda: IncidentForm(formdata=None, obj=load())):
            request = form.request()
            operations.edit(session, actor, incident, request, form.version.data or 0, context.now())
            notice(_("The incident was saved."))
            presenters.warn(request)
            return redirect(url_for(".index", reference=reference), 303)
    return render_template("incidents/edit.html", case=case, form=form, incident=incident)
