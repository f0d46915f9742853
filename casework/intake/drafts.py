"""Drafts: what was typed so far, kept sealed on the server until it is sent, thrown away or too old.

Any form of a room above can be kept: it says under which name, and what is made from it in the end.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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

Fields = Mapping[str, Sequence[str]]
SEEN = "seen"
NOT_TYPED = frozenset({"csrf_token", "version", "draft", "act"})


@dataclass(frozen=True)
class DraftForm:
    """A form whose drafts are kept: its name, and the model of what takes over the draft's key when it is sent."""

    name: str
    ends_in: type[Any]


INTAKE = DraftForm("intake", Case)


def keep_draft(
    session: Session,
    actor: Actor,
    fields: Fields,
    draft_id: UUID | None,
    now: datetime,
    *,
    form: DraftForm = INTAKE,
    case_id: UUID | None = None,
) -> Draft | None:
    """Keep the fields of a form as they were sent, in a new draft or over what it held.

    None: nothing was typed, or the form was sent meanwhile (a page may save itself late).

    ``fields`` maps names to the values sent (``request.form.to_dict(flat=False)``). ``draft_id`` is
    the key that the page carries, so that saving twice makes one draft; somebody else's is NotFound,
    as is one of another form or case.
    """
    require_role(actor, "draft:keep")
    if actor.id is None:
        raise NotFound("draft:keep", Draft.__name__)
    typed = {name: list(values) for name, values in fields.items() if name not in NOT_TYPED and any(values)}
    draft = hold(session, actor, draft_id)
    if draft is None:
        if not typed or (draft_id and session.get(form.ends_in, draft_id)):
            return None
        draft = Draft(
            id=draft_id or uuid7(), owner_id=actor.id, form=form.name, case_id=case_id, saved_at=now
        )
        session.info["vault"].new_subject(session, draft.id)
        session.add(draft)
    elif (draft.owner_id, draft.form, draft.case_id) != (actor.id, form.name, case_id):
        raise NotFound("draft:keep", Draft.__name__)
    draft.body = json.dumps(typed, ensure_ascii=False)
    draft.saved_at = now
    session.flush()
    record(session, actor, "draft.saved", kind=Draft.__tablename__, row_id=draft.id, now=now)
    return draft


def keep_part(
    session: Session,
    actor: Actor,
    draft_id: UUID,
    names: Collection[str],
    sent: Fields,
    now: datetime,
    *,
    form: DraftForm,
    seen: str | None = None,
    case_id: UUID | None = None,
) -> Draft | None:
    """Keep one page of a form of several as it was sent, beside what the other pages hold.

    ``names`` are the fields of the page: what is not sent of them was emptied. ``seen`` is the page, if it
    was sent on. None: nothing is typed yet, or the form was sent meanwhile.
    """
    draft = hold(session, actor, draft_id)
    if draft is not None and draft.owner_id != actor.id:
        raise NotFound("draft:keep", Draft.__name__)
    with session.info["vault"].quiet(session):
        known: Fields = typed_in(draft) if draft is not None else {}
    kept = {name: values for name, values in known.items() if name not in names}
    kept |= {name: list(values) for name, values in sent.items() if name in names}
    if seen is not None:
        kept[SEEN] = sorted({*known.get(SEEN, ()), seen})
    return keep_draft(session, actor, kept, draft_id, now, form=form, case_id=case_id)


def hold(session: Session, actor: Actor, draft_id: UUID | None) -> Draft | None:
    """The draft as it stands now, whosever it is, with nobody else writing to it; None where there is none.

    A person's saves follow one another: the page saves by itself while she presses the button.
    """
    session.execute(select(User.id).where(User.id == actor.id).with_for_update())
    same = update(Draft).where(Draft.id == draft_id).values(saved_at=Draft.saved_at)
    session.execute(same, execution_options={"synchronize_session": False})
    return session.get(Draft, draft_id, populate_existing=True) if draft_id else None


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


def sweep(session: Session, actor: Actor, since: datetime, now: datetime) -> int:
    """Delete every draft that nobody has saved after ``since``, whosever it is, each with its key; returns how many.

    ``since`` is what deadlines.toml says (``deadlines.begun_by("draft", "", now)``). No permission is asked: it is
    the clock that decides, and nothing is read.
    """
    old = session.scalars(select(Draft).where(Draft.saved_at <= since)).all()
    for draft in old:
        session.delete(draft)
        session.info["vault"].forget_subject(session, draft.id)
        record(session, actor, "draft.expired", kind=Draft.__tablename__, row_id=draft.id, now=now)
    session.flush()
    return len(old)
