"""Entries wait in the session and are written just before its commit: no audit, no data.

Writing last keeps the lock on the tree short, and lets what was opened while the page was
rendered be told in one entry. What a rolled-back transaction did is forgotten with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, event, select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access.identity import Actor
from casework.audit import merkle
from casework.audit.models import Entry, Tree
from casework.db import Base, WorkSession
from casework.many import insert_many, uncollected

ORIGIN = "casework/audit"
HASH = 32
_quoted = json.encoder.encode_basestring_ascii
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))

# Made once, and for tables instead of classes: every request that opens a name passes here.
_TREE, _ENTRY = (Base.metadata.tables[model.__tablename__] for model in (Tree, Entry))
_LOCK = update(_TREE).where(_TREE.c.id == 1).values(size=_TREE.c.size)
_STATE = select(_TREE.c.size, _TREE.c.frontier, _TREE.c.checkpoint).where(_TREE.c.id == 1)
_GROWN = (
    update(_TREE)
    .where(_TREE.c.id == 1)
    .values(
        size=bindparam("new_size"), frontier=bindparam("new_frontier"), checkpoint=bindparam("new_checkpoint")
    )
)


@dataclass(frozen=True)
class Pending:
    """An entry that waits for the commit."""

    at: datetime
    actor: Actor
    event: str
    kind: str
    row_id: UUID | None
    subject_id: UUID | None
    case_id: UUID | None
    facts: Mapping[str, int | str | bool]


class Unaudited(RuntimeError):
    """Sealed data was opened in a session that nobody is named for; nothing may leave."""


def queue_up(session: Session) -> None:
    """Wait until nobody else is about to commit an entry, and let nobody pass until this commit.

    For what must see all that was committed before it, and be seen by all that is committed after.
    """
    session.connection().execute(_LOCK)


def leaf_of(values: Mapping[str, Any]) -> bytes:
    """The leaf hash of an entry, from its values in one canonical spelling."""
    at = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    # A JSON object with its keys in order, put together here because an import writes it very often.
    plain = (
        f'{{"actor_id":"{values["actor_id"]}","actor_role":{_quoted(values["actor_role"])},"at":"{at}",'
        f'"case_id":"{values["case_id"]}","event":{_quoted(values["event"])},"facts":{_quoted(values["facts"])},'
        f'"kind":{_quoted(values["kind"])},"position":{values["position"]:d},"row_id":"{values["row_id"]}",'
        f'"subject_id":"{values["subject_id"]}"}}'
    )
    return merkle.leaf_hash(plain.encode())


def _opened(session: Session) -> list[Pending]:
    opened: dict[tuple[UUID, str], int] = session.info.pop("opened", {})
    if not opened:
        return []
    actor = session.info.get("actor")
    if actor is None:
        raise Unaudited("sealed data was opened, but nobody is named as the reader")
    subjects = sorted({subject.hex for subject, _ in opened})
    facts: dict[str, int | str | bool] = {
        "fields": " ".join(sorted({domain for _, domain in opened})),
        "people": len(subjects),
        "subjects": " ".join(subjects),
    }
    only = UUID(subjects[0]) if len(subjects) == 1 else None
    return [Pending(clock.now(), actor, "sealed.opened", "sealed", None, only, None, facts)]


def _row(position: int, pending: Pending) -> dict[str, Any]:
    values = {
        "position": position,
        "at": pending.at,
        "actor_id": pending.actor.id,
        "actor_role": pending.actor.role,
        "event": pending.event,
        "kind": pending.kind,
        "row_id": pending.row_id,
        "subject_id": pending.subject_id,
        "case_id": pending.case_id,
        "facts": CANONICAL.encode(pending.facts) if pending.facts else "{}",
    }
    return values | {"leaf": leaf_of(values)}


def _is_ours(vault: Any, checkpoint: str, size: int, frontier: tuple[bytes, ...]) -> bool:
    """Whether the tree is the one that was signed last (or a new one).

    Hashes need no key: whoever edits the database can write entries and tree anew. Signing what comes
    after would make that sound, so that the old checkpoint then stays, and ``verify`` finds it.
    """
    if size == 0 and not checkpoint:
        return True
    signed = vault.read_checkpoint(checkpoint)
    return signed is not None and signed == (ORIGIN, size, merkle.root(frontier))


@event.listens_for(WorkSession, "before_commit")
def _write(session: Session) -> None:
    session.flush()
    with uncollected():
        _write_entries(session)


def _write_entries(session: Session) -> None:
    pending: list[Pending] = session.info.pop("audit", []) + _opened(session)
    if not pending:
        return
    # The update comes first: it takes the write lock, and other writers wait here for our commit.
    connection = session.connection()
    connection.execute(_LOCK)
    tree = connection.execute(_STATE).one()
    size, stored = tree.size, tree.frontier
    frontier = tuple(stored[at : at + HASH] for at in range(0, len(stored), HASH))
    ours = _is_ours(session.info["vault"], tree.checkpoint, size, frontier)
    rows = []
    for entry in pending:
        row = _row(size, entry)
        frontier = merkle.grow(frontier, size, row["leaf"])
        size += 1
        rows.append(row)
    insert_many(connection, _ENTRY, rows)
    checkpoint = tree.checkpoint
    if ours:
        checkpoint = session.info["vault"].sign_checkpoint(ORIGIN, size, merkle.root(frontier))
    grown = {"new_size": size, "new_frontier": b"".join(frontier), "new_checkpoint": checkpoint}
    connection.execute(_GROWN, grown)


@event.listens_for(WorkSession, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.nested:
        return
    session.info.pop("audit", None)
    session.info.pop("opened", None)
