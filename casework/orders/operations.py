"""Asking for a no-contact order or its cancellation, and writing down what was decided.

The chair or the court decides on paper: staff record it here, and the clocks of the law run on what they record.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.operations import change
from casework.cases.models import Case
from casework.db import Stale
from casework.deadlines import Deadlines
from casework.orders import queries, rules, standing
from casework.orders.holding import hold, tell
from casework.orders.models import NoContactOrder
from casework.orders.requests import CancelDecided, Decided, OrderRequest
from casework.policies import Policies
from casework.refusal import N_, Refusal


def request(
    session: Session, actor: Actor, case: Case, asked: OrderRequest, now: datetime, *, policies: Policies
) -> NoContactOrder:
    """Record that an order was asked for; from ``requested_at`` on the hours of the law run."""
    require(session, actor, "order:request", case)
    received = rules.to_the_minute(asked.requested_at)
    rules.check_request(asked.kind, asked.requester, asked.basis, received, now)
    for refusal in asked.unsaid():
        raise refusal
    if policies.units.commune(asked.commune_code) is None:
        raise Refusal(N_("Choose a commune from the list."), field="commune_code")
    if asked.person_id not in {person.id for person in queries.alleged(session, actor, case)}:
        raise Refusal(N_("Choose against whom the order is asked for."), field="person")
    if not queries.consented(session, case, asked.kind, asked.requester, asked.basis, now, policies=policies):
        raise Refusal(
            N_(
                "No consent on record covers this request of an agency. Ask her and record her answer, or say "
                "what danger to life there is."
            ),
            field="basis",
        )
    _check_place(session, actor, case, asked)
    danger = asked.basis == rules.DANGER
    order = NoContactOrder(
        case_id=case.id,
        subject_id=case.survivor_id,
        person_id=asked.person_id,
        renews_id=asked.renews_id,
        kind=asked.kind,
        requester=asked.requester,
        basis=asked.basis,
        legal_ground=asked.legal_ground if danger else "",
        commune_code=asked.commune_code,
        requested_at=received,
        recorded_by=actor.id,
        recorded_at=now,
        court=asked.court.strip() if asked.kind == rules.COURT else "",
        why=asked.why.strip(),
    )
    session.add(order)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else renewed it at the same moment
        raise Stale(NoContactOrder.__name__) from error
    tell(
        session,
        actor,
        "order.requested",
        order,
        now,
        kind=order.kind,
        requester=order.requester,
        basis=order.basis,
        renewal=order.renews_id is not None,
    )
    return order


def _check_place(session: Session, actor: Actor, case: Case, asked: OrderRequest) -> None:
    """Refuse a second request while one waits, and a renewal of what was not granted or is renewed already."""
    waiting = [
        one
        for one in queries.orders_of(session, actor, case)
        if standing.may_decide(one) and (one.person_id, one.kind) == (asked.person_id, asked.kind)
    ]
    if waiting:
        raise Refusal(N_("Such a request waits for a decision already."))
    if asked.renews_id is None:
        return
    former = queries.order_of(session, actor, "order:request", case, asked.renews_id)
    if former.person_id != asked.person_id:
        raise Refusal(N_("A renewal is against the same person."), field="person")
    if not standing.may_renew(former) or queries.renewal_of(session, former) is not None:
        raise Refusal(N_("Only an order that was granted can be renewed, and each only once."))


def decide(
    session: Session,
    actor: Actor,
    order: NoContactOrder,
    decided: Decided,
    now: datetime,
    *,
    deadlines: Deadlines,
) -> None:
    """Write down what was decided. A granted order takes effect on signing."""
    hold(session, actor, "order:decide", order, decided.version)
    at = rules.to_the_minute(decided.decided_at)
    ends = rules.to_the_minute(decided.ends_at) if decided.ends_at else None
    rules.check_decision(order, decided.decision, at, ends, decided.reasons, now, deadlines)
    granted = decided.decision == standing.GRANTED
    order.decision, order.decided_at = decided.decision, at
    order.starts_at, order.ends_at = (at, ends) if granted else (None, None)
    order.number, order.reasons = decided.number.strip(), decided.reasons.strip()
    session.flush()
    tell(session, actor, "order.decided", order, now, decision=order.decision)


def request_cancelling(
    session: Session,
    actor: Actor,
    order: NoContactOrder,
    requester: str,
    requested_at: datetime,
    version: int,
    now: datetime,
) -> None:
    """Record that somebody asked to cancel the order. An earlier such request that was turned down is kept."""
    hold(session, actor, "order:request", order, version)
    at = rules.to_the_minute(requested_at)
    if not requester:
        raise Refusal(N_("Say who asks for the cancellation."), field="requester")
    rules.check_cancelling(order, at, now)
    if order.cancel_decided_at is not None and at < order.cancel_decided_at:
        raise Refusal(N_("An earlier request was decided after that time."), field="requested_at")
    values = {
        "cancel_requester": requester,
        "cancel_requested_at": at,
        "cancel_decision": "",
        "cancel_decided_at": None,
        "cancel_reasons": "",
    }
    if order.cancel_requested_at is not None:
        change(session, actor, order, values, event="order.corrected", case_id=order.case_id, now=now)
    else:
        order.cancel_requester, order.cancel_requested_at = requester, at
    session.flush()
    tell(session, actor, "order.cancelling_requested", order, now, requester=requester)


def decide_cancelling(
    session: Session, actor: Actor, order: NoContactOrder, decided: CancelDecided, now: datetime
) -> None:
    """Write down whether the order was cancelled or stays."""
    hold(session, actor, "order:decide", order, decided.version)
    at = rules.to_the_minute(decided.decided_at)
    rules.check_cancelled(order, decided.decision, at, decided.reasons, now)
    order.cancel_decision, order.cancel_decided_at = decided.decision, at
    order.cancel_reasons = decided.reasons.strip()
    session.flush()
    tell(session, actor, "order.cancelling_decided", order, now, decision=order.cancel_decision)
