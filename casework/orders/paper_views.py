"""Drafts to print: the request for an order, and form 09."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.incidents.queries import of_case
from casework.orders import following_operations as operations
from casework.orders import queries, rules
from casework.orders.blueprint import blueprint, found, person_of
from casework.orders.contact_paper import contact_draft
from casework.orders.models import NoContactOrder
from casework.orders.papers import Matter, Paper
from casework.orders.request_paper import request_draft
from casework.providers.models import Provider
from casework.refusal import N_, Refusal
from casework.ui import context
from casework.ui.guard import permission


@blueprint.get("/<uuid:order_id>/paper")
@permission("order:request")
def request_paper(reference: str, order_id: UUID) -> ResponseReturnValue:
    """The request, to print, sign and hand over. What consent no longer covers is not printed."""
    case, order = found("order:request", reference, order_id)
    if order.requester == rules.CHAIR_ALONE:
        raise Refusal(N_("The chair acted without a request, so there is none to print."))
    session, policies, now = context.session(), context.policy(), context.now()
    if not queries.consented(session, case, order.kind, order.requester, order.basis, now, policies=policies):
        raise Refusal(
            N_("Her consent to telling the one who decides has ended, so the request can’t be printed.")
        )
    paper = request_draft(_matter(session, context.actor(), case, order), policies)
    return _printed(case, order, paper, "request")


@blueprint.get("/<uuid:order_id>/contacts/<uuid:contact_id>/paper")
@permission("order:follow")
def contact_paper(reference: str, order_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Form 09 for a contact, to print and sign."""
    case, order = found("order:follow", reference, order_id)
    contact = queries.contact_of(context.session(), "order:follow", order, contact_id)
    matter = _matter(context.session(), context.actor(), case, order)
    return _printed(case, order, contact_draft(matter, contact, context.policy()), "form_09")


def _matter(session: Session, actor: Actor, case: Case, order: NoContactOrder) -> Matter:
    person = person_of(case, order)
    if person is None:
        raise NotFound("order:request", "Person")
    former = None
    if order.renews_id is not None:
        former = queries.order_of(session, actor, "order:request", case, order.renews_id)
    return Matter(
        case=case,
        order=order,
        survivor=case.survivor,
        perpetrator=person,
        facility=session.get_one(Provider, case.facility_id),
        incidents=tuple(one.incident for one in of_case(session, actor, case)),
        former=former,
    )


def _printed(case: Case, order: NoContactOrder, paper: Paper, form: str) -> str:
    operations.printed(context.session(), context.actor(), order, form, context.now())
    court = order.kind == rules.COURT
    return render_template("orders/paper.html", case=case, order=order, paper=paper, court=court)
