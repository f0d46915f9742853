"""A worker, her supervisor and a stranger at their browsers, and an intake as it is typed."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.providers.models import Provider
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_house, make_staff

TYPED: dict[str, Any] = {
    "full_name": "Đào Thị Hòa",
    "sex": "nu",
    "birth": "3/1987",
    "citizen_number": "001 187 012 345",
    "phone": "0912 345 678",
    "home_commune_code": "00008",
    "address": "Số 5 ngõ 7",
    "may_contact": "co",
    "channel": "phone_call",
    "number": "0987 654 321",
    "hours": "Sáng thứ hai",
    "voicemail": "khong",
    "code_word": "hoa mai",
    "confirmed_on": "21/11/2026",
    "consent_case_work": "given",
    "consent_share_police": "refused",
    "consent_on": "21/11/2026",
    "kind": "bao_luc_gia_dinh",
    "detected_on": "20/11/2026",
    "commune_code": "00004",
    "source": "cong_an",
    "need": "co",
    "occurred": "11/2026",
    "acts": ["a", "đ"],
    "harms": ["the_chat"],
    "relation": "vo_chong",
    "narrative": "Bị đánh vào buổi tối.",
}
SCANT: dict[str, Any] = {
    "sex": "chua_ro",
    "may_contact": "chua_ro",
    "kind": "nguy_co",
    "detected_on": "22/11/2026",
    "commune_code": "00004",
    "source": "cong_dong",
    "need": "chua_ro",
}


@dataclass(frozen=True)
class House:
    """A facility and its people at their browsers, and somebody from another one."""

    facility: Provider
    worker: Actor
    at: Browser
    supervising: Browser
    elsewhere: Browser
    other_worker: Actor
    other_facility: Provider


@pytest.fixture
def house(app: Flask, session: Session) -> House:
    facility, other = make_house(session), make_house(session, "Cơ sở Hai")
    worker, supervisor = make_staff(session, facility), make_staff(session, facility, "facility_supervisor")
    stranger = make_staff(session, other)
    return House(
        facility=facility,
        worker=worker,
        at=signed_in(app, session, worker),
        supervising=signed_in(app, session, supervisor),
        elsewhere=signed_in(app, session, stranger),
        other_worker=stranger,
        other_facility=other,
    )
