"""Reading the safe-contact block of a person."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.crypto import verify_row
from casework.safety.models import SafeContact


def of_person(session: Session, actor: Actor, subject_id: UUID) -> SafeContact | None:
    """The block of the person, or None: nobody has asked her yet (or she isn't the viewer's to see).

    Its row seal is checked, since "may be contacted" is acted on before anything sealed is opened.
    """
    statement = select(SafeContact).where(SafeContact.subject_id == subject_id)
    contact = session.scalars(scope(statement, SafeContact, actor, "case:read")).one_or_none()
    if contact is not None:
        verify_row(contact)
    return contact
