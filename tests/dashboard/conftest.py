"""A site with three released periods, and people who look at them."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.disclosure.canonical import Period
from casework.indicators.policies import SitePolicies
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_house, make_staff
from tests.factories.released import make_released, two_managers

Staff = Callable[[str], Browser]


@pytest.fixture(params=["sqlite"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """What is shown does not depend on the engine; releases are read on both in their own tests."""
    kind: str = request.param
    return kind


@pytest.fixture
def released(session: Session, policies: SitePolicies) -> None:
    """A half-year, a year with communes, and the next half-year."""
    managers = two_managers(session)
    make_released(
        session, policies, managers, period=Period.of_half(2025, 1), people=200, cut_off=date(2025, 6, 9)
    )
    make_released(session, policies, managers, period=Period.of_year(2025), number=2, people=400, seed=2)
    make_released(session, policies, managers, period=Period.of_half(2026, 1), people=300, seed=3)
    session.commit()


@pytest.fixture
def staff(app: Flask, session: Session) -> Staff:
    """Signs in somebody with this role; pages in English for whoever reads figures."""

    def sign_in(role: str) -> Browser:
        house = make_house(session) if role.startswith(("facility", "perpetrator")) else None
        return signed_in(app, session, make_staff(session, house, role))

    return sign_in


@pytest.fixture
def browser(released: None, staff: Staff) -> Browser:
    """A manager's browser, in English."""
    one = staff("manager")
    one.post("/language", {"language": "en"}, opened=one.get("/dashboard").text)
    return one
