"""The inbox of a receiver and the list of a sender: columns instead of whole objects, nothing opened."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Integer, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, scope
from casework.providers.models import Provider
from casework.referrals import rules, states
from casework.referrals.consents import ended_among
from casework.referrals.models import Referral, ReferralStep

Which = Literal["waiting", "open", "ended"]
R = TypeVar("R")
AHEAD = 10
STATES: dict[str, tuple[str, ...]] = {
    "waiting": tuple(sorted(states.UNOPENED)),
    "open": tuple(sorted(states.REVEALED - states.ENDED)),
    "ended": tuple(sorted(states.ENDED)),
}
# Read with each line of the inbox, and not shown.
BESIDE: Any = (Referral.id, Referral.case_id, Referral.taken_case_id)
URGENCY = case({risk: place for place, risk in enumerate(rules.RISKS)}, value=Referral.risk, else_=0)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A line of the inbox: nothing of it says who she is. ``sender`` is the name of the sending organisation.

    What was asked for where is left out once it was taken back, declined or passed on, as the envelope is. With
    ``consent_ended`` nothing of the envelope is said, not even by whom it was sent. ``lacks_case``: it was accepted,
    and its case is not opened yet.
    """

    reference: str
    receipt: str
    sender: str
    state: str
    risk: str
    ground: str
    services: tuple[str, ...]
    commune_code: str
    sent_at: datetime
    received_at: datetime | None
    decided_at: datetime | None
    contacted_at: datetime | None
    lacks_case: bool = False
    consent_ended: bool = False


@dataclass(frozen=True, slots=True)
class SentRow:
    """A line of what an organisation sent: the last link of each chain, its state and since when, nothing of whom.

    ``question``: the receiver waits for an answer. ``unsigned``: under a danger to life, and no colleague has
    signed yet; ``mine``: the viewer sent it herself, so somebody else must sign.
    """

    reference: str
    receipt: str
    state: str
    state_at: datetime
    sent_at: datetime
    risk: str
    question: bool
    unsigned: bool
    mine: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """A page of a list; with ``more``, ``total`` is only how far was counted."""

    rows: list[R]
    total: int
    more: bool = False


def inbox(session: Session, actor: Actor, which: Which, page: int = 1, size: int = 50) -> Listed[InboxRow]:
    """What was sent to the actor's organisation (``referral:inbox``): waiting by risk then age; others newest first.

    What can't be read because consent has ended stands last on its page, so that its place tells nothing of the risk.
    """
    found, count = _inbox(actor, actor.rules.get("referral:inbox"), which)
    listed = _listed(session, found, count, page, size, lambda row: row)
    resting = {row.id for row in listed.rows if row.case_id is not None and row.state in states.UNOPENED}
    ended = ended_among(session, resting, clock.today()) if resting else set()
    rows = [_inbox_row(row, ended=row.id in ended) for row in listed.rows]
    return Listed(sorted(rows, key=lambda row: row.consent_ended), listed.total, listed.more)


def sent(session: Session, actor: Actor, page: int = 1, size: int = 50) -> Listed[SentRow]:
    """What the actor's organisation sent (``referral:track``), newest first."""
    found, count = _sent(actor, actor.rules.get("referral:track"))
    return _listed(session, found, count, page, size, lambda row: _sent_row(actor, *row))


def _inbox_row(row: Any, *, ended: bool) -> InboxRow:
    told: Any = row[: -len(BESIDE)]
    taken = row.taken_case_id is not None
    shown = replace(InboxRow(*told), lacks_case=states.lacks_case(row.state, case=taken), consent_ended=ended)
    if ended:
        return replace(shown, sender="", risk="", ground="", services=(), commune_code="")
    return replace(shown, services=(), commune_code="") if states.left(row.state, case=taken) else shown


def _sent_row(
    actor: Actor,
    reference: str,
    receipt: str,
    state: str,
    state_at: datetime | None,
    sent_at: datetime,
    risk: str,
    ground: str,
    countersigned_at: datetime | None,
    sent_by_id: Any,
    receiver_id: Any,
) -> SentRow:
    return SentRow(
        reference=reference,
        receipt=receipt,
        state=state,
        state_at=state_at or sent_at,
        sent_at=sent_at,
        risk=risk,
        question=state == states.INFO_REQUESTED,
        unsigned=ground == rules.DANGER and countersigned_at is None and state != states.REVOKED,
        mine=sent_by_id is not None and sent_by_id == actor.id,
        outside=receiver_id is None,
    )


@lru_cache(maxsize=256)
def _inbox(actor: Actor, _rule: str | None, which: Which) -> tuple[Select[Any], Select[Any]]:
    """The page and the count for a viewer; making them anew costs as much as asking them."""
    matching = scope(select(Referral.id), Referral, actor, "referral:inbox")
    matching = matching.where(Referral.state.in_(STATES[which]))
    order: tuple[Any, ...] = (Referral.sent_at.desc(), Referral.id.desc())
    if which == "waiting":
        order = (URGENCY, Referral.sent_at, Referral.id)
    # Which ones are on the page is found in the index alone; the rows themselves are long with what is sealed.
    shown = _paged(matching.order_by(*order)).subquery()
    found: Any = (
        select(
            Referral.reference,
            Referral.receipt,
            Provider.name,
            Referral.state,
            Referral.risk,
            Referral.ground,
            Referral.services,
            Referral.commune_code,
            Referral.sent_at,
            Referral.received_at,
            Referral.decided_at,
            Referral.contacted_at,
            *BESIDE,
        )
        .join(shown, shown.c.id == Referral.id)
        .join(Provider, Provider.id == Referral.sender_id)
    )
    page: Select[Any] = found.order_by(*order)
    return page, _counted(matching)


@lru_cache(maxsize=256)
def _sent(actor: Actor, _rule: str | None) -> tuple[Select[Any], Select[Any]]:
    matching = scope(select(Referral.id), Referral, actor, "referral:track")
    matching = matching.where(Referral.state != states.REDIRECTED)
    since = (
        select(func.max(ReferralStep.at))
        .where(ReferralStep.referral_id == Referral.id)
        .correlate(Referral)
        .scalar_subquery()
    )
    columns = matching.with_only_columns(
        Referral.reference,
        Referral.receipt,
        Referral.state,
        since,
        Referral.sent_at,
        Referral.risk,
        Referral.ground,
        Referral.countersigned_at,
        Referral.sent_by_id,
        Referral.receiver_id,
    )
    return _paged(columns.order_by(Referral.sent_at.desc(), Referral.id.desc())), _counted(matching)


def _paged(statement: Any) -> Select[Any]:
    take, skip = bindparam("take", type_=Integer), bindparam("skip", type_=Integer)
    paged: Select[Any] = statement.offset(skip).limit(take)
    return paged


def _counted(statement: Select[Any]) -> Select[Any]:
    """How many match, as far as one counts: nobody turns four hundred pages."""
    take = bindparam("take", type_=Integer)
    return select(func.count()).select_from(statement.limit(take).subquery())


def _listed(
    session: Session,
    found: Select[Any],
    count: Select[Any],
    page: int,
    size: int,
    made: Callable[[Any], R],
) -> Listed[R]:
    connection = session.connection()
    rows = [made(row) for row in connection.execute(found, {"skip": (page - 1) * size, "take": size})]
    if page == 1 and len(rows) < size:
        return Listed(rows, len(rows))
    most = (page + AHEAD) * size
    counted = connection.scalar(count, {"take": most + 1}) or 0
    return Listed(rows, min(counted, most), counted > most)
