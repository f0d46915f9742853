"""People for tests: invented, registered as the application registers them."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock, vocabulary
from casework.access import AccessPolicy, Actor, load_access
from casework.accounts.models import User
from casework.db import uuid7
from casework.paths import ROOT_POLICIES
from casework.people import operations
from casework.people.models import Person
from casework.people.requests import PersonRequest
from casework.people.rules import SURVIVOR
from casework.providers.models import Provider


@cache
def access_policy() -> AccessPolicy:
    """The policy table as it is shipped, read once."""
    return load_access(ROOT_POLICIES / "access.toml", vocabulary.load(ROOT_POLICIES)["provider_kind"].codes)


def make_house(session: Session, name: str = "Cơ sở Một") -> Provider:
    """A facility that has cases."""
    facility = Provider(
        id=uuid7(),
        name=name,
        kind="co_so_tgxh",
        public=True,
        commune_code="00004",
        province_code="01",
        created_at=clock.now(),
    )
    session.add(facility)
    session.flush()
    return facility


def make_staff(session: Session, facility: Provider | None, role: str = "facility_worker") -> Actor:
    """A member of staff who has an account, as actor; the session reads in her name."""
    username = f"nv{uuid7().hex}"
    user = User(
        id=uuid7(),
        username=username,
        name="Nhân viên Thử",
        role=role,
        facility_id=facility.id if facility else None,
        password_hash="",
        must_change=False,
        created_at=clock.now(),
    )
    session.add(user)
    session.flush()
    actor = access_policy().actor(user.id, role, user.facility_id, user.name)
    session.info["actor"] = actor
    return actor


def make_person(
    session: Session,
    actor: Actor,
    facility_id: UUID,
    side: str = SURVIVOR,
    now: datetime | None = None,
    **particulars: Any,
) -> Person:
    """Somebody registered at a facility; unless told otherwise a woman of whom only the name is known."""
    values = {"full_name": "Đào Thị Hòa", "sex": "nu"} | particulars
    return operations.register(session, actor, PersonRequest(**values), side, facility_id, now or clock.now())
