"""Cases for tests: opened as the application opens them."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from casework import clock, vocabulary
from casework.access import Actor
from casework.cases import operations
from casework.cases.models import Case
from casework.cases.operations import CaseRequest
from casework.incidents import operations as incidents
from casework.incidents.models import Incident
from casework.incidents.operations import IncidentRequest
from casework.paths import ROOT_POLICIES
from casework.people.models import Person
from casework.vocabulary import Units
from tests.factories.people import make_person


@cache
def units() -> Units:
    """The administrative units as they are shipped."""
    return vocabulary.load_units(ROOT_POLICIES)


FACTS: dict[str, Any] = {
    "kind": "bao_luc_gia_dinh",
    "detected_on": date(2026, 3, 5),
    "commune_code": "00004",
    "source": "cong_an",
    "need": "co",
}


def make_case(session: Session, actor: Actor, survivor: Person | None = None, **facts: Any) -> Case:
    """A case at the actor's facility, of a survivor registered for it unless one is given."""
    assert actor.facility_id is not None
    survivor = survivor or make_person(session, actor, actor.facility_id)
    request = CaseRequest(survivor_id=survivor.id, **(FACTS | facts))
    case = operations.create(session, actor, request, actor.facility_id, clock.now(), units=units())
    session.flush()
    session.refresh(case, ["survivor"])
    return case


def make_incident(session: Session, actor: Actor, case: Case, **told: Any) -> Incident:
    """An incident of the case."""
    values: dict[str, Any] = {"acts": ("a",), "harms": ("the_chat",), "relation": "vo_chong"} | told
    return incidents.record(session, actor, case, IncidentRequest(**values), clock.now())
