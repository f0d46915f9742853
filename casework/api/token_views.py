"""Tokens for programs: what there is, giving one, taking one away. For administrators."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.api import operations, queries
from casework.api.forms import SCOPES, TokenForm
from casework.api.policy import interface_of
from casework.providers.queries import names
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _, _n

blueprint = Blueprint("tokens", __name__, url_prefix="/tokens")
navigation.add("tokens.listing", N_("Tokens for programs"), "token:list", 57)


@blueprint.get("")
@permission("token:list")
def listing() -> ResponseReturnValue:
    """All tokens, whatever became of them; none of them can be read here."""
    session, now = context.session(), context.now()
    found = [
        (one, _state(one.revoked_at is not None, now >= one.expires_at))
        for one in queries.tokens(session, context.actor())
    ]
    return render_template(
        "api/tokens.html",
        found=found,
        organisations=names(session, {one.provider_id for one, _told in found}),
        scopes=SCOPES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission("token:create")
def new() -> ResponseReturnValue:
    """Make a token; it is shown once."""
    session, limits, form = context.session(), interface_of(context.settings().policies), TokenForm()
    form.offer(
        [(str(one.id), one.name) for one in queries.organisations(session)],
        [(str(days), _n("%(num)d day", "%(num)d days", days)) for days in limits.days],
    )
    if form.validate_on_submit():
        with attempt(form):
            made, token = operations.make(session, context.actor(), form.request(), limits, context.now())
            return render_template("api/made.html", made=made, token=token)
    return render_template("api/new.html", form=form)


@blueprint.post("/<uuid:token_id>/revoke")
@permission("token:revoke")
def revoke(token_id: UUID) -> ResponseReturnValue:
    """Let it open nothing any more."""
    operations.revoke(context.session(), context.actor(), token_id, context.now())
    notice(_("The token opens nothing any more."))
    return redirect(url_for(".listing"), 303)


def _state(revoked: bool, expired: bool) -> tuple[str, str]:
    if revoked:
        return _("Taken away"), "red"
    return (_("Ended"), "grey") if expired else (_("Holds"), "green")
