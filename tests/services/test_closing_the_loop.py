"""A delivered service closes the referral that brought her here; a referral alone never does."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from casework import clock
from casework.cases.models import Case
from casework.referrals import states
from casework.referrals.models import Referral
from casework.services import operations
from casework.services.operations import ServiceRequest
from tests.factories.partners import make_officer
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import make_accepted

GIVEN = ServiceRequest("tam_lanh", None, None, date(2026, 11, 22), "da_cung_cap", "")
SENT_ON = replace(GIVEN, delivered_on=None, status="da_chuyen_gui")


@pytest.mark.parametrize("later", [False, True])
def test_a_delivered_service_closes_the_referral(session: Session, later: bool) -> None:
    house = make_house(session)
    worker, officer = make_staff(session, house), make_officer(session)
    referral = make_accepted(session, officer, house, worker)
    case = session.get_one(Case, referral.taken_case_id)
    if later:
        service = operations.record_service(session, worker, case, SENT_ON, clock.now())
        session.flush()
        assert referral.state == states.ACCEPTED
        operations.edit_service(session, worker, case, service, GIVEN, service.version, clock.now())
    else:
        operations.record_service(session, worker, case, GIVEN, clock.now())
    session.flush()
    assert (session.get_one(Referral, referral.id).state, referral.reason) == (states.CLOSED, "served")
    assert referral.served_at == clock.now()
