"""Keeping the counting facts in step, against the same transactions without it."""

from collections.abc import Callable
from datetime import date
from unittest.mock import patch

from casework import clock
from casework.cases.models import Case
from casework.cases.operations import CaseFacts
from casework.consent.operations import ConsentRequest
from casework.facts import watching
from casework.incidents.operations import IncidentRequest
from casework.intake.operations import open_case
from casework.intake.requests import IntakeRequest
from casework.people.requests import PersonRequest
from casework.safety.operations import SafeContactRequest
from casework.services.operations import ServiceRequest, record_service
from tests.benchmarks.bench import Line, paired, site
from tests.benchmarks.crowd import gather
from tests.benchmarks.listing import account

CASES = 15
PEOPLE = 5_000
DAY = date(2026, 3, 5)
INTAKE = IntakeRequest(
    person=PersonRequest(full_name="Đào Thị Hòa", sex="nu", birth="1990", phone="0912345678"),
    contact=SafeContactRequest(may_contact="co", channel="phone_call", number="0912345678"),
    consents=(ConsentRequest(purpose="case_work", answer="given", given_on=DAY),),
    case=CaseFacts(
        kind="bao_luc_gia_dinh", detected_on=DAY, commune_code="12391", source="tu_den", need="co"
    ),
    incident=IncidentRequest(acts=("a",), harms=("the_chat",), relation="vo_chong"),
)
SERVICE = ServiceRequest("y_te", None, None, DAY, "da_cung_cap", "")


def measure() -> Line:
    """Cases opened, and services recorded in them, each in a transaction of its own."""
    with site() as wiring:
        place, _ = gather(wiring, PEOPLE)
        with wiring.sessions() as session:
            session.info["actor"] = wiring.policies.access.operator()
            member, _ = account(session, place)
            session.commit()
        actor = wiring.policies.access.actor(member, "facility_worker", place, "")
        cases: list[Case] = []

        def openings() -> None:
            for _ in range(CASES):
                with wiring.sessions() as session:
                    session.info["actor"] = actor
                    cases.append(open_case(session, actor, INTAKE, clock.now(), units=wiring.policies.units))
                    session.commit()

        def services() -> None:
            for case in cases[-CASES:]:
                with wiring.sessions() as session:
                    session.info["actor"] = actor
                    found = session.get_one(Case, case.id)
                    record_service(session, actor, found, SERVICE, clock.now())
                    session.commit()

        opened, bare_opened = paired(openings, without(openings))
        served, bare_served = paired(services, without(services))
    ratio = (opened + served) / (bare_opened + bare_served)
    detail = (
        f"a case opened {1000 * opened / CASES:.1f} ms ({opened / bare_opened:.2f} ×), "
        f"a service recorded {1000 * served / CASES:.1f} ms ({served / bare_served:.2f} ×)"
    )
    return Line(
        "counting facts kept in step, a case opened and a service recorded in it",
        "the same transactions without them",
        "≤ 1.3 × their time",
        ratio,
        ratio <= 1.3,
        detail,
    )


def without(act: Callable[[], None]) -> Callable[[], None]:
    """The same, and nothing is watched."""

    def unwatched() -> None:
        with patch.object(watching, "WATCHED", {}):
            act()

    return unwatched
