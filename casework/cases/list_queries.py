"""The list of cases: columns instead of whole objects, names opened in bulk."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.accounts.models import User
from casework.cases.models import Case
from casework.people.models import Person


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to list; None: all. Dates are inclusive; ``unassigned`` outdoes ``worker_id``."""

    status: str | None = None
    kind: str | None = None
    worker_id: UUID | None = None
    unassigned: bool = False
    detected_from: date | None = None
    detected_to: date | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list; names are "" where unknown or nobody's."""

    reference: str
    survivor: str
    kind: str
    status: str
    detected_on: date
    worker: str


def case_list(
    session: Session, actor: Actor, wanted: CaseFilter, number: int, size: int = 50
) -> tuple[list[CaseRow], int]:
    """One page (``number`` from 1) of the cases that the actor may list, newest first, and how many there are."""
    matching = _matching(actor, wanted)
    statement = (
        matching.with_only_columns(
            Case.reference,
            Case.kind,
            Case.status,
            Case.detected_on,
            Case.survivor_id,
            Person._full_name,  # noqa: SLF001 - opened below, many at once
            User.name,
        )
        .join(Person, Person.id == Case.survivor_id)
        .outerjoin(User, User.id == Case.worker_id)
        .order_by(Case.detected_on.desc(), Case.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    )
    found = session.execute(statement).all()
    names = _names(session, [(row[4], row[5]) for row in found])
    rows = [
        CaseRow(reference, names[survivor_id], kind, status, detected_on, worker or "")
        for reference, kind, status, detected_on, survivor_id, _sealed, worker in found
    ]
    if number == 1 and len(rows) < size:
        return rows, len(rows)
    return rows, session.scalar(matching.with_only_columns(func.count(Case.id))) or 0


def _matching(actor: Actor, wanted: CaseFilter) -> Select[Any]:
    statement: Select[Any] = scope(select(Case.id), Case, actor, "case:list")
    if wanted.status:
        statement = statement.where(Case.status == wanted.status)
    if wanted.kind:
        statement = statement.where(Case.kind == wanted.kind)
    if wanted.unassigned:
        statement = statement.where(Case.worker_id.is_(None))
    elif wanted.worker_id:
        statement = statement.where(Case.worker_id == wanted.worker_id)
    if wanted.detected_from:
        statement = statement.where(Case.detected_on >= wanted.detected_from)
    if wanted.detected_to:
        statement = statement.where(Case.detected_on <= wanted.detected_to)
    return statement


def _names(session: Session, sealed: list[tuple[UUID, bytes]]) -> dict[UUID, str]:
    once = dict(sealed)
    rows = [(person_id, person_id, name) for person_id, name in once.items()]
    return dict(session.info["vault"].open_many(session, "person.full_name", rows))
