"""Two approved releases of invented figures, and tokens of an organisation that reads them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import clock
from casework.api import operations
from casework.api.models import ApiToken
from casework.api.operations import TokenRequest
from casework.api.policy import Interface
from casework.api.rules import SCOPES
from casework.disclosure.canonical import Period
from casework.indicators.policies import SitePolicies
from casework.releases.models import Release
from tests.factories.people import make_house, make_staff
from tests.factories.released import make_released, two_managers

LIMITS = Interface("", 60, (30, 90))
Ask = Callable[..., TestResponse]


@pytest.fixture
def released(session: Session, policies: SitePolicies) -> Release:
    """A year's release, and the half-year's before it; commits."""
    managers = two_managers(session)
    make_released(session, policies, managers, period=Period.of_half(2025, 1), people=60)
    found = make_released(session, policies, managers, period=Period.of_year(2025), number=2, people=60)
    session.commit()
    return found


@pytest.fixture
def made(session: Session) -> Callable[..., tuple[ApiToken, str]]:
    """Make a token, as an administrator does; commits."""

    def make(*scopes: str, days: int = 30) -> tuple[ApiToken, str]:
        administrator = make_staff(session, None, "administrator")
        house = make_house(session, "Sở Nội vụ")
        request = TokenRequest(house.id, "Bảng tổng hợp", scopes or SCOPES, days)
        found = operations.make(session, administrator, request, LIMITS, clock.now())
        session.commit()
        return found

    return make


@pytest.fixture
def ask(app: Flask, made: Callable[..., tuple[ApiToken, str]]) -> Ask:
    """Ask as a program with a token for everything would."""
    token = made()[1]

    def get(path: str, **headers: str) -> TestResponse:
        told = {"Authorization": f"Bearer {token}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return app.test_client().get(path, headers=told)

    return get
