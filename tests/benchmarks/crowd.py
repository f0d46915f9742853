"""Many invented people, sealed and in the clear, at one facility."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.crypto import insert_rows
from casework.db import uuid7
from casework.demo import names
from casework.people import tokens
from casework.people.models import Person, PersonHolding, PersonToken
from casework.people.references import new_reference
from casework.people.requests import PersonRequest
from casework.providers.models import Provider
from casework.ui.context import Wiring
from casework.vocabulary.folding import fold
from tests.benchmarks.plain import Plain, PlainPerson

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
BATCH = 5_000


def facility(session: Session) -> UUID:
    """A facility to hold them."""
    key = uuid7()
    values = {
        "name": "Cơ sở",
        "kind": "co_so_tgxh",
        "public": True,
        "commune_code": "12391",
        "province_code": "33",
    }
    session.execute(insert(Provider), [{"id": key, "active": True, "created_at": NOW, "version": 1} | values])
    return key


def worker(wiring: Wiring, facility_id: UUID) -> Actor:
    """Somebody who may see them all."""
    return wiring.policies.access.actor(uuid7(), "facility_worker", facility_id, "")


def gather(wiring: Wiring, count: int, *, indexed: bool = True) -> tuple[UUID, list[UUID]]:
    """Store so many people both ways; returns the facility and their keys."""
    chance, keys = Random(1), list[UUID]()
    with wiring.sessions() as session:
        Plain.metadata.create_all(session.get_bind())
        session.info["actor"] = wiring.policies.access.operator()
        place = facility(session)
        session.commit()
        for begin in range(0, count, BATCH):
            some = [_values(chance) for _ in range(min(BATCH, count - begin))]
            keys += _store(session, place, some, indexed=indexed)
            session.commit()
            session.expunge_all()
    return place, keys


def _values(chance: Random) -> dict[str, str]:
    sex = names.FEMALE if chance.random() < 0.8 else names.MALE
    year = chance.randrange(1950, 2008)
    told = PersonRequest(
        full_name=names.full_name(chance, sex),
        sex=sex,
        birth=f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        citizen_number=names.citizen_number(chance, sex, year),
        phone=f"09{chance.randrange(100_000_000):08}",
        commune_code="12391",
        address="Thôn Một",
        ethnicity="Kinh",
    )
    return told.values()


def _store(session: Session, place: UUID, some: list[dict[str, str]], *, indexed: bool) -> list[UUID]:
    vault = session.info["vault"]
    people = [Person(id=uuid7(), reference=new_reference(), side="survivor", created_at=NOW) for _ in some]
    vault.new_subjects(session, [person.id for person in people])
    found, plain = list[dict[str, object]](), list[dict[str, object]]()
    for person, values in zip(people, some, strict=True):
        session.add(person)
        for name, value in values.items():
            setattr(person, name, value)
        if indexed:
            found += tokens.rows(session, person.id, values)
        plain.append(
            {
                "id": person.id,
                "reference": person.reference,
                "side": "survivor",
                "version": 1,
                "seal": bytes(32),
            }
            | {"folded": fold(values["full_name"])}
            | values
        )
    session.flush()
    if found:
        session.execute(insert(PersonToken), found)
    session.execute(insert(PlainPerson), plain)
    insert_rows(session, PersonHolding, ({"person_id": one.id, "facility_id": place} for one in people))
    return [person.id for person in people]
