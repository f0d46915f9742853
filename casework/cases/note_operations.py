"""Notes in a case file: written by a worker, changed by their writer only, former wording kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.operations import change, record
from casework.cases.models import Case, Note
from casework.db import check_version
from casework.refusal import N_, Refusal


def write_note(session: Session, actor: Actor, case: Case, body: str, now: datetime) -> Note:
    """Add a note to the case file."""
    require(session, actor, "case:note", case)
    note = Note(
        case_id=case.id, subject_id=case.survivor_id, author_id=actor.id, written_at=now, body=_checked(body)
    )
    session.add(note)
    session.flush()
    record(
        session,
        actor,
        "note.written",
        kind=Note.__tablename__,
        row_id=note.id,
        subject_id=note.subject_id,
        case_id=case.id,
        now=now,
    )
    return note


def edit_note(
    session: Session, actor: Actor, note: Note, body: str, version: int, now: datetime
) -> tuple[str, ...]:
    """Change the wording of one's own note; somebody else's is answered with another note."""
    require(session, actor, "case:note", note)
    check_version(note, version)
    if note.author_id != actor.id:
        raise Refusal(
            N_("Only the person who wrote a note can change it. Write another note instead."), field="body"
        )
    values = {"body": _checked(body)}
    changed = change(session, actor, note, values, event="note.changed", case_id=note.case_id, now=now)
    session.flush()
    return changed


def _checked(body: str) -> str:
    text = body.strip()
    if not text:
        raise Refusal(N_("Write the note first."), field="body")
    return text
