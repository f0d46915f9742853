"""Pages of the services in a case file."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.providers.queries import names
from casework.services import operations, queries
from casework.services.forms import ServiceForm
from casework.services.models import Service
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("services", __name__, url_prefix="/cases/<reference>/services")


def _form(service: Service | None = None, *, fresh: bool = False) -> ServiceForm:
    form = ServiceForm(formdata=None, obj=service) if fresh else ServiceForm(obj=service)
    form.offer_providers(service.provider_id if service else None)
    if service is not None and (fresh or not form.is_submitted()):
        form.provider_id.data = str(service.provider_id or "")
    return form


def _page(case: Case, form: ServiceForm, service: Service | None) -> str:
    return render_template("services/edit.html", case=case, form=form, service=service)


@blueprint.get("/")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """The services of a case."""
    session = context.session()
    case = case_by_reference(session, context.actor(), "case:read", reference)
    services = queries.of_case(session, case.id)
    known = names(session, {one.provider_id for one in services if one.provider_id})
    return render_template("services/index.html", case=case, services=services, providers=known)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("service:record")
def new(reference: str) -> ResponseReturnValue:
    """Record a service."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "service:record", reference)
    form = _form()
    if form.validate_on_submit():
        with attempt(form):
            operations.record_service(session, actor, case, form.request(), context.now())
            notice(_("The service was recorded."))
            return redirect(url_for(".index", reference=reference), 303)
    return _page(case, form, None)


@blueprint.route("/<uuid:service_id>", methods=["GET", "POST"])
@permission("service:edit")
def edit(reference: str, service_id: UUID) -> ResponseReturnValue:
    """Change a service."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "service:edit", reference)
    service = queries.service(session, actor, case.id, service_id)
    form = _form(service)

    def current() -> ServiceForm:
        return _form(queries.service(context.session(), actor, case.id, service_id), fresh=True)

    if form.validate_on_submit():
        with attempt(form, current=current):
            request, version = form.request(), form.version.data or 0
            operations.edit_service(session, actor, case, service, request, version, context.now())
            notice(_("The service was saved."))
            return redirect(url_for(".index", reference=reference), 303)
    return _page(case, form, service)
