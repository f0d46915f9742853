"""Reading the ways of the people who were referred to one's own organisation, for the funnel."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, scope
from casework.audit.operations import record
from casework.cases.models import Case
from casework.disclosure import Period
from casework.providers.models import Provider
from casework.referrals.funnel import Row, Way, cut_off, protected_rows
from casework.referrals.models import Referral
from casework.referrals.states import REVEALED


def funnel(session: Session, actor: Actor, half: Period, k: int, now: datetime) -> list[Row]:
    """The rows of a half-year that may be shown to whoever has ``referral:funnel``; that they were shown is noted."""
    facts = {"from": half.first.isoformat(), "to": half.last.isoformat()}
    record(session, actor, "funnel.shown", kind="figures", facts=facts, now=now)
    return protected_rows(list(_ways(session, actor, half)), cut_off(half), k)


def _ways(session: Session, actor: Actor, half: Period) -> Iterator[Way]:
    """Each person once, at her first referral; whose case nobody has opened is known to nobody and counts each time.

    A decision is an acceptance only where the person's part opened; who was met or served has a case.
    """
    first = datetime.combine(half.first, time(), clock.LOCAL)
    end = datetime.combine(half.last + timedelta(days=1), time(), clock.LOCAL)
    columns: Any = (
        Referral.id,
        Referral.sender_id,
        Provider.kind,
        Referral.sent_at,
        Referral.decided_at,
        Referral.engaged_at,
        Referral.served_at,
        Referral.state,
        Referral.taken_case_id,
        Case.survivor_id,
    )
    sent = (
        scope(select(*columns), Referral, actor, "referral:funnel")
        .join(Provider, Provider.id == Referral.sender_id)
        .outerjoin(Case, Case.id == Referral.taken_case_id)
        .where(Referral.sent_at >= first, Referral.sent_at < end)
        .order_by(Referral.sent_at, Referral.id)
    )
    people: dict[Any, Way] = {}
    for row in session.execute(sent):
        taken = row.taken_case_id is not None
        times = (
            row.sent_at,
            row.decided_at if row.state in REVEALED else None,
            row.engaged_at if taken else None,
            row.served_at if taken else None,
        )
        key = row.survivor_id if taken else row.id
        known = people.get(key)
        if known is None:
            people[key] = Way(row.kind, row.sender_id, times)
        else:
            later = tuple(old or new for old, new in zip(known.times, times, strict=True))
            people[key] = Way(known.kind, known.sender_id, later)
    yield from people.values()
