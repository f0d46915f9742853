"""What follows an order that was granted: who received it, permitted contacts, breaches, papers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require
from casework.audit.operations import change
from casework.cases.models import Case
from casework.deadlines import Deadlines
from casework.orders import queries, rules
from casework.orders.holding import hold, tell
from casework.orders.models import Breach, NoContactOrder, PermittedContact
from casework.orders.requests import ContactRequest
from casework.refusal import N_, Refusal
from casework.safety import risk_operations as risks
from casework.safety import risk_rules


def sent(
    session: Session,
    actor: Actor,
    order: NoContactOrder,
    recipients: Sequence[str],
    at: datetime,
    now: datetime,
) -> None:
    """Tick off who received the order, and when. What was ticked before is corrected, its former time kept."""
    hold(session, actor, "order:follow", order)
    at = rules.to_the_minute(at)
    rules.check_sent(order, recipients, at, now)
    for recipient in recipients:
        if getattr(order, f"{recipient}_at") is None:
            setattr(order, f"{recipient}_at", at)
            session.flush()
            tell(session, actor, "order.sent", order, now, to=recipient)
        else:
            change(
                session,
                actor,
                order,
                {f"{recipient}_at": at},
                event="order.corrected",
                case_id=order.case_id,
                now=now,
            )
            session.flush()


def permit(
    session: Session,
    actor: Actor,
    order: NoContactOrder,
    asked: ContactRequest,
    now: datetime,
    *,
    deadlines: Deadlines,
) -> PermittedContact:
    """Record a contact that was permitted under the order."""
    hold(session, actor, "order:follow", order)
    if not asked.ground:
        raise Refusal(N_("Choose the ground: the law knows three."), field="ground")
    starts, ends = rules.to_the_minute(asked.starts_at), rules.to_the_minute(asked.ends_at)
    rules.check_contact(order, starts, ends, queries.contacts_of(session, order), deadlines)
    contact = PermittedContact(
        case_id=order.case_id,
        order_id=order.id,
        subject_id=order.subject_id,
        ground=asked.ground,
        starts_at=starts,
        ends_at=ends,
        place=asked.place.strip(),
        why=asked.why.strip(),
        recorded_by=actor.id,
        recorded_at=now,
    )
    session.add(contact)
    session.flush()
    tell(session, actor, "order.contact_permitted", order, now, ground=contact.ground)
    return contact


def breach(
    session: Session, actor: Actor, case: Case, order: NoContactOrder, at: datetime, words: str, now: datetime
) -> Breach:
    """Record that the order was broken: the risk is then at least high, and has to be looked at again at once."""
    hold(session, actor, "order:follow", order)
    if order.case_id != case.id:
        raise NotFound("order:follow", NoContactOrder.__name__)
    at = rules.to_the_minute(at)
    rules.check_breach(order, at, now)
    found = Breach(
        case_id=order.case_id,
        order_id=order.id,
        subject_id=order.subject_id,
        at=at,
        note=words.strip(),
        recorded_by=actor.id,
        recorded_at=now,
    )
    session.add(found)
    session.flush()
    tell(session, actor, "order.breached", order, now)
    risks.happened(session, actor, case, risk_rules.BREACH, now, at_least=risk_rules.HIGH)
    return found


def printed(session: Session, actor: Actor, order: NoContactOrder, form: str, now: datetime) -> None:
    """Note that a draft of a paper about the order was made: it leaves the system with names in it."""
    require(session, actor, "order:request", order)
    tell(session, actor, "order.printed", order, now, form=form)
