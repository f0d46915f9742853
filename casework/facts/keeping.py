"""Keeping the facts of some people in step with what their cases say."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from casework.db import Base, random_key
from casework.facts import perpetrators, victims
from casework.facts.models import PerpetratorFact, ServiceFact, VictimFact
from casework.facts.told import Found, Key, Told
from casework.many import insert_many
from casework.people.models import Person
from casework.people.rules import PERPETRATOR, SURVIVOR

CHUNK = 500
T = TypeVar("T")
_VICTIM, _SERVICE, _PERPETRATOR, _PERSON = (
    Base.metadata.tables[model.__tablename__] for model in (VictimFact, ServiceFact, PerpetratorFact, Person)
)


class Side(NamedTuple):
    """Victims or perpetrators: where their facts are, how they are read, and what their cases come to."""

    of: str
    table: Table
    stored: Select[*tuple[Any, ...]]
    told: Callable[[Session, Sequence[UUID]], Found]


@dataclass
class Changes:
    """What would bring the stored facts into step; ``kept`` is how many there are already, right or wrong."""

    new: list[Told] = field(default_factory=list)
    changed: list[tuple[int, Told]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    kept: int = 0

    def __len__(self) -> int:
        return len(self.new) + len(self.changed) + len(self.gone)


def _theirs(table: Table, *more: Any) -> Select[*tuple[Any, ...]]:
    people = select(_PERSON.c.counted_as).where(_PERSON.c.id.in_(bindparam("people", expanding=True)))
    return select(table, *more).where(table.c.counted_as.in_(people), table.c.case_id.is_not(None))


VICTIMS = Side(
    SURVIVOR,
    _VICTIM,
    _theirs(_VICTIM, _SERVICE.c.kind.label("service"), _SERVICE.c.delivered_on.label("first")).outerjoin_from(
        _VICTIM, _SERVICE, _SERVICE.c.fact_id == _VICTIM.c.id
    ),
    victims.told,
)
PERPETRATORS = Side(PERPETRATOR, _PERPETRATOR, _theirs(_PERPETRATOR), perpetrators.told)
SIDES = (VICTIMS, PERPETRATORS)


def keep(session: Session, side: Side, people: Collection[UUID]) -> int:
    """Bring the facts of these people into step; returns how many there are now."""
    facts = 0
    for some in chunks(people):
        changes = compare(session, side, some)
        _write(session, side, changes)
        facts += changes.kept + len(changes.new) - len(changes.gone)
    return facts


def compare(session: Session, side: Side, people: Sequence[UUID]) -> Changes:
    """What of these people's facts isn't what their cases say. Facts of whoever has been erased stay as they are."""
    found = side.told(session, people)
    stored = {
        key: one for key, one in _stored(session, side, people).items() if key.counted_as not in found.erased
    }
    changes = Changes(kept=len(stored))
    for key, told in found.facts.items():
        known = stored.pop(key, None)
        if known is None:
            changes.new.append(told)
        elif known[1] != told:
            changes.changed.append((known[0], told))
    changes.gone = [fact_id for fact_id, _ in stored.values()]
    return changes


def _stored(session: Session, side: Side, people: Sequence[UUID]) -> dict[Key, tuple[int, Told]]:
    facts: dict[Key, tuple[int, Told]] = {}
    for row in session.connection().execute(side.stored, {"people": people}).mappings():
        values = dict(row)
        fact_id, service, first = values.pop("id"), values.pop("service", None), values.pop("first", None)
        key = Key(values["case_id"], values["counted_as"])
        _, told = facts.setdefault(key, (fact_id, Told(values)))
        if service is not None:
            told.services[service] = first
    return facts


def _write(session: Session, side: Side, changes: Changes) -> None:
    if not changes:
        return
    connection = session.connection()
    new = [(random_key(), told) for told in changes.new]
    stale = [*changes.gone, *(fact_id for fact_id, _ in changes.changed)]
    if side is VICTIMS and stale:
        connection.execute(delete(_SERVICE).where(_SERVICE.c.fact_id.in_(stale)))
    if changes.gone:
        connection.execute(delete(side.table).where(side.table.c.id.in_(changes.gone)))
    if changes.changed:
        rows = [told.values | {"fact": fact_id} for fact_id, told in changes.changed]
        connection.execute(update(side.table).where(side.table.c.id == bindparam("fact")), rows)
    insert_many(connection, side.table, [told.values | {"id": fact_id} for fact_id, told in new])
    services = [
        {"fact_id": fact_id, "kind": kind, "delivered_on": first}
        for fact_id, told in (*new, *changes.changed)
        for kind, first in told.services.items()
    ]
    insert_many(connection, _SERVICE, services)


def chunks(people: Collection[UUID]) -> Iterator[list[UUID]]:
    """So many people as one statement can name."""
    wanted = sorted(people)
    for at in range(0, len(wanted), CHUNK):
        yield wanted[at : at + CHUNK]
