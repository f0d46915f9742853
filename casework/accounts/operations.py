"""Accounts and sign-in: create, sign in and out, change and reset a password, disable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor, require_role
from casework.accounts import queries
from casework.accounts.models import User, UserSession
from casework.accounts.rules import WITHOUT_FACILITY, check_password, check_username, delay_after, fits
from casework.audit.operations import record
from casework.crypto.password import (
    hash_password,
    random_password,
    random_token,
    verify_nobody,
    verify_password,
)
from casework.db import uuid7
from casework.providers import changes
from casework.providers.models import Provider
from casework.refusal import N_, Refusal

LONGEST_NAME = 120
NOTE_USE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class UserRequest:
    """A new account; staff of a facility and officers of an agency name it, the others name none."""

    username: str
    name: str
    role: str
    facility_id: UUID | None
    language: str = "vi"


def create_user(
    session: Session, actor: Actor, request: UserRequest, policy: AccessPolicy, now: datetime
) -> tuple[User, str]:
    """Make an account with a one-time password, which must be changed at the first sign-in.

    Returns the user and the password; it is stored nowhere and shown once. Raises Refusal for a
    taken name, an unknown role, or an organisation that is missing, misplaced or of another kind.
    """
    require_role(actor, "account:create")
    username = check_username(request.username)
    if not request.name.strip():
        raise Refusal(N_("Enter a name."), field="name")
    if len(request.name.strip()) > LONGEST_NAME:
        raise Refusal(N_("Use at most %(most)s characters."), field="name", most=LONGEST_NAME)
    if request.role not in policy.roles:
        raise Refusal(N_("Choose one of the roles."), field="role")
    if queries.by_username(session, username) is not None:
        raise Refusal(N_("This user name is taken."), field="username")
    _check_organisation(session, request)
    password = random_password()
    user = User(
        id=uuid7(),
        username=username,
        name=request.name.strip(),
        role=request.role,
        facility_id=request.facility_id,
        password_hash=hash_password(password),
        must_change=True,
        failures=0,
        language=request.language,
        created_at=now,
    )
    session.add(user)
    record(
        session,
        actor,
        "account.created",
        kind="user_account",
        row_id=user.id,
        facts={"role": user.role},
        now=now,
    )
    return user, password


def _check_organisation(session: Session, request: UserRequest) -> None:
    if (request.facility_id is None) != (request.role in WITHOUT_FACILITY):
        raise Refusal(
            N_(
                "Staff of a facility and officers of an agency need their organisation; managers, "
                "data-protection officers and administrators have none."
            ),
            field="facility_id",
        )
    if request.facility_id is None:
        return
    found = session.get(Provider, request.facility_id)
    if found is None:
        raise Refusal(N_("Choose one of the organisations."), field="facility_id")
    if not fits(request.role, found.kind, public=found.public):
        raise Refusal(N_("This role does not belong to an organisation of this kind."), field="facility_id")


@changes.add
def check_staff(session: Session, provider: Provider, kind: str, public: bool) -> None:
    """Refuse to make an organisation another kind while accounts of it are open that the new kind can't have."""
    roles = select(User.role).where(User.facility_id == provider.id, User.disabled_at.is_(None)).distinct()
    if any(not fits(role, kind, public=public) for role in session.scalars(roles)):
        raise Refusal(
            N_("People of this organisation have accounts that don't fit the new kind: close them first."),
            field="kind",
        )


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
    if not _still_fits(session, user):
        facts = {"reason": "closed"}
        record(session, nobody, "signin.refused", kind="user_account", row_id=user.id, facts=facts, now=now)
        return None
    if user.failures:
        _set_failures(session, user, failures=0, next_attempt_at=None)
    return user, _open_session(session, actor, user, now)


def _count_failure(session: Session, user: User, now: datetime) -> None:
    """The database counts, so that guesses sent all at once are counted each."""
    _set_failures(session, user, failures=User.failures + 1)
    failures = session.scalar(select(User.failures).where(User.id == user.id)) or 1
    _set_failures(session, user, next_attempt_at=now + delay_after(failures))


def _set_failures(session: Session, user: User, **values: object) -> None:
    """Written past the version: a guess at the door must not disturb whoever edits the account."""
    session.execute(update(User).where(User.id == user.id).values(values))


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


def reset_password(session: Session, actor: Actor, user_id: UUID, now: datetime) -> str:
    """Give a user a new one-time password and end her sessions; returns it, to be told once."""
    user = queries.user(session, actor, "account:reset", user_id)
    password = random_password()
    user.password_hash, user.must_change = hash_password(password), True
    user.failures, user.next_attempt_at = 0, None
    record(session, actor, "account.reset", kind="user_account", row_id=user.id, now=now)
    sign_out_everywhere(session, actor, user.id, "reset", now)
    return password


def _still_fits(session: Session, user: User) -> bool:
    """Whether her organisation is of a fitting kind still: a ledger may have said otherwise meanwhile."""
    own = session.get(Provider, user.facility_id) if user.facility_id else None
    return own is None or fits(user.role, own.kind, public=own.public)


def set_disabled(session: Session, actor: Actor, user_id: UUID, now: datetime, *, disabled: bool) -> None:
    """Close an account at once (its sessions end), or open it again. Nobody closes her own."""
    user = queries.user(session, actor, "account:disable", user_id)
    if user.id == actor.id:
        raise Refusal(N_("You can't disable your own account."))
    if (user.disabled_at is not None) == disabled:
        return
    if not disabled and not _still_fits(session, user):
        raise Refusal(N_("This role does not belong to an organisation of this kind."))
    user.disabled_at = now if disabled else None
    event = "account.disabled" if disabled else "account.enabled"
    record(session, actor, event, kind="user_account", row_id=user.id, now=now)
    if disabled:
        sign_out_everywhere(session, actor, user.id, "disabled", now)


def set_language(session: Session, actor: Actor, language: str, now: datetime) -> None:
    """Remember the language of one's pages."""
    user = session.get_one(User, actor.id)
    if user.language != language:
        user.language = language
        record(session, actor, "language.changed", kind="user_account", row_id=user.id, now=now)
