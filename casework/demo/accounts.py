"""One account of each role (two workers), with fresh random passwords."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor
from casework.accounts import operations, queries
from casework.accounts.models import User
from casework.accounts.operations import UserRequest
from casework.accounts.rules import WITHOUT_FACILITY

STAFF = (
    ("nhanvien", "Nguyễn Minh Anh", "facility_worker"),
    ("nhanvien2", "Trần Thu Hà", "facility_worker"),
    ("phutrach", "Lê Thanh Bình", "facility_supervisor"),
    ("tuvan", "Phạm Quốc Việt", "perpetrator_counsellor"),
    ("quanly", "Đỗ Hồng Vân", "manager"),
    ("baove", "Bùi Ngọc Sơn", "data_protection_officer"),
    ("quantri", "Vũ Hải Yến", "administrator"),
)


@dataclass(frozen=True)
class Account:
    """What somebody needs to sign in to the demonstration."""

    role: str
    username: str
    password: str


def accounts(
    session: Session, actor: Actor, policy: AccessPolicy, facility_id: UUID, now: datetime
) -> list[Account]:
    """Make the accounts, or give those that exist new passwords; these need not be changed."""
    found = []
    for username, name, role in STAFF:
        user = queries.by_username(session, username)
        if user is None:
            place = None if role in WITHOUT_FACILITY else facility_id
            user, password = operations.create_user(
                session, actor, UserRequest(username, name, role, place), policy, now
            )
        else:
            password = operations.reset_password(session, actor, user.id, now)
            operations.set_disabled(session, actor, user.id, now, disabled=False)
        user.must_change = False
        session.flush()
        found.append(Account(role, username, password))
    return found


def worker(session: Session, username: str) -> User:
    """One of the accounts made above."""
    user = queries.by_username(session, username)
    if user is None:
        raise LookupError("the demonstration has no such account")
    return user
