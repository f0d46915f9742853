"""Reading accounts and sessions."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor, NotFound, require_role
from casework.accounts.models import User, UserSession
from casework.accounts.rules import SessionLimits
from casework.providers.models import Provider

# Made once: every request asks it.
_STORED = (
    select(UserSession, User)
    .join(User, User.id == UserSession.user_id)
    .where(UserSession.token_hash == bindparam("digest"))
)


def by_username(session: Session, username: str) -> User | None:
    """The user of that name, however it was capitalised."""
    return session.scalars(select(User).where(User.username == username.strip().lower())).one_or_none()


def stored_session(session: Session, token: str) -> tuple[UserSession, User] | None:
    """The session of a token and its user, whether it still runs or not."""
    row = session.execute(_STORED, {"digest": sha256(token.encode()).digest()}).one_or_none()
    return None if row is None else (row[0], row[1])


def runs(held: UserSession, user: User, limits: SessionLimits, now: datetime) -> bool:
    """Whether a stored session may be used: not ended, not run out, the user not disabled."""
    return (
        held.ended_at is None
        and user.disabled_at is None
        and not limits.ended(held.created_at, held.last_seen_at, now)
    )


def user_list(session: Session, actor: Actor) -> list[User]:
    """All accounts by user name; for ``account:list`` only."""
    require_role(actor, "account:list")
    return list(session.scalars(select(User).order_by(User.username)))


def user(session: Session, actor: Actor, permission: str, user_id: UUID) -> User:
    """One account, for an account permission; NotFound if missing or not allowed."""
    require_role(actor, permission)
    found = session.get(User, user_id)
    if found is None:
        raise NotFound(permission, "User")
    return found


def still_fits(session: Session, policy: AccessPolicy, user: User) -> bool:
    """Whether her organisation is of a kind that her role belongs to still: a ledger may have said otherwise."""
    own = session.get(Provider, user.facility_id) if user.facility_id else None
    return own is None or policy.fits(user.role, own.kind, public=own.public)


def names(session: Session, user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of staff by key, for showing who did something."""
    wanted = {key for key in user_ids if key is not None}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}
