"""Pages of what follows an order: who received it, permitted contacts, breaches."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.orders import following_operations as operations
from casework.orders import presenters, standing
from casework.orders.blueprint import blueprint, found, shown, too_late
from casework.orders.forms import BreachForm, ContactForm, SentForm
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


@blueprint.route("/<uuid:order_id>/sent", methods=["GET", "POST"])
@permission("order:follow")
def sent(reference: str, order_id: UUID) -> ResponseReturnValue:
    """Tick off who received the order, and when."""
    case, order = found("order:follow", reference, order_id)
    if order.decision != standing.GRANTED:
        return too_late(reference, order_id)
    form = SentForm()
    if not form.is_submitted():
        form.at.data = context.now()
    if form.validate_on_submit():
        with attempt(form):
            operations.sent(
                context.session(),
                context.actor(),
                order,
                form.recipients.data or (),
                form.at.data,
                context.now(),
            )
            notice(_("It was recorded who received the order."))
            return shown(reference, order_id)
    return render_template(
        "orders/sent.html", case=case, order=order, form=form, receipts=presenters.receipts(order)
    )


@blueprint.route("/<uuid:order_id>/contacts/new", methods=["GET", "POST"])
@permission("order:follow")
def permit(reference: str, order_id: UUID) -> ResponseReturnValue:
    """Record a contact that was permitted."""
    case, order = found("order:follow", reference, order_id)
    if standing.state_of(order, context.now()) not in (standing.AHEAD, standing.IN_FORCE):
        return too_late(reference, order_id)
    form = ContactForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.permit(
                context.session(),
                context.actor(),
                order,
                form.request(),
                context.now(),
                deadlines=context.policy().deadlines,
            )
            notice(_("The permitted contact was recorded."))
            return shown(reference, order_id)
    return render_template("orders/permit.html", case=case, order=order, form=form)


@blueprint.route("/<uuid:order_id>/breaches/new", methods=["GET", "POST"])
@permission("order:follow")
def breach(reference: str, order_id: UUID) -> ResponseReturnValue:
    """Record that the order was broken; the next page is that of the risk."""
    case, order = found("order:follow", reference, order_id)
    if order.decision != standing.GRANTED:
        return too_late(reference, order_id)
    form = BreachForm()
    if not form.is_submitted():
        form.at.data = context.now()
    if form.validate_on_submit():
        with attempt(form):
            operations.breach(
                context.session(),
                context.actor(),
                case,
                order,
                form.at.data,
                form.note.data or "",
                context.now(),
            )
            notice(_("The breach was recorded. Tell the police, and reassess the risk now."))
            return redirect(url_for("safety.risk", reference=reference), 303)
    return render_template("orders/breach.html", case=case, order=order, form=form)
