"""Making the facts anew, and cutting them off from people who are erased."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.audit.writing import queue_up
from casework.crypto.models import SubjectKey
from casework.facts.comparing import everybody
from casework.facts.edition import EDITION, edition
from casework.facts.keeping import PERPETRATORS, SIDES, VICTIMS, Side, chunks, keep
from casework.facts.models import FactState, ServiceFact
from casework.people.models import Person


@dataclass(frozen=True)
class Rebuilt:
    """How many facts there are now: one a case, one a perpetrator in a case."""

    cases: int
    perpetrators: int


def rebuild(session: Session, actor: Actor, now: datetime) -> Rebuilt:
    """Write all facts anew from the cases; nobody else's change is committed meanwhile."""
    require_role(actor, "facts:rebuild")
    return _rebuild(session, actor, now)


def catch_up(session: Session, actor: Actor, now: datetime) -> Rebuilt | None:
    """Make the facts that this edition of the program has, where the database holds those of another; else None."""
    return None if edition(session) == EDITION else _rebuild(session, actor, now)


def _rebuild(session: Session, actor: Actor, now: datetime) -> Rebuilt:
    queue_up(session)
    made = {}
    for side in SIDES:
        _empty(session, side)
        made[side.of] = sum(keep(session, side, people) for people in everybody(session, side))
    session.execute(update(FactState).values(edition=EDITION, made_at=now))
    rebuilt = Rebuilt(made[VICTIMS.of], made[PERPETRATORS.of])
    facts = {"cases": rebuilt.cases, "perpetrators": rebuilt.perpetrators}
    record(session, actor, "facts.rebuilt", kind="fact_state", facts=facts, now=now)
    return rebuilt


def _empty(session: Session, side: Side) -> None:
    """Delete the facts that can be made again; those that nobody's case or key is behind any more stay."""
    erased = (
        select(side.table.c.id)
        .join(Person, Person.counted_as == side.table.c.counted_as)
        .outerjoin(SubjectKey, SubjectKey.subject_id == Person.id)
        .where(SubjectKey.subject_id.is_(None))
    )
    again = select(side.table.c.id).where(side.table.c.case_id.is_not(None), side.table.c.id.not_in(erased))
    if side is VICTIMS:
        session.execute(delete(ServiceFact).where(ServiceFact.fact_id.in_(again)))
    session.execute(delete(side.table).where(side.table.c.id.in_(again)))


def let_go(session: Session, *, people: Collection[UUID] = (), cases: Collection[UUID] = ()) -> None:
    """Cut every thread between the facts and people or cases that are about to be erased.

    What was counted stays counted: the facts remain, of nobody. Call it before anything of theirs is deleted.
    """
    for side in SIDES:
        column = side.table.c
        keys = [
            *(
                column.counted_as.in_(select(Person.counted_as).where(Person.id.in_(some)))
                for some in chunks(people)
            ),
            *(column.case_id.in_(some) for some in chunks(cases)),
        ]
        for theirs in keys:
            session.execute(update(side.table).where(theirs).values(case_id=None))
    for some in chunks(people):
        session.execute(update(Person).where(Person.id.in_(some)).values(counted_as=None))
