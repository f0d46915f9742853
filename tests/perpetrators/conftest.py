"""A case with an alleged perpetrator, the counsellor of the house and one of another house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations
from casework.perpetrators.models import CasePerpetrator
from casework.providers.models import Provider
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case, make_incident
from tests.factories.people import make_house, make_person, make_staff

SURVIVOR: dict[str, Any] = {
    "full_name": "Lò Thị Mai Hương",
    "phone": "0912345678",
    "address": "Số 5 ngõ 7",
    "citizen_number": "030190001234",
    "birth": "1990-03-05",
}


@dataclass(frozen=True)
class File:
    """The file of a perpetrator, and who works in the two houses."""

    house: Provider
    case: Case
    person: Person
    link: CasePerpetrator
    worker: Actor
    counsellor: Actor
    elsewhere: Actor

    @property
    def path(self) -> str:
        return f"/perpetrators/{self.person.reference}"

    @property
    def sessions_path(self) -> str:
        return f"{self.path}/cases/{self.link.id}/sessions"

    @property
    def liability_path(self) -> str:
        return f"{self.path}/cases/{self.link.id}/liability"


@pytest.fixture
def file(session: Session) -> File:
    house = make_house(session)
    elsewhere = make_staff(session, make_house(session, "Cơ sở Hai"), "perpetrator_counsellor")
    counsellor = make_staff(session, house, "perpetrator_counsellor")
    worker = make_staff(session, house)
    case = make_case(session, worker, make_person(session, worker, house.id, **SURVIVOR))
    make_incident(session, worker, case, narrative="Chị kể rằng anh ta đánh", relation="vo_chong")
    person = make_person(session, worker, house.id, PERPETRATOR, full_name="Trần Văn Bình", sex="nam")
    link = operations.link(session, worker, case, person, clock.now())
    session.commit()
    return File(house, case, person, link, worker, counsellor, elsewhere)


@pytest.fixture
def at(app: Flask, session: Session) -> Callable[[Actor], Browser]:
    """The browser of somebody."""
    return lambda actor: signed_in(app, session, actor)
