"""A commune's police at their browsers, and facilities on duty."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.access import Actor
from casework.providers.models import Provider
from tests.factories.answers import ANSWERS
from tests.factories.browser import Browser, signed_in
from tests.factories.partners import make_agency, make_duty, make_officer
from tests.factories.referrals import make_referral

TOLD: dict[str, Any] = {
    "services": ("tam_lanh", "y_te"),
    "envelope": {
        "contact_window": "Buổi sáng",
        "risk_signs": ["weapon"],
        "sex": "nu",
        "age_band": "18_59",
        "incident_on": "2026-11",
        "acts": ["a", "đ"],
        "harms": ["the_chat"],
        "children_present": "co",
        "interpreter": "tiếng Mông",
    },
    "person": {
        "may_contact": "co",
        "channel": "phone_call",
        "number": "0987 654 321",
        "hours": "Sáng thứ hai",
        "voicemail": "khong",
        "code_word": "hoa mai",
        "confirmed_on": "2026-11-21",
        "full_name": "Đào Thị Hòa",
        "birth": "1987-03",
        "citizen_number": "001 187 012 345",
        "phone": "0912 345 678",
        "address": "Số 5 ngõ 7",
        "narrative": "Bị đánh vào buổi tối.",
        "relation": "vo_chong",
        "perpetrator_name": "Trần Văn Bình",
        "perpetrator_phone": "0909 111 222",
    },
}
DANGER = {"ground": "danger_to_life", "legal_ground": "protect_life"}


@dataclass(frozen=True)
class Station:
    """An officer and a colleague of hers, a stranger from another agency, and facilities on duty."""

    agency: Provider
    officer: Actor
    at: Browser
    colleague: Browser
    stranger: Browser
    first: Provider
    second: Provider

    def begin(self, browser: Browser | None = None) -> str:
        """The address of a new draft."""
        answer = (browser or self.at).get("/refer/new")
        assert answer.status_code == 303
        return str(answer.location).rpartition("/")[0]

    def answer(self, path: str, step: str, typed: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Answer one question; what is typed stands for the usual answer."""
        told = ANSWERS.get(step, {"receiver": str(self.first.id)}) if typed is None else typed
        return self.at.post(f"{path}/{step}", told | more)

    def answer_all(self, path: str, **instead: dict[str, Any]) -> TestResponse:
        """Answer every question; ``person={…}`` stands for the usual answer."""
        for step in (*ANSWERS, "facility"):
            done = self.answer(path, step, instead.get(step.replace("-", "_")))
            assert done.status_code == 303, step
        return done

    def send(self, **instead: dict[str, Any]) -> str:
        """Refer somebody at the pages; the reference."""
        path = self.begin()
        self.answer_all(path, **instead)
        sent = self.at.post(f"{path}/check")
        assert sent.status_code == 303
        return str(sent.location).split("/")[-2]

    def has_sent(self, session: Session, **instead: Any) -> str:
        """What those pages send, sent without them; the reference."""
        session.info["actor"] = self.officer
        referral = make_referral(session, self.officer, self.first, **TOLD, **instead)
        session.commit()
        return referral.reference


def draft_id(path: str) -> UUID:
    """The key of the draft at an address."""
    return UUID(path.rpartition("/")[2])


@pytest.fixture
def station(app: Flask, session: Session) -> Station:
    agency = make_agency(session, "cong_an")
    officer = make_officer(session, agency)
    first = make_agency(session, "co_so_tgxh", "Trung tâm Ánh Dương")
    second = make_agency(session, "dia_chi_tin_cay", "Nhà Bình Yên")
    make_duty(session, second, "y_te", "01")
    make_duty(session, first, "tam_lanh", "00004")
    return Station(
        agency=agency,
        officer=officer,
        at=signed_in(app, session, officer),
        colleague=signed_in(app, session, make_officer(session, agency)),
        stranger=signed_in(app, session, make_officer(session, make_agency(session, "cong_an", "Đồn khác"))),
        first=first,
        second=second,
    )
