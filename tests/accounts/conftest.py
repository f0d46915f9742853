"""The application, and browsers at its door."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.accounts.models import User
from casework.providers.models import Provider
from tests.factories.people import make_house
from tests.factories.users import Visitor, make_user


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser in which nobody has signed in."""
    return Visitor(app)


@pytest.fixture
def another(app: Flask) -> Callable[[], Visitor]:
    """Makes more browsers."""
    return lambda: Visitor(app)


@pytest.fixture
def house(session: Session) -> Provider:
    """A facility."""
    facility = make_house(session)
    session.commit()
    return facility


@pytest.fixture
def worker(session: Session, house: Provider) -> User:
    """A worker of the facility."""
    return make_user(session, "facility_worker", house, username="nhanvien.mot")


@pytest.fixture
def administrator(session: Session) -> User:
    """The administrator."""
    return make_user(session, "administrator", username="quantri.mot")
