"""Reading people within what the viewer may see."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, find, scope
from casework.people.duplicates import Duplicates, possible_duplicates
from casework.people.holdings import check_holdings
from casework.people.models import Person
from casework.people.search import Found, search

__all__ = ["Duplicates", "Found", "people_by_id", "person_by_reference", "possible_duplicates", "search"]


def person_by_reference(session: Session, actor: Actor, permission: str, reference: str, side: str) -> Person:
    """The one person of that side and reference whom the actor may touch; else NotFound."""
    person = find(session, actor, permission, Person, Person.reference == reference, Person.side == side)
    check_holdings(session, actor, (person,))
    return person


def people_by_id(session: Session, actor: Actor, permission: str, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of the people whom the actor may touch, their keys fetched together (for lists)."""
    wanted = scope(select(Person).where(Person.id.in_(list(ids))), Person, actor, permission)
    found = {person.id: person for person in session.scalars(wanted)}
    session.info["vault"].prime(session, found)
    check_holdings(session, actor, found.values())
    return found
