"""A case, and three people of staff at their browsers."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.cases.models import Case
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff


@dataclass(frozen=True)
class Desk:
    """A case, and browsers: of its worker, her supervisor, and a worker of another house."""

    case: Case
    worker: Actor
    supervisor: Actor
    at: Browser
    supervising: Browser
    elsewhere: Browser

    @property
    def path(self) -> str:
        return f"/cases/{self.case.reference}"


def make_desk(app: Flask, session: Session) -> Desk:
    """A survivor with a phone number and an address, her case, and who may and may not open it."""
    house = make_house(session)
    worker, supervisor = make_staff(session, house), make_staff(session, house, "facility_supervisor")
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    survivor = make_person(
        session, worker, house.id, full_name="Đào Thị Hòa", phone="0912345678", address="Số 5 ngõ 7"
    )
    case = make_case(session, worker, survivor)
    return Desk(
        case=case,
        worker=worker,
        supervisor=supervisor,
        at=signed_in(app, session, worker),
        supervising=signed_in(app, session, supervisor),
        elsewhere=signed_in(app, session, stranger),
    )
