"""Which facilities stop holding a person, because a correction took their last case with her."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.people.models import PersonHolding
from casework.perpetrators.models import CasePerpetrator


def give_up(session: Session, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """End the holding of each (person, facility) that no case of the facility names any more."""
    for person_id, facility_id in sorted(pairs):
        linked = select(CasePerpetrator.case_id).where(CasePerpetrator.person_id == person_id)
        named = or_(Case.survivor_id == person_id, Case.id.in_(linked))
        if session.scalars(select(Case.id).where(Case.facility_id == facility_id, named).limit(1)).first():
            continue
        held = (PersonHolding.person_id == person_id, PersonHolding.facility_id == facility_id)
        session.execute(delete(PersonHolding).where(*held))
