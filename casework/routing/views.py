"""Pages of the duty table: who is asked for a service in a place."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.providers.queries import choices, province_kept
from casework.refusal import N_
from casework.routing import operations, queries
from casework.routing.forms import AskedForm, DutyFilterForm, DutyForm
from casework.routing.presenters import WHY_LABELS, row_of
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _, _n
from casework.ui.paging import SIZE, Page, page_number

blueprint = Blueprint("routing", __name__, url_prefix="/duty")
navigation.add("routing.listing", N_("On duty"), "duty:edit", 58)


@blueprint.get("/")
@permission("duty:list")
def listing() -> ResponseReturnValue:
    """The duty table."""
    form = DutyFilterForm()
    form.offer()
    wanted = queries.DutyFilter(form.kind.data or "", form.province.data or "")
    number, units = page_number(), context.policy().units
    found, total = queries.listing(
        context.session(), context.actor(), wanted, units, (number - 1) * SIZE, SIZE
    )
    rows = [row_of(line, units, context.today()) for line in found]
    page = Page(rows, number, SIZE, total)
    return render_template("routing/listing.html", page=page, filter_form=form)


@blueprint.get("/asked")
@permission("duty:list")
def asked() -> ResponseReturnValue:
    """Try the table: who would be asked for a service in a commune."""
    form = AskedForm()
    found = None
    if form.validate() and form.kind.data and form.place.data:
        units = context.policy().units
        found = queries.on_duty(context.session(), units, [form.kind.data], form.place.data)
    return render_template("routing/asked.html", filter_form=form, found=found, whys=WHY_LABELS)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("duty:edit")
def new() -> ResponseReturnValue:
    """Put an organisation on duty."""
    session, actor = context.session(), context.actor()
    form = DutyForm()
    form.offer(choices(session, actor), province_kept(session, actor, "duty:edit"))
    if form.validate_on_submit():
        with attempt(form):
            made = [
                operations.record_duty(session, actor, request, context.policy().units, context.now())
                for request in form.requests()
            ]
            count = len(made)
            notice(
                _n("%(num)d line was added to the table.", "%(num)d lines were added to the table.", count)
            )
            return redirect(url_for(".listing"), 303)
    return render_template("routing/edit.html", form=form, duty=None)


@blueprint.route("/<uuid:duty_id>/edit", methods=["GET", "POST"])
@permission("duty:edit")
def edit(duty_id: UUID) -> ResponseReturnValue:
    """Change a line of the table."""
    session, actor, units = context.session(), context.actor(), context.policy().units
    duty = queries.duty_of(session, actor, "duty:edit", duty_id)
    form = DutyForm(obj=duty)
    form.offer(choices(session, actor, duty.provider_id), province_kept(session, actor, "duty:edit"))
    if not form.is_submitted():
        form.show(duty)
    form.service_kinds.data = [duty.service_kind]

    def current() -> DutyForm:
        now_stored = queries.duty_of(session, actor, "duty:edit", duty_id)
        stored = DutyForm(formdata=None, obj=now_stored)
        stored.offer(
            choices(session, actor, now_stored.provider_id), province_kept(session, actor, "duty:edit")
        )
        stored.show(now_stored)
        return stored

    if form.validate_on_submit():
        with attempt(form, current=current):
            operations.edit_duty(
                session, actor, duty, form.requests()[0], form.version.data or 0, units, context.now()
            )
            notice(_("The table was saved."))
            return redirect(url_for(".listing"), 303)
    return render_template("routing/edit.html", form=form, duty=duty)


@blueprint.post("/<uuid:duty_id>/remove")
@permission("duty:edit")
def remove(duty_id: UUID) -> ResponseReturnValue:
    """Take a line off the table."""
    duty = queries.duty_of(context.session(), context.actor(), "duty:edit", duty_id)
    operations.remove_duty(context.session(), context.actor(), duty, context.now())
    notice(_("The line was taken off the table."))
    return redirect(url_for(".listing"), 303)
