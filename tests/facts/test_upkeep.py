"""Whatever is written, the facts say at the same commit what the cases say."""

from datetime import date
from random import Random
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.db import Base, WorkSession
from casework.facts import watching
from casework.facts.keeping import PERPETRATORS, VICTIMS, compare
from casework.facts.models import PerpetratorFact, ServiceFact, VictimFact
from casework.facts.operations import rebuild
from casework.people.models import Person
from casework.people.rules import PERPETRATOR
from casework.perpetrators import operations as perpetrators
from casework.perpetrators.operations import LiabilityRequest, SessionRequest
from casework.services import operations as services
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case, make_incident
from tests.factories.people import access_policy, make_person
from tests.facts.conftest import agree, victim
from tests.facts.story import STEPS, Story

MARCH, JUNE = date(2026, 3, 7), date(2026, 6, 30)
# Every example writes rows: a failing one is short enough as it is.
NO_SHRINKING = (Phase.explicit, Phase.generate)


def rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All facts, but for their own keys."""
    session.commit()
    victims = select(VictimFact.case_id, ServiceFact.kind, ServiceFact.delivered_on)
    told = {
        model.__tablename__: select(
            *(c for c in Base.metadata.tables[model.__tablename__].c if c.name != "id")
        )
        for model in (VictimFact, PerpetratorFact)
    } | {"services": victims.join(ServiceFact, ServiceFact.fact_id == VictimFact.id)}
    found = {name: sorted(map(tuple, session.execute(wanted)), key=str) for name, wanted in told.items()}
    session.commit()
    return found


def woman(session: Session, worker: Actor, **told: Any) -> Person:
    assert worker.facility_id is not None
    return make_person(session, worker, worker.facility_id, **told)


def man(session: Session, worker: Actor, **told: Any) -> Person:
    assert worker.facility_id is not None
    return make_person(session, worker, worker.facility_id, PERPETRATOR, sex="nam", **told)


def test_a_case_is_a_fact_at_its_commit(session: Session, worker: Actor) -> None:
    case = make_case(session, worker, woman(session, worker, birth="2009-03-06"))
    make_incident(session, worker, case, harms=("the_chat", "tinh_than"))
    make_incident(session, worker, case, harms=("kinh_te",), relation="con")
    session.commit()
    fact = victim(session, case)
    assert (fact.kind, fact.detected_on) == ("bao_luc_gia_dinh", date(2026, 3, 5))
    assert fact.recorded_on == date(2026, 11, 22)
    assert (fact.year, fact.alone, fact.province_code, fact.commune_code) == (2026, True, "01", "00004")
    assert (fact.sex, fact.age_group, fact.source, fact.need) == ("nu", "16_17", "cong_an", "co")
    assert fact.harms == ("kinh_te", "the_chat", "tinh_than")
    assert fact.relations == ("con", "vo_chong")
    assert fact.first_service_on is None
    assert fact.counted_as == session.get_one(Person, case.survivor_id).counted_as
    assert agree(session) == 1


def test_the_first_delivered_service_of_each_kind_counts(session: Session, worker: Actor) -> None:
    case = make_case(session, worker)
    for kind, status, day in (
        ("y_te", "da_cung_cap", JUNE),
        ("y_te", "da_cung_cap", MARCH),
        ("tam_lanh", "tu_choi", None),
        ("phien_dich", "da_cung_cap", JUNE),
    ):
        request = ServiceRequest(kind, None, None, day, status, "")
        services.record_service(session, worker, case, request, clock.now())
        session.commit()
    fact = victim(session, case)
    assert fact.first_service_on == MARCH
    told = select(ServiceFact.kind, ServiceFact.delivered_on).where(ServiceFact.fact_id == fact.id)
    found = [tuple(row) for row in session.execute(told.order_by(ServiceFact.kind))]
    assert found == [("phien_dich", JUNE), ("y_te", MARCH)]
    agree(session)


def test_two_cases_in_a_year_are_not_alone_and_have_one_age_group(session: Session, worker: Actor) -> None:
    her = woman(session, worker, birth="2008-03-05")
    first = make_case(session, worker, her, detected_on=date(2026, 3, 4))
    session.commit()
    assert victim(session, first).alone
    second = make_case(session, worker, her, detected_on=date(2026, 3, 5))
    third = make_case(session, worker, her, detected_on=date(2025, 3, 5))
    session.commit()
    told = [victim(session, case) for case in (first, second, third)]
    assert [fact.alone for fact in told] == [False, False, True]
    assert [fact.age_group for fact in told] == ["16_17", "16_17", "16_17"]
    assert len({fact.counted_as for fact in told}) == 1


def test_a_perpetrator_is_prosecuted_since_the_first_such_record(
    session: Session, worker: Actor, counsellor: Actor
) -> None:
    case, him = make_case(session, worker), man(session, worker)
    perpetrators.link(session, worker, case, him, clock.now())
    for status, since in (("bi_truy_cuu", JUNE), ("chua_bi_truy_cuu", MARCH), ("bi_truy_cuu", MARCH)):
        told = LiabilityRequest(status, since)
        perpetrators.record_liability(session, worker, case, him, told, clock.now())
    for kind, attended, day in (("hoa_giai", True, MARCH), ("tu_van", False, MARCH), ("tu_van", True, JUNE)):
        met = SessionRequest(day, kind, attended, None, "")
        perpetrators.record_session(session, counsellor, case, him, met, clock.now())
    session.commit()
    fact = session.scalars(select(PerpetratorFact)).one()
    assert (fact.prosecuted_since, fact.counselled_on) == (MARCH, JUNE)
    assert (fact.case_id, fact.sex, fact.kind) == (case.id, "nam", "bao_luc_gia_dinh")
    assert agree(session) == 2


def test_what_is_rolled_back_was_never_counted(session: Session, worker: Actor) -> None:
    case = make_case(session, worker)
    session.commit()
    before = rows(session)
    session.info["actor"] = worker
    request = ServiceRequest("y_te", None, None, MARCH, "da_cung_cap", "")
    services.record_service(session, worker, case, request, clock.now())
    session.flush()
    session.rollback()
    assert "facts" not in session.info
    assert rows(session) == before


def test_what_does_not_count_is_not_looked_at(session: Session, worker: Actor, counsellor: Actor) -> None:
    story = Story(session, worker, counsellor, lambda items: items[0])
    story.tell("open_case")
    session.commit()
    story.tell("move_case")
    session.flush()
    assert "facts" not in session.info


@pytest.mark.parametrize("engine_kind", ["postgresql"], indirect=True)
def test_of_two_who_write_to_one_case_at_once_neither_is_lost(
    sessions: sessionmaker[WorkSession], session: Session, worker: Actor
) -> None:
    case_id = make_case(session, worker).id
    session.commit()
    with sessions() as one, sessions() as other:
        for each in (one, other):
            each.info["actor"] = worker
        request = ServiceRequest("y_te", None, None, MARCH, "da_cung_cap", "")
        services.record_service(one, worker, one.get_one(Case, case_id), request, clock.now())
        make_incident(other, worker, other.get_one(Case, case_id))
        watching._settle(one)  # its facts are written, and not committed
        waiting = Thread(target=other.commit)
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        one.commit()
        waiting.join(20)
        assert not waiting.is_alive()
    fact = victim(session, session.get_one(Case, case_id))
    assert (fact.first_service_on, fact.harms) == (MARCH, ("the_chat",))
    agree(session)


def test_whatever_is_told_in_whichever_order_the_facts_agree(
    session: Session, worker: Actor, counsellor: Actor
) -> None:
    operator = access_policy().operator()
    met = set()

    @settings(max_examples=15, suppress_health_check=list(HealthCheck), phases=NO_SHRINKING)
    @given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14))
    def told(seed: int, steps: list[str]) -> None:
        random = Random(seed)
        story = Story(session, worker, counsellor, random.choice)
        for step in steps:
            story.tell(step)
            met.add(step)
            if random.random() < 0.4:
                in_step(session, story)
        in_step(session, story)

    told()
    agree(session)
    before = rows(session)
    session.info["actor"] = operator
    made = rebuild(session, operator, clock.now())
    assert rows(session) == before
    assert made.cases == len(before["victim_fact"])
    assert met == set(STEPS)


def in_step(session: Session, story: Story) -> None:
    """The facts of everybody in the story, after what was written together."""
    session.commit()
    for side, people in ((VICTIMS, story.survivors), (PERPETRATORS, story.suspects)):
        assert len(compare(session, side, [one.id for one in people])) == 0
    session.rollback()


def test_a_rebuild_would_find_what_upkeep_forgot(
    session: Session, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(session, worker)
    session.commit()
    monkeypatch.setattr(watching, "keep", lambda *_: 0)
    make_incident(session, worker, case)
    session.commit()
    with pytest.raises(AssertionError):
        agree(session)
