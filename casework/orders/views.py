"""Pages of no-contact orders: the list of a case, asking for one, one with all that lies under it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases.queries import case_by_reference
from casework.orders import (
    deciding_views,
    following_views,
    operations,
    paper_views,
    presenters,
    queries,
    rules,
    standing,
)
from casework.orders.blueprint import blueprint, found, person_of
from casework.orders.forms import OrderForm
from casework.orders.models import NoContactOrder
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

__all__ = ["blueprint", "deciding_views", "following_views", "paper_views"]

blueprint.record_once(presenters.offer_panel)


@blueprint.get("")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """The orders of the case."""
    session, actor, now = context.session(), context.actor(), context.now()
    case = case_by_reference(session, actor, "case:read", reference)
    deadlines = context.policy().deadlines
    lines = [presenters.line(one, deadlines, now) for one in queries.orders_of(session, actor, case)]
    people = queries.alleged(session, actor, case)
    names = {person.id: person.full_name or _("Name not known") for person in people}
    return render_template("orders/index.html", case=case, lines=lines, names=names)


@blueprint.route("/new", methods=["GET", "POST"])
@permission("order:request")
def new(reference: str) -> ResponseReturnValue:
    """Ask for an order, or for one that follows another (``?renews=``)."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "order:request", reference)
    former = None
    if renews := request.args.get("renews", type=UUID):
        former = queries.order_of(session, actor, "order:request", case, renews)
    people = queries.alleged(session, actor, case)
    form = OrderForm()
    form.offer(people)
    if not form.is_submitted():
        form.prefill(former.commune_code if former else case.commune_code, people)
        if former:
            form.person.data, form.kind.data = str(former.person_id), former.kind
    if form.validate_on_submit():
        with attempt(form):
            asked = form.request(former.id if former else None)
            order = operations.request(session, actor, case, asked, context.now(), policies=context.policy())
            notice(_("The request was recorded."))
            return redirect(url_for(".show", reference=reference, order_id=order.id), 303)
    return render_template("orders/new.html", case=case, form=form, people=people, former=former)


@blueprint.get("/<uuid:order_id>")
@permission("case:read")
def show(reference: str, order_id: UUID) -> ResponseReturnValue:
    """One order: how it stands, what is due, who has it, contacts and breaches."""
    case, order = found("case:read", reference, order_id)
    session, now, deadlines = context.session(), context.now(), context.policy().deadlines
    whole = queries.whole(session, order)
    return render_template(
        "orders/show.html",
        case=case,
        line=presenters.line(order, deadlines, now),
        order=order,
        whole=whole,
        facts=presenters.facts(order, person_of(case, order)),
        receipts=presenters.receipts(order),
        warning=presenters.warning(order, deadlines, now),
        can=_can(order, renewed=whole.renewed_by is not None),
    )


def _can(order: NoContactOrder, *, renewed: bool) -> dict[str, bool]:
    """What the viewer may do with it now, by its state and her role."""
    actor, now = context.actor(), context.now()
    asks, decides, follows = (may(actor, f"order:{act}") for act in ("request", "decide", "follow"))
    granted = order.decision == standing.GRANTED
    return {
        "decide": decides and standing.may_decide(order),
        "print": asks and order.requester != rules.CHAIR_ALONE,
        "renew": asks and standing.may_renew(order) and not renewed,
        "cancel": asks and standing.may_cancel(order, now),
        "decide_cancelling": decides and standing.cancelling(order),
        "sent": follows and granted,
        "permit": follows and standing.state_of(order, now) in (standing.AHEAD, standing.IN_FORCE),
        "breach": follows and granted,
    }
