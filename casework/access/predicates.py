"""The named predicates of the policy table, each one WHERE clause; ``require`` asks the same clause."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, true

from casework.access.identity import Actor


class Protected(Protocol):
    """A model that access decides on: it says which rows a facility holds."""

    id: Any

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """The rows that this facility holds."""


Predicate = Callable[[Any, Actor], ColumnElement[bool]]


def anyone(_model: Any, _actor: Actor) -> ColumnElement[bool]:
    """Every row."""
    return true()


def own_facility(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows that the actor's own facility holds; none without a facility."""
    if actor.facility_id is None:
        return false()
    clause: ColumnElement[bool] = model.held_by(actor.facility_id)
    return clause


def own_facility_perpetrators(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Perpetrators whom the actor's own facility holds, never a survivor."""
    return and_(model.side == "perpetrator", own_facility(model, actor))


def own(model: Any, actor: Actor) -> ColumnElement[bool]:
    """The actor's own rows (drafts, imports)."""
    if actor.id is None:
        return false()
    clause: ColumnElement[bool] = model.owner_id == actor.id
    return clause


def own_sent(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows that the actor's own organisation has sent to others."""
    if actor.facility_id is None:
        return false()
    clause: ColumnElement[bool] = model.sent_by(actor.facility_id)
    return clause


def own_province(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows that concern the province in which the actor's own organisation sits."""
    if actor.facility_id is None:
        return false()
    clause: ColumnElement[bool] = model.in_province_of(actor.facility_id)
    return clause


PREDICATES: dict[str, Predicate] = {
    "any": anyone,
    "own_facility": own_facility,
    "own_facility_perpetrators": own_facility_perpetrators,
    "own": own,
    "own_sent": own_sent,
    "own_province": own_province,
}
# Those that say something only of somebody who belongs to an organisation.
OF_ORGANISATION = frozenset({"own_facility", "own_facility_perpetrators", "own_sent", "own_province"})
