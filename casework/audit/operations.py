"""Recording what happens, and changing a record so that its former values are kept."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access.identity import Actor
from casework.audit.events import EVENTS
from casework.audit.models import Revision
from casework.audit.writing import Pending


def record(
    session: Session,
    actor: Actor,
    event: str,
    *,
    kind: str,
    row_id: UUID | None = None,
    subject_id: UUID | None = None,
    case_id: UUID | None = None,
    fields: Sequence[str] = (),
    facts: Mapping[str, int | str | bool] | None = None,
    now: datetime,
) -> None:
    """Note an event for the log; it is written with the session's commit, or not at all.

    ``facts`` (and ``fields``, kept as the fact of that name) must be just those that the event
    declares; else ValueError, since a surplus fact is how a value would slip into the log.
    """
    told = dict(facts or {}) | ({"fields": " ".join(sorted(fields))} if fields else {})
    declared = EVENTS.get(event)
    if declared is None:
        raise ValueError(f"unknown audit event {event!r}")
    if set(told) != declared:
        raise ValueError(f"{event} declares the facts {sorted(declared)}, not {sorted(told)}")
    entry = Pending(now, actor, event, kind, row_id, subject_id, case_id, told)
    session.info.setdefault("audit", []).append(entry)


def plain(value: object) -> Any:
    """A column's value as JSON can hold it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def change(
    session: Session,
    actor: Actor,
    row: Any,
    values: Mapping[str, object],
    *,
    event: str,
    case_id: UUID | None = None,
    now: datetime,
) -> tuple[str, ...]:
    """Set the values that differ; keep the former ones sealed; note the names of the changed fields.

    Returns those names (empty: nothing was done, nothing is noted). Rows without a subject
    (facilities) hold nothing personal: of them only the names of fields are kept.
    """
    with session.info["vault"].quiet(session):
        former = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not former:
        return ()
    subject_id: UUID | None = getattr(row, "subject_id", None)
    kind = row.__tablename__
    if subject_id is not None:
        revision = Revision(
            subject_id=subject_id,
            case_id=case_id,
            kind=kind,
            row_id=row.id,
            row_version=row.version,
            at=now,
            actor_id=actor.id,
        )
        revision.former = json.dumps(
            {name: plain(value) for name, value in former.items()}, ensure_ascii=False
        )
        session.add(revision)
    for name in former:
        setattr(row, name, values[name])
    record(
        session,
        actor,
        event,
        kind=kind,
        row_id=row.id,
        subject_id=subject_id,
        case_id=case_id,
        fields=tuple(former),
        now=now,
    )
    return tuple(former)
