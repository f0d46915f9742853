"""Reading the no-contact orders of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, find, open_to, scope
from casework.cases.models import Case
from casework.consent.queries import covers
from casework.crypto import verify_row
from casework.orders import rules
from casework.orders.models import Breach, NoContactOrder, PermittedContact
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator
from casework.policies import Policies


def orders_of(session: Session, actor: Actor, case: Case) -> Sequence[NoContactOrder]:
    """The orders of the case, the newest request first, each as it was last sealed."""
    wanted = (
        select(NoContactOrder)
        .where(NoContactOrder.case_id == case.id)
        .order_by(NoContactOrder.requested_at.desc(), NoContactOrder.id.desc())
    )
    found = session.scalars(scope(wanted, NoContactOrder, actor, "case:read")).all()
    for order in found:
        verify_row(order)
    return found


def order_of(session: Session, actor: Actor, permission: str, case: Case, order_id: UUID) -> NoContactOrder:
    """One of them, or NotFound."""
    order = find(
        session,
        actor,
        permission,
        NoContactOrder,
        NoContactOrder.id == order_id,
        NoContactOrder.case_id == case.id,
    )
    verify_row(order)
    return order


def contacts_of(session: Session, order: NoContactOrder) -> Sequence[PermittedContact]:
    """The contacts permitted under an order that the caller has found, the earliest first."""
    wanted = select(PermittedContact).where(PermittedContact.order_id == order.id)
    found = session.scalars(wanted.order_by(PermittedContact.starts_at, PermittedContact.id)).all()
    for contact in found:
        verify_row(contact)
    return found


def contact_of(
    session: Session, permission: str, order: NoContactOrder, contact_id: UUID
) -> PermittedContact:
    """One of them, or NotFound."""
    for contact in contacts_of(session, order):
        if contact.id == contact_id:
            return contact
    raise NotFound(permission, PermittedContact.__name__)


def breaches_of(session: Session, order: NoContactOrder) -> Sequence[Breach]:
    """The breaches of an order that the caller has found, the newest first."""
    wanted = select(Breach).where(Breach.order_id == order.id)
    return session.scalars(wanted.order_by(Breach.at.desc(), Breach.id.desc())).all()


def renewal_of(session: Session, order: NoContactOrder) -> UUID | None:
    """The order that follows this one, if there is one."""
    return session.scalar(select(NoContactOrder.id).where(NoContactOrder.renews_id == order.id))


def alleged(session: Session, actor: Actor, case: Case) -> Sequence[Person]:
    """The alleged perpetrators of the case, in the order in which they were linked."""
    wanted = (
        select(Person)
        .join(CasePerpetrator, CasePerpetrator.person_id == Person.id)
        .where(CasePerpetrator.case_id == case.id, open_to(Person, actor))
        .order_by(CasePerpetrator.linked_at, Person.id)
    )
    return session.scalars(wanted).all()


def consented(
    session: Session, case: Case, kind: str, requester: str, basis: str, now: datetime, *, policies: Policies
) -> bool:
    """Whether the request may tell the one who decides about her.

    Her own request (or her guardian's) is her word. An agency's request needs a consent on record that covers
    telling the commune's committee or the court, unless life is in danger.
    """
    if basis == rules.DANGER or requester != rules.AGENCY:
        return True
    told = rules.TOLD[kind]
    on = rules.local_day(now)
    return covers(session, case.id, policies.sharing.purpose(told), None, on, recipient_kind=told) is not None


@dataclass(frozen=True)
class Whole:
    """An order with what lies under it."""

    order: NoContactOrder
    contacts: Sequence[PermittedContact]
    breaches: Sequence[Breach]
    renewed_by: UUID | None


def whole(session: Session, order: NoContactOrder) -> Whole:
    """All that is known of an order that the caller has found."""
    return Whole(order, contacts_of(session, order), breaches_of(session, order), renewal_of(session, order))
