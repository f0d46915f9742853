"""A delivered service closes the referral that brought her here; a referral alone never does."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from casework import clock
from casework.cases.models import Case
from casework.referrals import states
from casework.referrals.models import Referral
from casework.referrals.operations import receive
from casework.services import operations
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case
from tests.factories.partners import make_officer
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import make_referral, make_taken, take

GIVEN = ServiceRequest("tam_lanh", None, None, date(2026, 11, 22), "da_cung_cap", "")
SENT_ON = replace(GIVEN, delivered_on=None, status="da_chuyen_gui")


@pytest.mark.parametrize("later", [False, True])
def test_a_delivered_service_closes_the_referral(session: Session, later: bool) -> None:
    house = make_house(session)
    worker, officer = make_staff(session, house), make_officer(session)
    referral = make_taken(session, officer, house, worker)
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


@pytest.mark.parametrize("way", ["recorded", "delivered later", "another day"])
def test_a_service_from_before_the_referral_does_not_close_it(session: Session, way: str) -> None:
    """The house knew her already: what it gave her the day before is not what she was referred for."""
    house = make_house(session)
    worker, officer = make_staff(session, house), make_officer(session)
    known = make_case(session, worker)
    referral = make_referral(session, officer, house)
    session.info["actor"] = worker
    receive(session, worker, referral, clock.now())
    take(session, worker, referral, case=None, link_to=known.reference)
    early = replace(GIVEN, delivered_on=date(2026, 11, 21))
    first = replace(SENT_ON, kind="y_te") if way == "delivered later" else early
    service = operations.record_service(session, worker, known, first, clock.now())
    session.flush()
    if way != "recorded":
        changed = early if way == "delivered later" else replace(early, note="Một đêm")
        operations.edit_service(session, worker, known, service, changed, service.version, clock.now())
        session.flush()
    assert (referral.state, referral.served_at) == (states.ACCEPTED, None)
    operations.edit_service(session, worker, known, service, GIVEN, service.version, clock.now())
    assert (referral.state, referral.served_at) == (states.CLOSED, clock.now())
