"""Two organisations: police who refer, a house that is asked; another house beside it."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.providers.models import Provider
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import make_organisation


@dataclass(frozen=True)
class Town:
    """Who is there: an officer and her colleague, two houses with their staff."""

    police: Provider
    house: Provider
    other: Provider
    officer: Actor
    colleague: Actor
    worker: Actor
    supervisor: Actor
    stranger: Actor


@pytest.fixture
def town(session: Session) -> Town:
    police = make_organisation(session)
    house, other = make_house(session), make_house(session, "Cơ sở Hai")
    town = Town(
        police=police,
        house=house,
        other=other,
        stranger=make_staff(session, other),
        colleague=make_staff(session, police, "police_officer"),
        supervisor=make_staff(session, house, "facility_supervisor"),
        worker=make_staff(session, house),
        officer=make_staff(session, police, "police_officer"),
    )
    session.commit()
    return town
