"""The work of one member of staff and of her team, from what she may see."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, may, require_role, scope
from casework.accounts.models import User
from casework.clock import LOCAL, local
from casework.consent.queries import ending
from casework.deadlines import COORDINATOR, SUPERVISOR, Deadlines
from casework.providers.models import Provider
from casework.worklist import order_queries, referral_queries, sources
from casework.worklist.models import Escalation
from casework.worklist.rules import Item, own
from casework.worklist.watch import Watch, as_column
from casework.worklist.watches import WATCHES

__all__ = ["order_queries", "own_work", "referral_queries", "team_work", "workers"]

MOST = 500
WHOM = {"facility_supervisor": SUPERVISOR, "coordinator": COORDINATOR}


def team_work(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> list[Item]:
    """All that the actor's organisation has to do, as far as she may see it; some hundreds of each kind at most."""
    require_role(actor, "work:list")
    return sources.ask(session, actor, deadlines, now)


def own_work(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> list[Item]:
    """What is hers to do, and what is nobody's yet."""
    return own(team_work(session, actor, deadlines, now), actor.id)


def workers(session: Session, items: list[Item]) -> dict[UUID, str]:
    """The names of the members of staff whose the items are."""
    ids = {item.worker_id for item in items} - {None}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids))).all() if ids else []
    return {row[0]: row[1] for row in rows}


@sources.add
def clocks(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> Iterator[Item]:
    """What the actor has to do, and what others do for her, where a clock of ours runs."""
    told = _told(session, actor)
    for watch in WATCHES:
        for permission, waiting in ((watch.actors, False), (watch.onlookers, True)):
            if permission and may(actor, permission):
                yield from _items(session, actor, deadlines, watch, permission, told, now, waiting=waiting)


def _items(
    session: Session,
    actor: Actor,
    deadlines: Deadlines,
    watch: Watch,
    permission: str,
    told: dict[tuple[UUID, str, datetime], datetime],
    now: datetime,
    *,
    waiting: bool,
) -> Iterator[Item]:
    columns = (watch.model.id, watch.start, as_column(watch.risk), watch.number, watch.worker, watch.barred)
    statement = scope(watch.rows(now, *columns, *watch.values.values()), watch.model, actor, permission)
    found = session.execute(statement.order_by(watch.start, watch.model.id).limit(MOST)).all()
    for row in watch.told(session, found, now, permission):
        row_id, start, risk, number, worker_id, barred_id, *values = row
        yield Item(
            clock=watch.clock,
            row_id=row_id,
            number=number,
            started_at=start,
            due=deadlines.due(watch.clock, risk, start),
            risk=risk,
            endpoint=watch.seen_at if waiting else watch.endpoint,
            values=dict(zip(watch.values, values, strict=True)),
            worker_id=None if waiting else worker_id,  # who works on it is not the sender's to know
            waiting=waiting or (barred_id is not None and barred_id == actor.id),
            told_at=told.get((row_id, watch.clock, start)),
        )


def _told(session: Session, actor: Actor) -> dict[tuple[UUID, str, datetime], datetime]:
    """What the actor was told of as the one who looks after others."""
    whom = WHOM.get(actor.role)
    if whom is None:
        return {}
    columns = (Escalation.row_id, Escalation.clock, Escalation.started_at, Escalation.told_at)
    statement = scope(select(*columns), Escalation, actor, "work:list").where(Escalation.whom == whom)
    newest = statement.order_by(Escalation.told_at.desc()).limit(2 * MOST)
    return {(row_id, clock, start): at for row_id, clock, start, at in session.execute(newest)}


@sources.add
def escalated(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> Iterator[Item]:
    """For the coordinator: what nobody in the province has done. No name, and no way into a file."""
    for watch in WATCHES:
        if watch.overseers and may(actor, watch.overseers):
            yield from _overseen(session, actor, deadlines, watch, now)


def _overseen(
    session: Session, actor: Actor, deadlines: Deadlines, watch: Watch, now: datetime
) -> Iterator[Item]:
    columns = (watch.model.id, watch.start, as_column(watch.risk), watch.overseen)
    statement = (
        watch.rows(now, *columns, Escalation.told_at, Provider.name)
        .join(Escalation, Escalation.row_id == watch.model.id)
        .join(Provider, Provider.id == watch.facility)
        .where(
            Escalation.clock == watch.clock,
            Escalation.whom == COORDINATOR,
            Escalation.started_at == watch.start,
        )
        .order_by(Escalation.due_at, Escalation.id)
        .limit(MOST)
    )
    found = session.execute(scope(statement, watch.model, actor, watch.overseers)).all()
    for row_id, start, risk, number, told_at, place in watch.told(session, found, now, watch.overseers):
        yield Item(
            clock=watch.clock,
            row_id=row_id,
            number=number or "",
            started_at=start,
            due=deadlines.due(watch.clock, risk, start),
            risk=risk,
            place=place,
            told_at=told_at,
        )


@sources.add
def consents(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> Iterator[Item]:
    """The consents that end soon, each due when its last day is over."""
    if not may(actor, "consent:record"):
        return
    today = local(now).date()
    until = local(deadlines.due("consent_renewal", "", now)).date()
    for found in ending(session, actor, today, until, MOST):
        consent = found.consent
        last = consent.expires_on or today
        yield Item(
            clock="consent_renewal",
            row_id=consent.id,
            number=found.reference,
            started_at=consent.recorded_at,
            due=datetime.combine(last + timedelta(days=1), time(), LOCAL),
            endpoint="consent.index",
            values={"reference": found.reference},
            worker_id=found.worker_id,
        )
