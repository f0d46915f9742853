"""The blueprint of no-contact orders, and what its views have in common."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.orders import queries
from casework.orders.models import NoContactOrder
from casework.people.models import Person
from casework.ui import context
from casework.ui.attempt import notice
from casework.ui.language import _

blueprint = Blueprint("orders", __name__, url_prefix="/cases/<reference>/orders")


def found(permission: str, reference: str, order_id: UUID) -> tuple[Case, NoContactOrder]:
    """The case and the order of an address; NotFound unless both are the viewer's for this."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, permission, reference)
    return case, queries.order_of(session, actor, permission, case, order_id)


def person_of(case: Case, order: NoContactOrder) -> Person | None:
    """The one against whom it is, if he is (still) linked to the case."""
    people = queries.alleged(context.session(), context.actor(), case)
    return next((one for one in people if one.id == order.person_id), None)


def shown(reference: str, order_id: UUID) -> ResponseReturnValue:
    """Back to the order."""
    return redirect(url_for("orders.show", reference=reference, order_id=order_id), 303)


def too_late(reference: str, order_id: UUID) -> ResponseReturnValue:
    """Back to the order: it has moved on, and this can't be done any more."""
    notice(_("The order has moved on: this can’t be done any more."))
    return shown(reference, order_id)
