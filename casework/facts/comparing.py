"""Everybody's facts against everybody's cases: compared for ``casework check``, made anew by an operation."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.facts.keeping import CHUNK, SIDES, Side, compare
from casework.facts.moment import at_one_moment
from casework.people.models import Person


@dataclass(frozen=True)
class Compared:
    """How many facts the cases come to, and how many of the stored ones are wanting, wrong or too many."""

    facts: int
    differing: int


def differences(session: Session) -> Compared:
    """Work everybody's facts out once more and hold them against the stored ones; writes nothing.

    A few hundred people at a time, so that memory doesn't grow with the site.
    """
    facts = differing = 0
    with at_one_moment(session):
        for side in SIDES:
            for people in everybody(session, side):
                changes = compare(session, side, people)
                facts += changes.kept + len(changes.new) - len(changes.gone)
                differing += len(changes)
            differing += _of_nobody(session, side)
    return Compared(facts, differing)


def everybody(session: Session, side: Side) -> Iterator[list[UUID]]:
    """All people of a side, some at a time."""
    wanted = select(Person.id).where(Person.side == side.of).order_by(Person.id).limit(CHUNK)
    people = list(session.scalars(wanted))
    while people:
        yield people
        people = list(session.scalars(wanted.where(Person.id > people[-1])))


def _of_nobody(session: Session, side: Side) -> int:
    """Facts that say they are of a case, and of nobody on record."""
    facts = side.table.outerjoin(
        Person, (Person.counted_as == side.table.c.counted_as) & (Person.side == side.of)
    )
    wanted = (
        select(func.count()).select_from(facts).where(side.table.c.case_id.is_not(None), Person.id.is_(None))
    )
    return session.scalar(wanted) or 0
