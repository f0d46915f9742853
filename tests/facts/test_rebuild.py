"""Facts that were tampered with are found and made anew; those of erased people stay, and are nobody's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.disclosure.canonical import Period, TableKey
from casework.facts.comparing import differences
from casework.facts.edition import EDITION, edition
from casework.facts.models import FactState, PerpetratorFact, ServiceFact, VictimFact
from casework.facts.operations import catch_up, let_go, rebuild
from casework.facts.populations import Victims
from casework.facts.queries import snapshot
from casework.people.models import Person
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.perpetrators import operations as perpetrators
from casework.services import operations as services
from casework.services.operations import ServiceRequest
from tests.factories.cases import make_case
from tests.factories.people import access_policy, make_person
from tests.facts.conftest import agree
from tests.facts.naive import BASIC, STREAMS


@pytest.fixture
def case(session: Session, worker: Actor) -> Case:
    """Of three cases the first: a service, and a perpetrator whom the second has too; committed."""
    assert worker.facility_id is not None
    first, second, _third = (make_case(session, worker) for _ in range(3))
    him = make_person(session, worker, worker.facility_id, PERPETRATOR, sex="nam")
    for one in (first, second):
        perpetrators.link(session, worker, one, him, clock.now())
    request = ServiceRequest("y_te", None, None, date(2026, 3, 7), "da_cung_cap", "")
    services.record_service(session, worker, first, request, clock.now())
    assert agree(session) == 5
    return first


def of(case: Case) -> Any:
    return VictimFact.case_id == case.id


def somebody_else(case: Case) -> Any:
    others = select(func.max(Person.counted_as)).where(Person.id != case.survivor_id)
    return others.where(Person.side == SURVIVOR).scalar_subquery()


TAMPERED: dict[str, tuple[Callable[[Session, Case], Any], int]] = {
    "a fact is missing": (
        lambda session, case: session.execute(delete(PerpetratorFact).where(PerpetratorFact.case_id == case.id)),
        1,
    ),
    "a fact says something else": (
        lambda session, case: session.execute(update(VictimFact).where(of(case)).values(need="khong")),
        1,
    ),
    "a service was added": (
        lambda session, case: session.add(
            ServiceFact(
                fact_id=session.scalars(select(VictimFact.id).where(of(case))).one(),
                kind="tam_lanh",
                delivered_on=date(2026, 3, 8),
            )
        ),
        1,
    ),
    "a fact became another person's": (
        lambda session, case: session.execute(
            update(VictimFact).where(of(case)).values(counted_as=somebody_else(case))
        ),
        2,
    ),
    "a fact became nobody's": (
        lambda session, case: session.execute(update(VictimFact).where(of(case)).values(counted_as=1)),
        2,
    ),
    "a fact of no case": (
        lambda session, case: session.execute(
            update(PerpetratorFact).where(PerpetratorFact.case_id == case.id).values(case_id=case.survivor_id)
        ),
        2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_found_and_mended(session: Session, case: Case, how: str) -> None:
    tamper, many = TAMPERED[how]
    tamper(session, case)
    session.commit()
    found = differences(session)
    assert (found.facts, found.differing) == (5, many)
    session.info["actor"] = operator = access_policy().operator()
    made = rebuild(session, operator, clock.now())
    assert (made.cases, made.perpetrators) == (3, 2)
    assert agree(session) == 5
    entry = session.scalars(select(Entry).where(Entry.event == "facts.rebuilt")).one()
    assert (entry.actor_role, entry.facts) == ("operator", '{"cases":3,"perpetrators":2}')


def test_only_the_operator_makes_facts_anew(session: Session, worker: Actor) -> None:
    with pytest.raises(NotFound):
        rebuild(session, worker, clock.now())


def test_facts_of_another_edition_are_made_anew_once(session: Session, case: Case) -> None:
    session.info["actor"] = operator = access_policy().operator()
    assert catch_up(session, operator, clock.now()) is None
    session.execute(delete(ServiceFact))
    session.execute(delete(VictimFact))
    session.execute(update(FactState).values(edition=0))
    session.commit()
    made = catch_up(session, operator, clock.now())
    assert made is not None
    assert made.cases == 3
    session.commit()
    assert edition(session) == EDITION
    assert session.scalars(select(FactState.made_at)).one() == clock.now()
    assert agree(session) == 5


def threads(session: Session, person_id: object) -> int:
    """How many facts lead to her: by the case, or by her key."""
    keys = select(Person.counted_as).where(Person.id == person_id)
    cases = select(Case.id).where(Case.survivor_id == person_id)
    found = select(func.count()).where(VictimFact.case_id.in_(cases) | VictimFact.counted_as.in_(keys))
    return session.scalar(found) or 0


def test_after_an_erasure_she_is_still_counted_and_nobody_can_tell(
    session: Session, worker: Actor, case: Case
) -> None:
    key = TableKey(Period.of_year(2026), date(2026, 12, 31))
    population = Victims(STREAMS, BASIC)
    before = dict(snapshot(session, population, key).counts)
    her, him = case.survivor_id, session.scalars(select(Person.id).where(Person.side == PERPETRATOR)).one()
    assert threads(session, her) == 1
    let_go(session, people=[her, him], cases=[case.id])
    session.info["vault"].forget_subject(session, her)
    session.commit()
    assert threads(session, her) == 0
    assert dict(snapshot(session, population, key).counts) == before
    assert agree(session) == 2
    session.info["actor"] = operator = access_policy().operator()
    rebuild(session, operator, clock.now())
    session.commit()
    assert dict(snapshot(session, population, key).counts) == before
    assert session.scalar(select(func.count()).select_from(PerpetratorFact)) == 2


def test_a_key_that_is_gone_leaves_facts_as_they_are(session: Session, worker: Actor, case: Case) -> None:
    """As a careless erasure would: neither the next change nor a rebuild takes her out of the figures."""
    session.info["vault"].forget_subject(session, case.survivor_id)
    session.commit()
    case.need = "khong"
    session.commit()
    session.info["actor"] = operator = access_policy().operator()
    rebuild(session, operator, clock.now())
    session.commit()
    assert session.scalars(select(VictimFact.need).where(of(case))).one() == "co"
    agree(session)
