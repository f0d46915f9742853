"""From the cases in which somebody is the alleged perpetrator to his facts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.facts.told import Found, Told, found
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.perpetrators.rules import COUNSELLING, PROSECUTED

_CASE, _PERSON, _LINK, _LIABILITY, _SESSION = (
    model.metadata.tables[model.__tablename__]
    for model in (Case, Person, CasePerpetrator, Liability, CounsellingSession)
)
# As the indicators count it: prosecuted since the first such record, whatever was recorded after it.
_PROSECUTED = select(func.min(_LIABILITY.c.since)).where(
    _LIABILITY.c.case_id == _LINK.c.case_id,
    _LIABILITY.c.person_id == _LINK.c.person_id,
    _LIABILITY.c.status == PROSECUTED,
)
_COUNSELLED = select(func.min(_SESSION.c.held_on)).where(
    _SESSION.c.case_id == _LINK.c.case_id,
    _SESSION.c.person_id == _LINK.c.person_id,
    _SESSION.c.kind == COUNSELLING,
    _SESSION.c.attended,
)
_LINKS = (
    select(
        _LINK.c.case_id,
        _LINK.c.linked_at.label("known_at"),
        *(_CASE.c[name] for name in ("kind", "detected_on", "province_code", "commune_code")),
        _PERSON.c.id.label("person_id"),
        *(_PERSON.c[name] for name in ("sex", "birth", "counted_as")),
        _PROSECUTED.scalar_subquery().label("prosecuted_since"),
        _COUNSELLED.scalar_subquery().label("counselled_on"),
    )
    .join_from(_LINK, _CASE, _CASE.c.id == _LINK.c.case_id)
    .join(_PERSON, _PERSON.c.id == _LINK.c.person_id)
    .where(_LINK.c.person_id.in_(bindparam("people", expanding=True)), _PERSON.c.counted_as.is_not(None))
)


def told(session: Session, people: Sequence[UUID]) -> Found:
    """The facts that these people's links to cases come to."""
    links = session.connection().execute(_LINKS, {"people": people}).all()

    def tell(row: Any, values: dict[str, Any]) -> Told:
        return Told(values | {"prosecuted_since": row.prosecuted_since, "counselled_on": row.counselled_on})

    return found(session, links, tell)
