"""No-contact orders for tests: asked for, granted, with a permitted contact."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from casework.indicators.policies import SitePolicies, load_policies
from casework.orders import following_operations as following
from casework.orders import operations
from casework.orders.models import NoContactOrder, PermittedContact
from casework.orders.requests import ContactRequest, Decided, OrderRequest
from casework.paths import ROOT_POLICIES
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from tests.factories.people import make_person


@cache
def site_policies() -> SitePolicies:
    """The policies as they are shipped."""
    return load_policies(ROOT_POLICIES)


def make_accused(session: Session, actor: Actor, case: Case, now: datetime, **told: Any) -> Person:
    """Somebody who is the alleged perpetrator in the case."""
    particulars = {"full_name": "Trần Văn Bình", "sex": "nam"} | told
    person = make_person(session, actor, case.facility_id, PERPETRATOR, **particulars)
    perpetrators.link(session, actor, case, person, now)
    session.flush()
    return person


def make_order(
    session: Session, actor: Actor, case: Case, person: Person, at: datetime, **asked: Any
) -> NoContactOrder:
    """A request of the survivor's own to the chair, received at that moment."""
    values: dict[str, Any] = {
        "person_id": person.id,
        "kind": "chair",
        "requester": "survivor",
        "basis": "consent",
        "commune_code": "00004",
        "requested_at": at,
        "why": "Anh ta dọa giết chị nếu chị bỏ đi",
    } | asked
    now = values.pop("now", at)
    return operations.request(session, actor, case, OrderRequest(**values), now, policies=site_policies())


def grant(
    session: Session, actor: Actor, order: NoContactOrder, at: datetime, ends_at: datetime | None = None
) -> None:
    """The order is signed at that moment, for three days unless told otherwise."""
    decided = Decided(
        decision="granted",
        decided_at=at,
        ends_at=ends_at or at + timedelta(days=3),
        number="12/QĐ-UBND",
        version=order.version,
    )
    operations.decide(session, actor, order, decided, at, deadlines=site_policies().deadlines)


def make_contact(
    session: Session, actor: Actor, order: NoContactOrder, starts_at: datetime, hours: int = 2
) -> PermittedContact:
    """A contact for a funeral."""
    asked = ContactRequest(
        ground="wedding_funeral",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        place="Nhà văn hóa xã",
        why="Đám tang mẹ anh ta",
    )
    return following.permit(session, actor, order, asked, starts_at, deadlines=site_policies().deadlines)
