"""Referrals for tests: sent as officers send them, with something in every field that may travel."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.cases.operations import CaseFacts
from casework.db import uuid7
from casework.indicators.policies import SitePolicies, load_policies
from casework.paths import ROOT_POLICIES
from casework.providers.models import Provider
from casework.referrals import operations
from casework.referrals.models import Referral
from casework.referrals.requests import Opening, ReferralRequest

ENVELOPE: dict[str, Any] = {
    "incident_on": "2026-11-21",
    "acts": ["a", "b"],
    "harms": ["the_chat"],
    "risk_signs": ["weapon"],
    "age_band": "18_59",
    "sex": "nu",
    "children_present": "co",
    "interpreter": "tiếng Mông",
    "access_needs": "đi lại khó",
    "contact_window": "sau tám giờ tối",
}
PERSON: dict[str, Any] = {
    "full_name": "Đào Thị Hòa",
    "birth": "1987-03-05",
    "citizen_number": "001187000001",
    "phone": "0912345678",
    "address": "Số 5 ngõ 7",
    "ethnicity": "Kinh",
    "disability": "không",
    "narrative": "Chị kể lại việc đã xảy ra",
    "relation": "vo_chong",
    "perpetrator_name": "Trần Văn Bình",
    "perpetrator_phone": "0987654321",
    "perpetrator_citizen_number": "001085000002",
    "may_contact": "co",
    "channel": "phone_call",
    "number": "0912345678",
    "hours": "buổi sáng",
    "pickup": "chị gái",
    "voicemail": "khong",
    "caller_name": "cửa hàng vải",
    "code_word": "hoa sữa",
    "confirmed_on": "2026-11-20",
}
FACTS = CaseFacts(
    kind="bao_luc_gia_dinh",
    detected_on=date(2026, 11, 22),
    commune_code="00004",
    source="cong_an",
    need="co",
)


@cache
def site() -> SitePolicies:
    """The policies as they are shipped."""
    return load_policies(ROOT_POLICIES)


def make_organisation(session: Session, kind: str = "cong_an", name: str = "Công an phường Một") -> Provider:
    """An organisation of some kind in the commune of the houses."""
    made = Provider(
        id=uuid7(),
        name=name,
        kind=kind,
        public=True,
        commune_code="00004",
        province_code="01",
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def referral_request(receiver: Provider | None, **changes: Any) -> ReferralRequest:
    """A request that an officer of the police may send; with everything told unless changed."""
    told: dict[str, Any] = {
        "receiver_id": receiver.id if receiver else None,
        "services": ("tam_lanh", "tu_van_tam_ly"),
        "commune_code": "00004",
        "risk": "high",
        "ground": "consent",
        "envelope": ENVELOPE,
        "person": PERSON,
    }
    return ReferralRequest(**(told | changes))


def make_referral(
    session: Session, officer: Actor, receiver: Provider, now: datetime | None = None, **changes: Any
) -> Referral:
    """A referral that has been sent."""
    request = referral_request(receiver, **changes)
    return operations.send(session, officer, request, now or clock.now(), policies=site())


def make_accepted(
    session: Session, officer: Actor, receiver: Provider, worker: Actor, **changes: Any
) -> Referral:
    """A referral that a worker of the receiver has read and accepted; no case is opened from it yet."""
    referral = make_referral(session, officer, receiver, **changes)
    session.info["actor"] = worker
    operations.receive(session, worker, referral, clock.now())
    accept(session, worker, referral)
    return referral


def make_taken(
    session: Session, officer: Actor, receiver: Provider, worker: Actor, **changes: Any
) -> Referral:
    """An accepted referral whose case is open."""
    referral = make_accepted(session, officer, receiver, worker, **changes)
    open_case(session, worker, referral)
    return referral


def accept(session: Session, worker: Actor, referral: Referral) -> None:
    """Accept it as it stands now."""
    operations.accept(session, worker, referral, referral.version, clock.now(), policies=site())


def open_case(session: Session, worker: Actor, referral: Referral, **more: Any) -> Case:
    """Open its case: a new one, unless said otherwise."""
    opening = Opening(**({"case": FACTS} | more))
    return operations.open_case(session, worker, referral, opening, clock.now(), policies=site())


def take(session: Session, worker: Actor, referral: Referral, **more: Any) -> Case:
    """Accept it and open its case."""
    accept(session, worker, referral)
    return open_case(session, worker, referral, **more)
