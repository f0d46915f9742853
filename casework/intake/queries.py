"""Reading one's own drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, clause, find, scope
from casework.cases.models import Case
from casework.intake.models import Draft


@dataclass(frozen=True)
class SavedDraft:
    """A line of the list: that there is a draft, and since when; what it says stays sealed."""

    id: UUID
    saved_at: datetime


def draft_of(
    session: Session,
    actor: Actor,
    draft_id: UUID,
    *,
    form: str | None = None,
    since: datetime | None = None,
    case_id: UUID | None = None,
) -> Draft:
    """One of the actor's own drafts, or NotFound; if asked, only of one form, saved after a moment, of one case."""
    wanted = [Draft.id == draft_id]
    if form is not None:
        wanted.append(Draft.form == form)
    if since is not None:
        wanted.append(Draft.saved_at > since)
    if case_id is not None:
        wanted.append(Draft.case_id == case_id)
    return find(session, actor, "draft:keep", Draft, *wanted)


def own_drafts(
    session: Session,
    actor: Actor,
    since: datetime,
    form: str = "intake",
    *,
    case_id: UUID | None = None,
) -> Sequence[SavedDraft]:
    """The actor's own drafts of one form, in one case or in none, saved after a moment, the last saved first."""
    mine = scope(select(Draft.id, Draft.saved_at), Draft, actor, "draft:keep")
    there = mine.where(
        Draft.form == form, Draft.saved_at > since, Draft.case_id.is_not_distinct_from(case_id)
    )
    return [SavedDraft(*row) for row in session.execute(there.order_by(Draft.saved_at.desc()))]


@dataclass(frozen=True)
class Opened:
    """A case that was opened from a draft; ``readable``: the one who asks may read it."""

    reference: str
    readable: bool


def opened_from(session: Session, actor: Actor, draft_id: UUID) -> Opened | None:
    """The case that was opened from a draft, by the actor or where she may read it: for a form that was sent twice.

    Whoever opened it is told so the second time too where a wall has gone up with the first.
    """
    readable = clause(Case, actor, "case:read")
    her_own = and_(Case.opened_by == actor.id, Case.facility_id == actor.facility_id)
    statement = select(Case.reference, readable).where(Case.id == draft_id, or_(readable, her_own))
    row = session.execute(statement).one_or_none()
    return None if row is None else Opened(row[0], bool(row[1]))
