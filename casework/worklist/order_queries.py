"""What ends by itself: no-contact orders in force and permitted contacts, so that somebody asks her in time."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, may, scope
from casework.cases.models import Case
from casework.deadlines import Deadlines
from casework.orders.models import NoContactOrder, PermittedContact
from casework.orders.rules import CONTACT, LONGEST
from casework.orders.standing import AHEAD, GRANTED, IN_FORCE, over_at, state_of
from casework.worklist import sources
from casework.worklist.rules import Item

MOST = 500
PERMISSION = "order:follow"


@sources.add
def endings(session: Session, actor: Actor, _deadlines: Deadlines, now: datetime) -> Iterator[Item]:
    """Orders in force, due at their end; and contacts that were permitted, due when they are over."""
    if may(actor, PERMISSION):
        yield from _orders(session, actor, now)
        yield from _contacts(session, actor, now)


def _orders(session: Session, actor: Actor, now: datetime) -> Iterator[Item]:
    wanted = (
        select(NoContactOrder, Case.reference, Case.attendant())
        .join(Case, Case.id == NoContactOrder.case_id)
        .where(NoContactOrder.decision == GRANTED, NoContactOrder.ends_at > now)
        .order_by(NoContactOrder.ends_at, NoContactOrder.id)
        .limit(MOST)
    )
    for order, reference, worker_id in session.execute(scope(wanted, NoContactOrder, actor, PERMISSION)):
        if state_of(order, now) in (AHEAD, IN_FORCE):
            yield Item(
                clock=LONGEST[order.kind],
                row_id=order.id,
                number=reference,
                started_at=order.starts_at or order.requested_at,
                due=over_at(order),
                endpoint="orders.index",
                values={"reference": reference},
                worker_id=worker_id,
            )


def _contacts(session: Session, actor: Actor, now: datetime) -> Iterator[Item]:
    wanted = (
        select(PermittedContact, Case.reference, Case.attendant())
        .join(Case, Case.id == PermittedContact.case_id)
        .where(PermittedContact.ends_at > now)
        .order_by(PermittedContact.ends_at, PermittedContact.id)
        .limit(MOST)
    )
    for contact, reference, worker_id in session.execute(scope(wanted, PermittedContact, actor, PERMISSION)):
        yield Item(
            clock=CONTACT,
            row_id=contact.id,
            number=reference,
            started_at=contact.starts_at,
            due=contact.ends_at,
            endpoint="orders.index",
            values={"reference": reference},
            worker_id=worker_id,
        )
