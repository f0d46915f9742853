from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.deadlines import Deadlines
from casework.indicators.policies import SitePolicies
from casework.providers.models import Provider
from casework.referrals.models import Referral
from tests.factories.clocks import make_referral_row
from tests.factories.partners import make_agency
from tests.factories.people import make_house, make_staff


@dataclass(frozen=True)
class Places:
    """A police unit and a facility in one province, and who works there."""

    session: Session
    police: Provider
    house: Provider
    officer: Actor
    colleague: Actor
    worker: Actor
    supervisor: Actor
    coordinator: Actor

    def referral(self, ago: timedelta | None = None, **more: Any) -> Referral:
        return make_referral_row(
            self.session, self.police, self.house, clock.now() - (ago or timedelta()), **more
        )


@pytest.fixture
def places(session: Session) -> Places:
    police, house = make_agency(session), make_house(session)
    return Places(
        session=session,
        police=police,
        house=house,
        officer=make_staff(session, police, "police_officer"),
        colleague=make_staff(session, police, "police_officer"),
        worker=make_staff(session, house),
        supervisor=make_staff(session, house, "facility_supervisor"),
        coordinator=make_staff(session, make_agency(session, "ubnd_xa"), "coordinator"),
    )


@pytest.fixture
def deadlines(policies: SitePolicies) -> Deadlines:
    return policies.deadlines


@pytest.fixture
def now() -> datetime:
    return clock.now()
