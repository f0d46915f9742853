"""From the cases of survivors to their facts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.facts.told import Found, Told, found
from casework.incidents.models import Incident
from casework.people.models import Person
from casework.services.models import Service
from casework.services.rules import DELIVERED

# Made once, and for tables instead of classes: every change of a case passes here.
_CASE, _PERSON, _INCIDENT, _SERVICE = (
    model.metadata.tables[model.__tablename__] for model in (Case, Person, Incident, Service)
)
_OF_CASE = _INCIDENT.c.case_id == _CASE.c.id
_HERS = _CASE.c.survivor_id.in_(bindparam("people", expanding=True))
_CASES = (
    select(
        _CASE.c.id.label("case_id"),
        *(_CASE.c[name] for name in ("kind", "detected_on", "province_code", "commune_code")),
        *(_CASE.c[name] for name in ("source", "need", "trafficking_status")),
        _CASE.c.opened_at.label("known_at"),
        _PERSON.c.id.label("person_id"),
        *(_PERSON.c[name] for name in ("sex", "birth", "counted_as")),
        select(func.aggregate_strings(type_coerce(_INCIDENT.c.harms, String), ";"))
        .where(_OF_CASE)
        .scalar_subquery()
        .label("harms"),
        select(func.aggregate_strings(_INCIDENT.c.relation, ";"))
        .where(_OF_CASE)
        .scalar_subquery()
        .label("relations"),
    )
    .join_from(_CASE, _PERSON, _PERSON.c.id == _CASE.c.survivor_id)
    .where(_HERS, _PERSON.c.counted_as.is_not(None))
)
_SERVICES = (
    select(_SERVICE.c.case_id, _SERVICE.c.kind, func.min(_SERVICE.c.delivered_on).label("first"))
    .join_from(_CASE, _SERVICE, _SERVICE.c.case_id == _CASE.c.id)
    .where(_HERS, _SERVICE.c.status == DELIVERED, _SERVICE.c.delivered_on.is_not(None))
    .group_by(_SERVICE.c.case_id, _SERVICE.c.kind)
)


def told(session: Session, people: Sequence[UUID]) -> Found:
    """The facts that these survivors' cases come to."""
    connection, asked = session.connection(), {"people": people}
    cases = connection.execute(_CASES, asked).all()
    services: dict[UUID, dict[str, date]] = defaultdict(dict)
    for case_id, kind, first in connection.execute(_SERVICES, asked):
        services[case_id][kind] = first

    def tell(row: Any, values: dict[str, Any]) -> Told:
        delivered = services.get(row.case_id, {})
        values |= {
            "source": row.source,
            "need": row.need,
            "trafficking_status": row.trafficking_status,
            "harms": _codes(row.harms),
            "relations": _codes(row.relations),
            "first_service_on": min(delivered.values(), default=None),
        }
        return Told(values, delivered)

    return found(session, cases, tell)


def _codes(joined: str | None) -> tuple[str, ...]:
    """All that several incidents say, each once and in order."""
    return tuple(sorted({code for code in (joined or "").split(";") if code}))
