"""Is what says that a facility holds somebody as it was written?"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.crypto import verify_rows
from casework.people.models import Person, PersonHolding


def check_holdings(session: Session, actor: Actor, people: Iterable[Person]) -> None:
    """Tampered unless each holding of these people by the actor's facility was sealed by us.

    Access asks for the row in SQL, where whoever edits the database could have put it.
    """
    ids = [person.id for person in people]
    if not ids or actor.facility_id is None:
        return
    columns = PersonHolding.__table__.columns
    held = select(*columns).where(columns.person_id.in_(ids), columns.facility_id == actor.facility_id)
    verify_rows(session, PersonHolding, [row._asdict() for row in session.execute(held)])
