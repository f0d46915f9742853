"""Pages of facilities and their activities."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import allowed, may
from casework.providers import operations, queries
from casework.providers.forms import REACH_LABELS, ActivityForm, ProviderFilterForm, ProviderForm
from casework.providers.models import Provider
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _
from casework.ui.paging import Page, page_number

blueprint = Blueprint("providers", __name__, url_prefix="/facilities")
navigation.add("providers.listing", N_("Organisations"), "provider:list", 60)
SIZE = 50


@blueprint.get("/")
@permission("provider:list")
def listing() -> ResponseReturnValue:
    """Facilities and organisations by name."""
    form = ProviderFilterForm()
    wanted = queries.ProviderFilter(name=form.name.data or "", kind=form.kind.data or None)
    number = page_number()
    rows, total = queries.listing(context.session(), context.actor(), wanted, (number - 1) * SIZE, SIZE)
    page = Page(rows, number, SIZE, total)
    return render_template("providers/listing.html", page=page, filter_form=form)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("provider:edit")
def new() -> ResponseReturnValue:
    """Record an organisation."""
    form = ProviderForm()
    if form.validate_on_submit():
        with attempt(form):
            provider = operations.record_provider(
                context.session(), context.actor(), form.request(), context.now()
            )
            notice(_("The organisation was recorded."))
            return redirect(url_for(".overview", provider_id=provider.id), 303)
    return render_template("providers/edit.html", form=form, provider=None)


@blueprint.get("/<uuid:provider_id>")
@permission("provider:list")
def overview(provider_id: UUID) -> ResponseReturnValue:
    """One facility and its activities."""
    session, actor = context.session(), context.actor()
    provider = queries.provider(session, actor, "provider:list", provider_id)
    return render_template(
        "providers/overview.html",
        provider=provider,
        reaches=REACH_LABELS,
        activities=queries.activities(session, provider.id),
        may_edit=allowed(session, actor, "provider:edit", provider),
        may_record=may(actor, "activity:record") and provider.id == actor.facility_id,
    )


def _form_of(provider: Provider) -> ProviderForm:
    form = ProviderForm(obj=provider)
    if not form.is_submitted():
        form.public.data = "co" if provider.public else "khong"
    return form


@blueprint.route("/<uuid:provider_id>/edit", methods=["GET", "POST"])
@permission("provider:edit")
def edit(provider_id: UUID) -> ResponseReturnValue:
    """Change a facility's record."""
    session, actor = context.session(), context.actor()
    provider = queries.provider(session, actor, "provider:edit", provider_id)
    form = _form_of(provider)

    def current() -> ProviderForm:
        now_stored = queries.provider(context.session(), actor, "provider:edit", provider_id)
        stored = ProviderForm(formdata=None, obj=now_stored)
        stored.public.data = "co" if now_stored.public else "khong"
        return stored

    if form.validate_on_submit():
        with attempt(form, current=current):
            operations.edit_provider(
                session,
                actor,
                provider,
                form.request(),
                form.version.data or 0,
                context.access_policy(),
                context.now(),
            )
            notice(_("The organisation was saved."))
            return redirect(url_for(".overview", provider_id=provider_id), 303)
    return render_template("providers/edit.html", form=form, provider=provider)


@blueprint.route("/<uuid:provider_id>/activities/new", methods=["GET", "POST"])
@permission("activity:record")
def new_activity(provider_id: UUID) -> ResponseReturnValue:
    """Record an activity of one's own facility."""
    session, actor = context.session(), context.actor()
    provider = queries.provider(session, actor, "activity:record", provider_id)
    form = ActivityForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.record_activity(session, actor, provider, form.request(), context.now())
            notice(_("The activity was recorded."))
            return redirect(url_for(".overview", provider_id=provider_id), 303)
    return render_template("providers/activity.html", form=form, provider=provider)


@blueprint.route("/<uuid:provider_id>/activities/<uuid:activity_id>", methods=["GET", "POST"])
@permission("activity:record")
def edit_activity(provider_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """Correct an activity."""
    session, actor = context.session(), context.actor()
    provider = queries.provider(session, actor, "activity:record", provider_id)
    activity = queries.activity(session, actor, provider_id, activity_id)
    form = ActivityForm(obj=activity)

    def current() -> ActivityForm:
        return ActivityForm(
            formdata=None, obj=queries.activity(context.session(), actor, provider_id, activity_id)
        )

    if form.validate_on_submit():
        with attempt(form, current=current):
            operations.edit_activity(
                session, actor, activity, form.request(), form.version.data or 0, context.now()
            )
            notice(_("The activity was saved."))
            return redirect(url_for(".overview", provider_id=provider_id), 303)
    return render_template("providers/activity.html", form=form, provider=provider)
