"""Whatever is written, the facts say at the same commit what the cases say."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case, make_incident
from tests.factories.people import make_person
from tests.facts.conftest import agree, victim

DELIVERED = ServiceRequest("y_te", None, None, date(2026, 3, 7), "da_cung_cap", "")


def test_a_case_is_a_fact_at_its_commit(session: Session, worker: Actor) -> None:
    case = make_case(session, worker, make_person(session, worker, worker.facility_id, birth="2009-03-06"))
    make_incident(session, worker, case, harms=("the_chat", "tinh_than"))
    session.commit()
    fact = victim(session, case)
    assert (fact.kind, fact.detected_on, fact.recorded_on) == (
        "bao_luc_gia_dinh",
        date(2026, 3, 5),
        date(2026, 11, 22),
    )
    assert (fact.year, fact.alone, fact.province_code, fact.commune_code) == (2026, True, "01", "00004")
    assert (fact.sex, fact.age_group, fact.source, fact.need) == ("nu", "16_17", "cong_an", "co")
    assert (fact.harms, fact.relations) == (("the_chat", "tinh_than"), ("vo_chong",))
    assert fact.first_service_on is None
    agree(session)
