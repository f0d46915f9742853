"""Signing in and out: the door, sessions on the server, and one's own password."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor
from casework.accounts import queries
from casework.accounts.models import User, UserSession
from casework.accounts.rules import check_password, delay_after
from casework.audit.operations import record
from casework.crypto.password import hash_password, needs_rehash, random_token, verify_nobody, verify_password
from casework.db import uuid7
from casework.refusal import N_, Refusal

NOTE_USE_EVERY = timedelta(minutes=1)


def sign_in(
    session: Session, policy: AccessPolicy, username: str, password: str, now: datetime
) -> tuple[User, str] | None:
    """Open a session for the right password: the user and the session's token, else None.

    Every None costs one password hash and looks the same, whether the user is unknown, disabled,
    told to wait, mistaken, or of a role that her organisation can't have any more. The caller commits
    also a None: it counts failures and is audited.
    """
    user = queries.by_username(session, username)
    nobody = Actor(None, "nobody", None, "")
    if user is None or user.disabled_at is not None or (user.next_attempt_at and now < user.next_attempt_at):
        verify_nobody(password)
        reason = "unknown" if user is None else "closed"
        row_id = None if user is None else user.id
        facts = {"reason": reason}
        record(session, nobody, "signin.refused", kind="user_account", row_id=row_id, facts=facts, now=now)
        return None
    actor = policy.actor(user.id, user.role, user.facility_id, user.name)
    if not verify_password(password, user.password_hash):
        _count_failure(session, user, now)
        facts = {"reason": "password"}
        record(session, nobody, "signin.refused", kind="user_account", row_id=user.id, facts=facts, now=now)
        return None
    if not queries.still_fits(session, policy, user):
        facts = {"reason": "closed"}
        record(session, nobody, "signin.refused", kind="user_account", row_id=user.id, facts=facts, now=now)
        return None
    if user.failures:
        _set_failures(session, user, failures=0, next_attempt_at=None)
    if needs_rehash(user.password_hash):
        _hash_anew(session, user, password)
    return user, _open_session(session, actor, user, now)


def _count_failure(session: Session, user: User, now: datetime) -> None:
    """The database counts, so that guesses sent all at once are counted each."""
    _set_failures(session, user, failures=User.failures + 1)
    failures = session.scalar(select(User.failures).where(User.id == user.id)) or 1
    _set_failures(session, user, next_attempt_at=now + delay_after(failures))


def _set_failures(session: Session, user: User, **values: object) -> None:
    """Written past the version: a guess at the door must not disturb whoever edits the account."""
    session.execute(update(User).where(User.id == user.id).values(values))


def _hash_anew(session: Session, user: User, password: str) -> None:
    """At today's cost; past the version too, and not over a password that was just given anew."""
    unchanged = update(User).where(User.id == user.id, User.password_hash == user.password_hash)
    session.execute(unchanged.values(password_hash=hash_password(password)))


def _open_session(session: Session, actor: Actor, user: User, now: datetime) -> str:
    token = random_token()
    digest = sha256(token.encode()).digest()
    held = UserSession(id=uuid7(), user_id=user.id, token_hash=digest, created_at=now, last_seen_at=now)
    session.add(held)
    record(session, actor, "signin.opened", kind="user_session", row_id=held.id, now=now)
    return token


def touch(held: UserSession, now: datetime) -> None:
    """Note that the session is in use (at most once a minute, since each note is a write)."""
    if now - held.last_seen_at >= NOTE_USE_EVERY:
        held.last_seen_at = now


def sign_out(session: Session, actor: Actor, held: UserSession, reason: str, now: datetime) -> None:
    """End one session (``reason``: signed_out, exit, expired)."""
    if held.ended_at is None:
        held.ended_at = now
        facts = {"reason": reason}
        record(session, actor, "signin.closed", kind="user_session", row_id=held.id, facts=facts, now=now)


def sign_out_everywhere(
    session: Session, actor: Actor, user_id: UUID, reason: str, now: datetime, *, but: UUID | None = None
) -> int:
    """End all sessions of a user, except the one named by ``but``; returns how many ended."""
    statement = select(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    held = [one for one in session.scalars(statement) if one.id != but]
    for one in held:
        sign_out(session, actor, one, reason, now)
    return len(held)


def change_password(
    session: Session, actor: Actor, current: str, new: str, common: frozenset[str], now: datetime
) -> str:
    """Change one's own password: all sessions end, a new one opens; returns its token."""
    user = session.get_one(User, actor.id)
    if not verify_password(current, user.password_hash):
        raise Refusal(N_("This is not your current password."), field="current")
    check_password(new, username=user.username, common=common)
    if new == current:
        raise Refusal(N_("The new password must differ from the current one."), field="password")
    user.password_hash = hash_password(new)
    user.must_change = False
    record(session, actor, "password.changed", kind="user_account", row_id=user.id, now=now)
    sign_out_everywhere(session, actor, user.id, "password", now)
    return _open_session(session, actor, user, now)
