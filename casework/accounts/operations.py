"""Keeping accounts: make one, give it a new password, close it, open it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor, require_role
from casework.accounts import queries
from casework.accounts.models import User
from casework.accounts.rules import check_username
from casework.accounts.session_operations import sign_out_everywhere
from casework.audit.operations import record
from casework.crypto.password import hash_password, random_password
from casework.db import uuid7
from casework.providers import changes
from casework.providers.models import Provider
from casework.refusal import N_, Refusal

LONGEST_NAME = 120


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
    _check_organisation(session, request, policy)
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


def _check_organisation(session: Session, request: UserRequest, policy: AccessPolicy) -> None:
    membership = policy.memberships[request.role]
    if (request.facility_id is None) != (not membership.kinds):
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
    if not membership.fits(found.kind, public=found.public):
        raise Refusal(N_("This role does not belong to an organisation of this kind."), field="facility_id")


@changes.add
def check_staff(session: Session, policy: AccessPolicy, provider: Provider, kind: str, public: bool) -> None:
    """Refuse to make an organisation another kind while accounts of it are open that the new kind can't have."""
    roles = select(User.role).where(User.facility_id == provider.id, User.disabled_at.is_(None)).distinct()
    if any(not policy.fits(role, kind, public=public) for role in session.scalars(roles)):
        raise Refusal(
            N_("People of this organisation have accounts that don't fit the new kind: close them first."),
            field="kind",
        )


def reset_password(session: Session, actor: Actor, user_id: UUID, now: datetime) -> str:
    """Give a user a new one-time password and end her sessions; returns it, to be told once."""
    user = queries.user(session, actor, "account:reset", user_id)
    password = random_password()
    user.password_hash, user.must_change = hash_password(password), True
    user.failures, user.next_attempt_at = 0, None
    record(session, actor, "account.reset", kind="user_account", row_id=user.id, now=now)
    sign_out_everywhere(session, actor, user.id, "reset", now)
    return password


def set_disabled(
    session: Session, actor: Actor, user_id: UUID, policy: AccessPolicy, now: datetime, *, disabled: bool
) -> None:
    """Close an account at once (its sessions end), or open it again. Nobody closes her own."""
    user = queries.user(session, actor, "account:disable", user_id)
    if user.id == actor.id:
        raise Refusal(N_("You can't disable your own account."))
    if (user.disabled_at is not None) == disabled:
        return
    if not disabled and not queries.still_fits(session, policy, user):
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
