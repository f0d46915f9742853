"""The history of a case: who changed what and when, with the values of before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.models import Entry
from casework.audit.queries import later_of_the_moment, of_case, revisions
from casework.cases.models import Case
from casework.cases.queries import names_of


@dataclass(frozen=True)
class Change:
    """One event of a case. ``former`` holds the values that a change replaced, by field."""

    at: datetime
    who: str
    event: str
    kind: str
    facts: Mapping[str, Any]
    former: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that changed."""
        return tuple(str(self.facts.get("fields", "")).split())


def history(
    session: Session, actor: Actor, case: Case, offset: int = 0, limit: int = 50
) -> tuple[list[Change], int]:
    """A page of what happened in the case, newest first, and how many events there are.

    Reading the former values opens them, and that is noted: only those of the page are read.
    """
    require(session, actor, "case:read", case)
    entries, total = of_case(session, case.id, offset, limit)
    if not entries:
        return [], total
    names = names_of(session, {entry.actor_id for entry in entries if entry.actor_id})
    former = _former(session, case.id, entries[-1].at, entries[0].at)
    for later in later_of_the_moment(session, entries[0]):  # what stands on the page before took theirs
        _change(later, {}, former)
    return [_change(entry, names, former) for entry in entries], total


Place = tuple[str, UUID | None, datetime]
Former = dict[Place, list[Mapping[str, Any]]]


def _former(session: Session, case_id: UUID, since: datetime, until: datetime) -> Former:
    """What changes replaced, by row and moment; several changes of one moment the newest first."""
    kept: Former = {}
    found = revisions(session, case_id, since, until)
    for revision in sorted(found, key=lambda each: each.row_version, reverse=True):
        place = (revision.kind, revision.row_id, revision.at)
        kept.setdefault(place, []).append(json.loads(revision.former))
    return kept


def _change(entry: Entry, names: Mapping[UUID, str], former: Former) -> Change:
    replaced = former.get((entry.kind, entry.row_id, entry.at), [])
    return Change(
        at=entry.at,
        who=names.get(entry.actor_id, "") if entry.actor_id else "",
        event=entry.event,
        kind=entry.kind,
        facts=json.loads(entry.facts),
        former=replaced.pop(0) if replaced else {},
    )
