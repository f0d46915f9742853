"""Two managers, and a release that was closed on 9 June 2025."""

import pytest
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.indicators.policies import SitePolicies
from casework.releases.models import Release
from tests.factories.people import make_staff
from tests.factories.reports import make_figures


@pytest.fixture
def manager(session: Session) -> Actor:
    """Who writes and submits."""
    return made(session)


@pytest.fixture
def second(session: Session) -> Actor:
    """Who writes down what became of it."""
    return made(session)


@pytest.fixture
def release(session: Session, policies: SitePolicies) -> Release:
    """The figures."""
    return make_figures(session, policies)


def made(session: Session) -> Actor:
    """A manager, committed: of no organisation, as they are."""
    actor = make_staff(session, None, "manager")
    session.commit()
    return actor
