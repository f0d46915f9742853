"""The cases of people who were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.cases.models import Case


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case as the search page lists it."""

    reference: str
    kind: str
    status: str
    detected_on: date


def cases_of_people(session: Session, actor: Actor, people: Sequence[UUID]) -> dict[UUID, list[FoundCase]]:
    """For each person the cases that the actor may read, newest first; people without any are left out."""
    if not people:
        return {}
    wanted = (
        select(Case.survivor_id, Case.reference, Case.kind, Case.status, Case.detected_on)
        .where(Case.survivor_id.in_(people))
        .order_by(Case.detected_on.desc(), Case.id.desc())
    )
    found: dict[UUID, list[FoundCase]] = {}
    for person_id, reference, kind, status, detected_on in session.execute(
        scope(wanted, Case, actor, "case:read")
    ):
        found.setdefault(person_id, []).append(FoundCase(reference, kind, status, detected_on))
    return found
