"""Reading the log: for the data-protection officer, and the history of one case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.models import Entry, Revision


@dataclass(frozen=True)
class LogFilter:
    """Which entries to show; None: all of them. Moments are half-open: [from, to)."""

    event: str | None = None
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def _matching(wanted: LogFilter) -> Select[Entry]:
    statement = select(Entry)
    if wanted.event:
        statement = statement.where(Entry.event == wanted.event)
    if wanted.actor_id:
        statement = statement.where(Entry.actor_id == wanted.actor_id)
    if wanted.subject_id:
        named = Entry.facts.contains(wanted.subject_id.hex)
        statement = statement.where((Entry.subject_id == wanted.subject_id) | named)
    if wanted.since:
        statement = statement.where(Entry.at >= wanted.since)
    if wanted.until:
        statement = statement.where(Entry.at < wanted.until)
    return statement


def entries(
    session: Session, actor: Actor, wanted: LogFilter, offset: int, limit: int
) -> tuple[list[Entry], int]:
    """A page of the log, newest first, and how many entries match; for ``audit:read`` only."""
    require_role(actor, "audit:read")
    statement = _matching(wanted)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = statement.order_by(Entry.position.desc()).offset(offset).limit(limit)
    return list(session.scalars(page)), total


def of_case(session: Session, case_id: UUID, offset: int, limit: int) -> tuple[list[Entry], int]:
    """A page of what happened in a case, newest first, and how many entries there are.

    The caller has found the case through access.
    """
    statement = select(Entry).where(Entry.case_id == case_id)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = statement.order_by(Entry.position.desc()).offset(offset).limit(limit)
    return list(session.scalars(page)), total


def later_of_the_moment(session: Session, entry: Entry) -> list[Entry]:
    """What was noted after this entry in the same case at the same moment, newest first."""
    statement = select(Entry).where(
        Entry.case_id == entry.case_id, Entry.at == entry.at, Entry.position > entry.position
    )
    return list(session.scalars(statement.order_by(Entry.position.desc())))


def revisions(session: Session, case_id: UUID, since: datetime, until: datetime) -> list[Revision]:
    """The former values of a case's records that were kept from one moment to another, both included.

    Newest first; the caller has found the case through access.
    """
    statement = select(Revision).where(Revision.case_id == case_id, Revision.at.between(since, until))
    return list(session.scalars(statement.order_by(Revision.at.desc())))
