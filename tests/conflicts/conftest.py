"""A case with everybody in it, and staff who may turn out to be one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.access.models import Wall
from casework.cases.models import Case
from casework.conflicts.models import Conflict
from casework.conflicts.operations import NumbersRequest, record_numbers
from casework.oversight.models import Notice
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.providers.models import Provider
from casework.relatives import operations as relatives
from casework.relatives.models import Relative
from casework.relatives.operations import RelativeRequest
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff

HERS, HIS, BROTHERS = "0912 345 678", "0987.654.321", "+84 933 445 566"
HIS_NUMBER = "001085000002"


@dataclass
class File:
    """A case: the survivor, the alleged perpetrator, her brother; the worker, and a colleague."""

    house: Provider
    worker: Actor
    colleague: Actor
    supervisor: Actor
    officer: Actor
    case: Case
    survivor: Person
    perpetrator: Person
    brother: Relative

    @property
    def path(self) -> str:
        return f"/cases/{self.case.reference}"

    @property
    def rows(self) -> set[UUID]:
        """All that a conflict closes."""
        return {self.case.id, self.survivor.id, self.perpetrator.id}


@pytest.fixture
def file(session: Session) -> File:
    """Committed, and nobody is walled off."""
    house = make_house(session)
    worker, colleague = make_staff(session, house), make_staff(session, house)
    supervisor = make_staff(session, house, "facility_supervisor")
    officer = make_staff(session, None, "data_protection_officer")
    session.info["actor"] = worker
    survivor = make_person(session, worker, house.id, phone=HERS)
    case = make_case(session, worker, survivor)
    his: dict[str, Any] = {
        "full_name": "Trần Văn Bình",
        "sex": "nam",
        "phone": HIS,
        "citizen_number": HIS_NUMBER,
    }
    perpetrator = make_person(session, worker, house.id, PERPETRATOR, **his)
    perpetrators.link(session, worker, case, perpetrator, clock.now())
    told = RelativeRequest(name="Đào Văn Bắc", relation="anh_chi_em", phone=BROTHERS)
    brother = relatives.record(session, worker, case, told, clock.now())
    session.commit()
    return File(house, worker, colleague, supervisor, officer, case, survivor, perpetrator, brother)


def numbers(session: Session, actor: Actor, phone: str = "", citizen_number: str = "") -> None:
    """A member of staff records her or his own numbers; commits."""
    session.info["actor"] = actor
    assert actor.id is not None
    record_numbers(session, actor, actor.id, NumbersRequest(phone, citizen_number), clock.now())
    session.commit()


def walled(session: Session, actor: Actor) -> set[UUID]:
    """The rows that are closed to somebody."""
    found = set(session.scalars(select(Wall.row_id).where(Wall.user_id == actor.id)))
    session.commit()
    return found


def conflicts(session: Session) -> set[tuple[UUID, str, str]]:
    """Who was found, as whom, by what."""
    found = {(one.user_id, one.role, one.matched) for one in session.scalars(select(Conflict))}
    session.commit()
    return found


def notices(session: Session) -> list[tuple[str, UUID | None, str]]:
    """What the officer was told: kind, member of staff, detail."""
    told = session.scalars(select(Notice).order_by(Notice.kind, Notice.detail))
    found = [(one.kind, one.user_id, one.detail) for one in told]
    session.commit()
    return found


@pytest.fixture
def at(app: Flask, session: Session) -> Callable[[Actor], Browser]:
    """A browser in which somebody has signed in."""
    return lambda actor: signed_in(app, session, actor)
