"""Consent never gates a service: who says no to everything is helped like anybody."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import casework
from casework import clock
from casework.cases.models import Case
from casework.consent import operations, rules
from casework.consent.models import Consent
from casework.consent.operations import ConsentRequest
from casework.incidents import operations as incidents
from casework.incidents.operations import IncidentRequest
from casework.safety import operations as safety
from casework.safety.operations import SafeContactRequest
from casework.services import operations as services
from casework.services.models import Service
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case
from tests.factories.desk import Desk
from tests.factories.people import make_house, make_staff
from tests.factories.referrals import site

# The rooms that may ask about consent: those that record it, and those that hand something over.
MAY_ASK = {"consent", "intake", "referrals", "outbound", "orders", "worklist", "demo"}


def rooms_that_name(module: str) -> set[str]:
    """The rooms of which some file imports a module of ours."""
    root = Path(casework.__file__).parent
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [f"{node.module}.{each.name}" for each in node.names] + [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            if any(name == module or name.startswith(f"{module}.") for name in names):
                found.add(path.relative_to(root).parts[0])
    return found


def test_the_rooms_that_help_do_not_know_of_consent() -> None:
    asking = rooms_that_name("casework.consent")
    assert {"intake", "referrals"} <= asking
    assert asking <= MAY_ASK


def test_only_hand_overs_ask_whether_consent_covers_them() -> None:
    assert rooms_that_name("casework.consent.queries.covers") <= {"referrals", "outbound", "orders"}


@pytest.mark.parametrize("answer", ["", "refused", "withdrawn"])
def test_whatever_she_answers_every_help_can_be_recorded(session: Session, answer: str) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    for purpose in site().vocabulary["consent_purpose"].codes:
        for said in {"": (), "refused": ("refused",), "withdrawn": ("given", "withdrawn")}[answer]:
            told = ConsentRequest(purpose=purpose, answer=said, given_on=clock.today())
            operations.record(session, worker, case, told, clock.now())
    assert not [each for each in session.scalars(select(Consent)) if _stands(session, case, each.purpose)]
    for kind in site().vocabulary["service_kind"].codes:
        given = ServiceRequest(kind, None, None, clock.today(), "da_cung_cap", "")
        services.record_service(session, worker, case, given, clock.now())
    incidents.record(session, worker, case, IncidentRequest(acts=("a",), harms=(), relation=""), clock.now())
    safety.record(session, worker, case, SafeContactRequest(may_contact="khong"), clock.now())
    session.commit()
    assert len(session.scalars(select(Service)).all()) == len(site().vocabulary["service_kind"].codes)


def _stands(session: Session, case: Case, purpose: str) -> bool:
    told = session.scalars(
        select(Consent).where(Consent.case_id == case.id, Consent.purpose == purpose)
    ).all()
    found = rules.counting(told, "", None, clock.today())
    return found is not None and found.answer == rules.GIVEN


def test_the_page_of_a_service_asks_nothing_of_her_answers(desk: Desk, session: Session) -> None:
    no = {"purpose": "case_work", "answer": "refused", "given_on": "1/11/2026", "manner": "spoken"}
    assert desk.at.post(f"{desk.path}/consent/new", no).status_code == 303
    service = {"kind": "y_te", "status": "da_cung_cap", "delivered_on": "21/11/2026"}
    assert desk.at.post(f"{desk.path}/services/new", service).status_code == 303
    assert len(session.scalars(select(Service)).all()) == 1
