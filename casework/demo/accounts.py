"""An account or two of each role, with fresh random passwords."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor
from casework.accounts import operations, queries
from casework.accounts.models import User
from casework.accounts.operations import UserRequest
from casework.demo.ledger import HOME
from casework.providers.models import Provider

KEEPER = "quantri"


@dataclass(frozen=True)
class Member:
    """Somebody of the demonstration; ``place`` is the code of her organisation, empty for those who have none."""

    username: str
    name: str
    role: str
    place: str = ""


STAFF = (
    Member("nhanvien", "Nguyễn Minh Anh", "facility_worker", HOME),
    Member("nhanvien2", "Trần Thu Hà", "facility_worker", HOME),
    Member("phutrach", "Lê Thanh Bình", "facility_supervisor", HOME),
    Member("tuvan", "Phạm Quốc Việt", "perpetrator_counsellor", HOME),
    Member("quanly", "Đỗ Hồng Vân", "manager"),
    Member("quanly2", "Mai Thanh Tùng", "manager"),
    Member("baove", "Bùi Ngọc Sơn", "data_protection_officer"),
    Member(KEEPER, "Vũ Hải Yến", "administrator"),
)
# Their organisations are recorded by the administrator, who must be there first.
PARTNERS = (
    Member("nhanvien3", "Hoàng Bảo Châu", "facility_worker", "CS-33-2"),
    Member("congan", "Đặng Văn Lâm", "police_officer", "CA-33"),
    Member("congan2", "Ngô Thị Phương", "police_officer", "CA-33"),
    Member("tuphap", "Phan Trọng Nghĩa", "justice_officer", "TP-33"),
    Member("doitac", "Hồ Thị Mai", "partner_officer", "PN-33"),
    Member("dieuphoi", "Dương Thành Công", "coordinator", "NV-33"),
)


@dataclass(frozen=True)
class Account:
    """What somebody needs to sign in to the demonstration."""

    role: str
    username: str
    password: str


def accounts(
    session: Session,
    actor: Actor,
    policy: AccessPolicy,
    members: Iterable[Member],
    places: Mapping[str, Provider],
    now: datetime,
) -> list[Account]:
    """Make the accounts, or give those that exist new passwords; these need not be changed."""
    return [_account(session, actor, policy, one, places, now) for one in members]


def _account(
    session: Session,
    actor: Actor,
    policy: AccessPolicy,
    member: Member,
    places: Mapping[str, Provider],
    now: datetime,
) -> Account:
    user = queries.by_username(session, member.username)
    if user is None:
        place = places[member.place].id if member.place else None
        request = UserRequest(member.username, member.name, member.role, place)
        user, password = operations.create_user(session, actor, request, policy, now)
    else:
        password = operations.reset_password(session, actor, user.id, now)
        operations.set_disabled(session, actor, user.id, policy, now, disabled=False)
    user.must_change = False
    session.flush()
    return Account(member.role, member.username, password)


def worker(session: Session, username: str) -> User:
    """One of the accounts made above."""
    user = queries.by_username(session, username)
    if user is None:
        raise LookupError("the demonstration has no such account")
    return user


def acting(session: Session, policy: AccessPolicy, username: str) -> Actor:
    """One of them, as access sees her."""
    user = worker(session, username)
    return policy.actor(user.id, user.role, user.facility_id, user.name)
