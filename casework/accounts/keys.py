"""The key of a member of staff: what is sealed about herself is sealed under it."""

from uuid import UUID

from sqlalchemy.orm import Session

from casework.crypto import NoKey


def ensure_key(session: Session, user_id: UUID) -> None:
    """Make the user's own key unless she has one."""
    vault = session.info["vault"]
    try:
        vault.keyring.find(session, user_id)
    except NoKey:
        vault.new_subject(session, user_id)
        session.flush()
