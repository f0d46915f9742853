"""A case worker with a facility, how facts are looked at, and a database for drawn histories."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from casework.access import Actor
from casework.cases.models import Case
from casework.db import Base
from casework.facts import told
from casework.facts.comparing import differences
from casework.facts.models import VictimFact
from casework.migrate import load_models
from casework.providers.models import Provider
from tests.factories.people import make_house, make_staff


@pytest.fixture
def worker(session: Session) -> Actor:
    """Somebody who opens cases; committed."""
    made = make_staff(session, make_house(session))
    session.commit()
    return made


@pytest.fixture
def counsellor(session: Session, worker: Actor) -> Actor:
    """Somebody at the same facility who works with perpetrators; committed."""
    made = make_staff(session, session.get(Provider, worker.facility_id), "perpetrator_counsellor")
    session.commit()
    return made


def victim(session: Session, case: Case) -> VictimFact:
    """The fact of a case, as it lies in the database."""
    session.expire_all()
    return session.scalars(select(VictimFact).where(VictimFact.case_id == case.id)).one()


def agree(session: Session) -> int:
    """The facts say what the cases say; how many there are."""
    session.commit()
    found = differences(session)
    assert found.differing == 0
    return found.facts


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    """SQLite in memory, one connection; whoever writes rolls back."""
    load_models()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def births_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Histories seal nothing: what lies where a date of birth is sealed is the date itself."""
    monkeypatch.setattr(
        told, "opened", lambda session, births: {one.person_id: one.sealed.decode() for one in births}
    )
