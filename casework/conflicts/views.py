"""Pages of conflicts of interest: the numbers of staff, and the officer's list."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import NotFound
from casework.accounts import queries as accounts
from casework.conflicts import operations, presenters, queries, silence
from casework.conflicts.forms import NumbersForm
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission, signed_in
from casework.ui.language import _
from casework.ui.paging import SIZE, Page, page_number

__all__ = ["blueprint", "silence"]

blueprint = Blueprint("conflicts", __name__)
navigation.add("conflicts.listing", N_("Conflicts of interest"), "conflict:read", 79)


def _numbers(user_id: UUID, back: str, whose: str) -> ResponseReturnValue:
    form = NumbersForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.record_numbers(
                context.session(), context.actor(), user_id, form.request(), context.now()
            )
            notice(_("The numbers were recorded."))
            return redirect(back, 303)
    told = queries.numbers_recorded(context.session(), user_id)
    return render_template("conflicts/numbers.html", form=form, told=told, target=back, whose=whose)


@blueprint.route("/account/numbers", methods=["GET", "POST"])
@signed_in
def own_numbers() -> ResponseReturnValue:
    """Record one's own numbers."""
    actor = context.actor()
    if actor.id is None:
        raise NotFound("account", "User")
    return _numbers(actor.id, url_for("accounts.account"), "")


@blueprint.route("/accounts/<uuid:user_id>/numbers", methods=["GET", "POST"])
@permission("account:create")
def numbers(user_id: UUID) -> ResponseReturnValue:
    """Record the numbers of a member of staff."""
    user = accounts.user(context.session(), context.actor(), "account:create", user_id)
    return _numbers(user.id, url_for("staff.overview", user_id=user.id), user.name)


@blueprint.get("/oversight/conflicts")
@permission("conflict:read")
def listing() -> ResponseReturnValue:
    """Who on staff is walled off, and as whom; records by their keys."""
    session, number = context.session(), page_number()
    rows, total = queries.conflict_list(session, context.actor(), (number - 1) * SIZE, SIZE)
    staff = accounts.names(session, {row.user_id for row in rows})
    return render_template(
        "conflicts/listing.html",
        page=Page(list(rows), number, SIZE, total),
        staff=staff,
        role_of=presenters.role_of,
        matched_label=presenters.matched_label,
    )


@blueprint.post("/oversight/conflicts/<uuid:conflict_id>/dismiss")
@permission("conflict:dismiss")
def dismiss(conflict_id: UUID) -> ResponseReturnValue:
    """Say that the two are not the same person."""
    operations.dismiss(context.session(), context.actor(), conflict_id, context.now())
    notice(_("The conflict is dismissed, and what only it had closed is open again."))
    return redirect(url_for(".listing"), 303)
