"""What a sender follows though no clock runs on it, and what was declined and nobody else was asked for yet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, may, scope
from casework.cases.models import Case
from casework.clock import local
from casework.deadlines import Deadlines
from casework.referrals import states
from casework.referrals.models import Referral
from casework.services.models import Service
from casework.worklist import sources
from casework.worklist.referral_watches import CASE_AT, HERE, SENT_AT
from casework.worklist.rules import Item

MOST = 500
FOLLOWED, FIND_ANOTHER = "followed", "find_another"
# On its way, and neither met nor ended; in every other state a clock runs, or nothing is waited for.
UNDERWAY = or_(
    Referral.state.in_((states.NOT_CONTACTABLE, states.CONTACT_UNSAFE)),
    and_(Referral.state == states.CONTACTING, Referral.contacted_at.is_not(None)),
    and_(Referral.state == states.RECEIVED, ~HERE),
)


@sources.add
def followed(session: Session, actor: Actor, _deadlines: Deadlines, _now: datetime) -> Iterator[Item]:
    """What was sent and is waited for, by its state alone: until she was met, or the referral ended."""
    if not may(actor, "referral:track"):
        return
    columns = (
        Referral.id,
        Referral.state,
        Referral.risk,
        Referral.receipt,
        Referral.reference,
        Referral.sent_at,
    )
    wanted = select(*columns).where(UNDERWAY).order_by(Referral.sent_at, Referral.id).limit(MOST)
    found = session.execute(scope(wanted, Referral, actor, "referral:track"))
    for row_id, state, risk, receipt, reference, sent_at in found:
        yield Item(
            clock=FOLLOWED,
            row_id=row_id,
            number=receipt,
            started_at=sent_at,
            due=None,
            risk=risk,
            endpoint=SENT_AT,
            values={"reference": reference},
            waiting=True,
            state=state,
        )


class _Declined(NamedTuple):
    id: UUID
    services: tuple[str, ...]
    risk: str
    receipt: str
    reference: str
    ended_at: datetime
    case_id: UUID
    case: str
    worker_id: UUID | None


@sources.add
def declined(session: Session, actor: Actor, deadlines: Deadlines, _now: datetime) -> Iterator[Item]:
    """What was sent from a case and declined, until each service was asked for anew or something came of it."""
    if not may(actor, "referral:send"):
        return
    found = _declined(session, actor)
    settled = _settled(session, found)
    for one in found:
        if set(one.services) - settled[one.id]:
            yield Item(
                clock=FIND_ANOTHER,
                row_id=one.id,
                number=one.receipt,
                started_at=one.ended_at,
                due=deadlines.due(FIND_ANOTHER, one.risk, one.ended_at),
                risk=one.risk,
                endpoint=CASE_AT,
                values={"reference": one.case, "sent": one.reference},
                worker_id=one.worker_id,
            )


def _declined(session: Session, actor: Actor) -> list[_Declined]:
    """The latest that were declined, of cases that are the sender's still."""
    columns: Any = (
        Referral.id,
        Referral.services,
        Referral.risk,
        Referral.receipt,
        Referral.reference,
        Referral.ended_at,
        Referral.case_id,
        Case.reference,
        Case.attendant(),
    )
    wanted = (
        select(*columns)
        .join(Case, and_(Case.id == Referral.case_id, Case.facility_id == Referral.sender_id))
        .where(Referral.state == states.DECLINED)
        .order_by(Referral.ended_at.desc(), Referral.id)
        .limit(MOST)
    )
    return [_Declined(*row) for row in session.execute(scope(wanted, Referral, actor, "referral:track"))]


def _settled(session: Session, found: Iterable[_Declined]) -> Mapping[UUID, set[str]]:
    """The services of each for which somebody else was asked since, or of which the case says what came."""
    by_case: dict[UUID | None, list[_Declined]] = defaultdict(list)
    for one in found:
        by_case[one.case_id].append(one)
    settled: dict[UUID, set[str]] = defaultdict(set)
    sent = select(Referral.case_id, Referral.services, Referral.sent_at)
    asked = sent.where(Referral.case_id.in_(by_case), Referral.state != states.REVOKED)
    for case_id, services, at in session.execute(asked):
        for one in by_case[case_id]:
            if at >= one.ended_at:
                settled[one.id] |= set(services)
    kept = select(Service.case_id, Service.kind, Service.recorded_at, Service.delivered_on)
    for case_id, kind, at, day in session.execute(kept.where(Service.case_id.in_(by_case))):
        for one in by_case[case_id]:
            if at >= one.ended_at or (day is not None and day >= local(one.ended_at).date()):
                settled[one.id].add(kind)
    return settled
