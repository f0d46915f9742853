"""Reading one's own drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
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
) -> Draft:
    """One of the actor's own drafts, or NotFound; if asked, only of one form, and saved after a moment."""
    wanted = [Draft.id == draft_id]
    if form is not None:
        wanted.append(Draft.form == form)
    if since is not None:
        wanted.append(Draft.saved_at > since)
    return find(session, actor, "draft:keep", Draft, *wanted)


def own_drafts(session: Session, actor: Actor, since: datetime, form: str = "intake") -> Sequence[SavedDraft]:
    """The actor's own drafts of one form that were saved after a moment, the last saved first."""
    mine = scope(select(Draft.id, Draft.saved_at), Draft, actor, "draft:keep")
    there = mine.where(Draft.form == form, Draft.saved_at > since)
    return [SavedDraft(*row) for row in session.execute(there.order_by(Draft.saved_at.desc()))]


def opened_from(session: Session, actor: Actor, draft_id: UUID) -> Case | None:
    """The case that was opened from a draft, if the actor may read it: for a form that was sent twice."""
    return session.scalars(
        scope(select(Case).where(Case.id == draft_id), Case, actor, "case:read")
    ).one_or_none()
