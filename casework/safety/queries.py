"""Reading the safe-contact block of a person."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.safety.models import SafeContact


def of_person(session: Session, actor: Actor, subject_id: UUID) -> SafeContact | None:
    """The block of the person, or None: nobody has asked her yet (or she isn't the viewer's to see)."""
    statement = select(SafeContact).where(SafeContact.subject_id == subject_id)
    return session.scalars(scope(statement, SafeContact, actor, "case:read")).one_or_none()
