"""Pages on which staff write down what the chair or the court decided."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.orders import operations, rules, standing
from casework.orders.blueprint import blueprint, found, shown, too_late
from casework.orders.forms import CancelForm, CancelledForm, DecideForm
from casework.orders.models import NoContactOrder
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


def _seen(order: NoContactOrder) -> dict[str, Any]:
    """What a form knows beforehand: the version it was opened on, and nothing that was said of the order before.

    Filled from the order, a question that nobody answers would be taken for answered as the one before it was:
    who asks to end an order is rarely the one who asked for it.
    """
    return {"version": order.version}


@blueprint.route("/<uuid:order_id>/decision", methods=["GET", "POST"])
@permission("order:decide")
def decide(reference: str, order_id: UUID) -> ResponseReturnValue:
    """The decision on a request."""
    case, order = found("order:decide", reference, order_id)
    if not standing.may_decide(order):
        return too_late(reference, order_id)
    deadlines, form = context.policy().deadlines, DecideForm(data=_seen(order))
    if not form.is_submitted():
        form.decided_at.data = now = context.now()
        form.ends_at.data = rules.longest_end(order.kind, now, deadlines)
    if form.validate_on_submit():
        with attempt(form):
            operations.decide(
                context.session(), context.actor(), order, form.request(), context.now(), deadlines=deadlines
            )
            notice(_("The decision was recorded."))
            return shown(reference, order_id)
    return render_template("orders/decide.html", case=case, order=order, form=form)


@blueprint.route("/<uuid:order_id>/cancel", methods=["GET", "POST"])
@permission("order:request")
def cancel(reference: str, order_id: UUID) -> ResponseReturnValue:
    """Somebody asks to cancel the order."""
    case, order = found("order:request", reference, order_id)
    if not standing.may_cancel(order, context.now()):
        return too_late(reference, order_id)
    form = CancelForm(data=_seen(order))
    if not form.is_submitted():
        form.requested_at.data = context.now()
    if form.validate_on_submit():
        with attempt(form):
            operations.request_cancelling(
                context.session(),
                context.actor(),
                order,
                form.requester.data or "",
                form.requested_at.data,
                form.version.data or 0,
                context.now(),
            )
            notice(_("The request to cancel was recorded."))
            return shown(reference, order_id)
    return render_template("orders/cancel.html", case=case, order=order, form=form)


@blueprint.route("/<uuid:order_id>/cancellation", methods=["GET", "POST"])
@permission("order:decide")
def decide_cancelling(reference: str, order_id: UUID) -> ResponseReturnValue:
    """The decision on cancelling."""
    case, order = found("order:decide", reference, order_id)
    if not standing.cancelling(order):
        return too_late(reference, order_id)
    form = CancelledForm(data=_seen(order))
    if not form.is_submitted():
        form.decided_at.data = context.now()
    if form.validate_on_submit():
        with attempt(form):
            operations.decide_cancelling(
                context.session(), context.actor(), order, form.request(), context.now()
            )
            notice(_("The decision was recorded."))
            return shown(reference, order_id)
    return render_template("orders/cancelled.html", case=case, order=order, form=form)
