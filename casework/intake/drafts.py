"""Drafts: what was typed so far, kept sealed on the server until the case is opened or the draft is thrown away."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.accounts.models import User
from casework.audit.operations import record
from casework.cases.models import Case
from casework.db import uuid7
from casework.intake.models import Draft
from casework.intake.queries import draft_of

FORM = "intake"
Fields = Mapping[str, Sequence[str]]
NOT_TYPED = frozenset({"csrf_token", "version", "draft", "act"})


def keep_draft(
    session: Session, actor: Actor, fields: Fields, draft_id: UUID | None, now: datetime
) -> Draft | None:
    """Keep the fields of a form as they were sent, in a new draft or over what it held.

    None: nothing was typed, or the case was opened meanwhile (a page may save itself late).

    ``fields`` maps names to the values sent (``request.form.to_dict(flat=False)``). ``draft_id`` is
    the key that the page carries, so that saving twice makes one draft; somebody else's is NotFound.
    """
    require_role(actor, "draft:keep")
    if actor.id is None:
        raise NotFound("draft:keep", Draft.__name__)
    typed = {name: list(values) for name, values in fields.items() if name not in NOT_TYPED and any(values)}
    _queue(session, actor.id, draft_id)
    draft = session.get(Draft, draft_id, populate_existing=True) if draft_id else None
    if draft is None:
        if not typed or (draft_id and session.get(Case, draft_id)):
            return None
        draft = Draft(id=draft_id or uuid7(), owner_id=actor.id, form=FORM, saved_at=now)
        session.info["vault"].new_subject(session, draft.id)
        session.add(draft)
    elif draft.owner_id != actor.id:
        raise NotFound("draft:keep", Draft.__name__)
    draft.body = json.dumps(typed, ensure_ascii=False)
    draft.saved_at = now
    session.flush()
    record(session, actor, "draft.saved", kind=Draft.__tablename__, row_id=draft.id, now=now)
    return draft


def _queue(session: Session, owner_id: UUID, draft_id: UUID | None) -> None:
    """Let a person's saves of a draft follow one another: the page saves by itself while she presses the button."""
    session.execute(select(User.id).where(User.id == owner_id).with_for_update())
    same = update(Draft).where(Draft.id == draft_id).values(saved_at=Draft.saved_at)
    session.execute(same, execution_options={"synchronize_session": False})


def typed_in(draft: Draft) -> dict[str, list[str]]:
    """What was typed, field by field; opening it is noted."""
    typed: dict[str, list[str]] = json.loads(draft.body or "{}")
    return typed


def discard_draft(session: Session, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Throw a draft of one's own away, with its key."""
    draft_of(session, actor, draft_id)
    drop(session, actor, draft_id)
    record(session, actor, "draft.discarded", kind=Draft.__tablename__, row_id=draft_id, now=now)


def drop(session: Session, actor: Actor, draft_id: UUID | None) -> None:
    """Delete a draft and its key, if it is there and the actor's own: nothing it held can be read again."""
    draft = session.get(Draft, draft_id) if draft_id else None
    if draft is None or draft.owner_id != actor.id:
        return
    session.delete(draft)
    session.info["vault"].forget_subject(session, draft.id)
    session.flush()
