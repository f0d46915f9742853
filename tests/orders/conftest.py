"""A case with an alleged perpetrator, its worker and her supervisor."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.deadlines import Deadlines
from casework.indicators.policies import SitePolicies
from casework.people.models import Person
from casework.providers.models import Provider
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case, make_incident
from tests.factories.orders import make_accused
from tests.factories.people import make_house, make_person, make_staff


@dataclass(frozen=True)
class Table:
    """Who is there, and what about."""

    session: Session
    house: Provider
    worker: Actor
    supervisor: Actor
    stranger: Actor
    counsellor: Actor
    case: Case
    accused: Person
    now: datetime


@pytest.fixture
def table(session: Session) -> Table:
    house, now = make_house(session), clock.now()
    supervisor = make_staff(session, house, "facility_supervisor")
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    counsellor = make_staff(session, house, "perpetrator_counsellor")
    worker = make_staff(session, house)
    survivor = make_person(
        session,
        worker,
        house.id,
        full_name="Đào Thị Hòa",
        birth="1987-03",
        phone="0912345678",
        address="Số 5 ngõ 7",
        citizen_number="001187000001",
    )
    case = make_case(session, worker, survivor)
    make_incident(session, worker, case, occurred="2026-11-20", narrative="Anh ta đánh chị")
    accused = make_accused(session, worker, case, now, address="Số 9 ngõ 11", phone="0987654321")
    session.commit()
    return Table(session, house, worker, supervisor, stranger, counsellor, case, accused, now)


@dataclass(frozen=True)
class Browsers:
    """The same people at their browsers."""

    at: Browser
    supervising: Browser
    elsewhere: Browser
    counselling: Browser
    path: str


@pytest.fixture
def browsers(app: Flask, table: Table) -> Browsers:
    session = table.session
    return Browsers(
        at=signed_in(app, session, table.worker),
        supervising=signed_in(app, session, table.supervisor),
        elsewhere=signed_in(app, session, table.stranger),
        counselling=signed_in(app, session, table.counsellor),
        path=f"/cases/{table.case.reference}",
    )


@pytest.fixture(scope="session")
def deadlines(policies: SitePolicies) -> Deadlines:
    return policies.deadlines
