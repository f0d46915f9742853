"""Police who refer, a house that is asked, another house beside it; and their browsers."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories.browser import signed_in
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import make_organisation
from tests.referrals.office import Office
from tests.referrals.town import Town


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


@pytest.fixture
def office(app: Flask, session: Session, town: Town) -> Office:
    return Office(
        town,
        session,
        at=signed_in(app, session, town.worker),
        supervising=signed_in(app, session, town.supervisor),
        elsewhere=signed_in(app, session, town.stranger),
        police=signed_in(app, session, town.officer),
    )
