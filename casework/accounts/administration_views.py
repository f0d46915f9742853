"""Account administration: who may enter. No case is seen from here."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.accounts import operations, queries
from casework.accounts.forms import UserForm
from casework.providers.queries import names
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("staff", __name__, url_prefix="/accounts")
navigation.add("staff.listing", N_("Accounts"), "account:list", 55)


@blueprint.get("/")
@permission("account:list")
def listing() -> ResponseReturnValue:
    """All accounts."""
    users = queries.user_list(context.session(), context.actor())
    facilities = names(context.session(), {user.facility_id for user in users if user.facility_id})
    return render_template("accounts/listing.html", users=users, facilities=facilities)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("account:create")
def new() -> ResponseReturnValue:
    """Make an account; its one-time password is shown once."""
    form = UserForm()
    form.offer()
    if form.validate_on_submit():
        with attempt(form):
            user, password = operations.create_user(
                context.session(), context.actor(), form.request(), context.policy().access, context.now()
            )
            return render_template("accounts/one_time.html", user=user, password=password)
    return render_template("accounts/new.html", form=form)


@blueprint.get("/<uuid:user_id>")
@permission("account:list")
def overview(user_id: UUID) -> ResponseReturnValue:
    """One account."""
    user = queries.user(context.session(), context.actor(), "account:list", user_id)
    facility = names(context.session(), {user.facility_id} if user.facility_id else set())
    return render_template(
        "accounts/overview.html", user=user, facility=facility.get(user.facility_id or user.id)
    )


@blueprint.post("/<uuid:user_id>/reset")
@permission("account:reset")
def reset(user_id: UUID) -> ResponseReturnValue:
    """Give a new one-time password, shown once."""
    session, actor = context.session(), context.actor()
    password = operations.reset_password(session, actor, user_id, context.now())
    user = queries.user(session, actor, "account:reset", user_id)
    return render_template("accounts/one_time.html", user=user, password=password)


@blueprint.post("/<uuid:user_id>/disable")
@permission("account:disable")
def disable(user_id: UUID) -> ResponseReturnValue:
    """Close an account at once."""
    policy = context.access_policy()
    operations.set_disabled(context.session(), context.actor(), user_id, policy, context.now(), disabled=True)
    notice(_("The account is disabled and signed out everywhere."))
    return redirect(url_for(".overview", user_id=user_id), 303)


@blueprint.post("/<uuid:user_id>/enable")
@permission("account:disable")
def enable(user_id: UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    policy = context.access_policy()
    operations.set_disabled(
        context.session(), context.actor(), user_id, policy, context.now(), disabled=False
    )
    notice(_("The account is enabled."))
    return redirect(url_for(".overview", user_id=user_id), 303)
