"""Watching what is written: whoever changes a case, its facts are in step with it in the same transaction.

They are made at the commit, once for all that was written: of everybody whose case, record of a service,
liability or session was touched, and of everybody whose sex or date of birth was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from casework.audit.writing import queue_up
from casework.cases.models import Case
from casework.db import WorkSession
from casework.facts.keeping import PERPETRATORS, VICTIMS, chunks, keep
from casework.incidents.models import Incident
from casework.many import uncollected
from casework.people.models import Person
from casework.people.rules import SURVIVOR
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.services.models import Service

_KEY = "facts"


class Watched(NamedTuple):
    """Of whom a record tells, and which of its attributes count."""

    person: str
    counts: frozenset[str]
    victim: bool = True


WATCHED: Mapping[type[Any], Watched] = {
    Case: Watched(
        "survivor_id",
        frozenset("kind detected_on commune_code province_code source need trafficking_status".split()),
    ),
    Incident: Watched("subject_id", frozenset({"harms", "relation"})),
    Service: Watched("subject_id", frozenset({"kind", "status", "delivered_on"})),
    Person: Watched("id", frozenset({"sex", "_birth"})),
    CasePerpetrator: Watched("person_id", frozenset(), victim=False),
    Liability: Watched("person_id", frozenset({"status", "since"}), victim=False),
    CounsellingSession: Watched("subject_id", frozenset({"held_on", "kind", "attended"}), victim=False),
}


@dataclass
class _Touched:
    """Whose facts the open transaction may have changed; all perpetrators of ``cases`` too."""

    victims: set[UUID] = field(default_factory=set)
    perpetrators: set[UUID] = field(default_factory=set)
    cases: set[UUID] = field(default_factory=set)


def touch(session: Session, model: type[Any], values: Mapping[str, Any]) -> None:
    """Say that a record was stored past the session, as bulk writing does. Of new people nothing counts yet."""
    watched = WATCHED.get(model)
    if watched is not None and model is not Person:
        _add(session, values[watched.person], victim=watched.victim)


def _add(session: Session, person_id: UUID, *, victim: bool) -> _Touched:
    touched: _Touched = session.info.setdefault(_KEY, _Touched())
    (touched.victims if victim else touched.perpetrators).add(person_id)
    return touched


@event.listens_for(WorkSession, "after_flush")
def _note(session: Session, _context: object) -> None:
    for row in chain(session.new, session.deleted):
        watched = WATCHED.get(type(row))
        if watched is not None and not isinstance(row, Person):
            _add(session, getattr(row, watched.person), victim=watched.victim)
    for row in session.dirty:
        watched = WATCHED.get(type(row))
        if watched is None or watched.counts.isdisjoint(inspect(row).committed_state):
            continue
        victim = row.side == SURVIVOR if isinstance(row, Person) else watched.victim
        touched = _add(session, getattr(row, watched.person), victim=victim)
        if isinstance(row, Case):
            touched.cases.add(row.id)


def _settle(session: Session) -> None:
    session.flush()
    touched: _Touched | None = session.info.pop(_KEY, None)
    if touched is None:
        return
    if session.connection().dialect.name == "postgresql":
        queue_up(session)  # whoever writes to the same case at once waits, and then sees what we wrote
    for some in chunks(touched.cases):
        named = select(CasePerpetrator.person_id).where(CasePerpetrator.case_id.in_(some))
        touched.perpetrators.update(session.scalars(named))
    with uncollected():
        keep(session, VICTIMS, touched.victims)
        keep(session, PERPETRATORS, touched.perpetrators)


# Before the log is written, so that its lock is held no longer than before.
event.listen(WorkSession, "before_commit", _settle, insert=True)


@event.listens_for(WorkSession, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop(_KEY, None)
