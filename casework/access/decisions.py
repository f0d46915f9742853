"""Decisions: one rule gives the WHERE clause of a list and the answer for a single record."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, not_, select, true
from sqlalchemy.orm import Session

from casework.access.identity import Actor, NotFound
from casework.access.predicates import PREDICATES

M = TypeVar("M")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def may(actor: Actor, permission: str) -> bool:
    """Whether the actor's role has any rule for the permission; which rows is for ``scope`` to say."""
    return permission in actor.rules


def clause(model: Any, actor: Actor, permission: str) -> ColumnElement[bool]:
    """The rows of ``model`` that the actor may touch under the permission; without a rule none."""
    rule = actor.rules.get(permission)
    return false() if rule is None else and_(PREDICATES[rule](model, actor), open_to(model, actor))


def open_to(model: Any, actor: Actor) -> ColumnElement[bool]:
    """The rows of ``model`` before which no wall stands for the actor (see ``access.models.Wall``).

    ``clause`` asks it already; for the few queries that reach rows by another way. A model that a wall
    can close has a classmethod ``walled(user_id)``.
    """
    walled = getattr(model, "walled", None)
    return true() if actor.id is None or walled is None else not_(walled(actor.id))


def scope(statement: S, model: Any, actor: Actor, permission: str) -> S:
    """The statement, narrowed to what the actor may see."""
    return statement.where(clause(model, actor, permission))


def find(session: Session, actor: Actor, permission: str, model: type[M], *where: ColumnElement[bool]) -> M:
    """The one record that matches and is the actor's to touch; else NotFound, whichever was the reason."""
    record = session.scalars(scope(select(model).where(*where), model, actor, permission)).one_or_none()
    if record is None:
        raise NotFound(permission, model.__name__)
    return record


def allowed(session: Session, actor: Actor, permission: str, record: Any) -> bool:
    """Whether the actor may touch this record; asks the database by the same rule as ``scope``."""
    model = type(record)
    statement = select(model.id).where(model.id == record.id)
    return session.scalar(scope(statement, model, actor, permission)) is not None


def require(session: Session, actor: Actor, permission: str, record: Any) -> None:
    """Raise NotFound unless the actor may touch this record."""
    if not allowed(session, actor, permission, record):
        raise NotFound(permission, type(record).__name__)


def require_here(actor: Actor, permission: str, facility_id: UUID | None) -> None:
    """Raise NotFound unless the actor may make such a record at that facility."""
    rule = actor.rules.get(permission)
    allowed = rule == "any" or (
        rule == "own_facility" and facility_id is not None and facility_id == actor.facility_id
    )
    if not allowed:
        raise NotFound(permission, "new record")


def require_role(actor: Actor, permission: str) -> None:
    """Raise NotFound unless the actor's role has the permission at all (acts that concern no single record)."""
    if not may(actor, permission):
        raise NotFound(permission, "act")
