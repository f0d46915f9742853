"""The list of cases: columns instead of whole objects, names opened in bulk."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Integer, bindparam, func, select
from sqlalchemy.orm import Session

from casework.access import Actor, scope
from casework.accounts.models import User
from casework.cases.models import Case
from casework.crypto import verify_rows
from casework.people.models import Person

AHEAD = 10
SEALED = ("id", "seal", "version", *Case.__row_seal__)
CONDITIONS = {
    "status": Case.status == bindparam("status"),
    "kind": Case.kind == bindparam("kind"),
    "worker_id": Case.worker_id == bindparam("worker_id"),
    "detected_from": Case.detected_on >= bindparam("detected_from"),
    "detected_to": Case.detected_on <= bindparam("detected_to"),
}


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to list; None: all. Dates are inclusive; ``unassigned`` outdoes ``worker_id``."""

    status: str | None = None
    kind: str | None = None
    worker_id: UUID | None = None
    detected_from: date | None = None
    detected_to: date | None = None
    unassigned: bool = False

    def values(self) -> dict[str, Any]:
        """The conditions that narrow the list, by name."""
        told = {name: getattr(self, name) for name in CONDITIONS}
        if self.unassigned:
            told["worker_id"] = None
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list; names are "" where unknown or nobody's."""

    reference: str
    survivor: str
    kind: str
    status: str
    detected_on: date
    worker: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. ``total`` counts all that match, or, when there are ``more``, as far as was counted."""

    rows: list[CaseRow]
    total: int
    more: bool = False


def case_list(session: Session, actor: Actor, wanted: CaseFilter, number: int, size: int = 50) -> Listed:
    """One page (``number`` from 1) of the cases that the actor may list, newest first.

    A row that was edited in the database (another facility, another survivor) raises Tampered.
    Nobody turns four hundred pages: what matches is counted to some pages after this one only.
    """
    values = wanted.values()
    rule = actor.rules.get("case:list")
    page, count = _statements(actor, rule, tuple(values), wanted.unassigned)
    connection = session.connection()
    found = connection.execute(page, values | {"skip": (number - 1) * size, "take": size}).all()
    cases = [dict(zip(SEALED, row[3:], strict=True)) for row in found]
    verify_rows(session, Case, cases)
    names = _names(session, [(case["survivor_id"], row[0]) for case, row in zip(cases, found, strict=True)])
    rows = [
        CaseRow(
            case["reference"],
            names[case["survivor_id"]],
            case["kind"],
            status,
            case["detected_on"],
            worker or "",
        )
        for case, (_name, worker, status, *_rest) in zip(cases, found, strict=True)
    ]
    if number == 1 and len(rows) < size:
        return Listed(rows, len(rows))
    most = (number + AHEAD) * size
    counted = connection.scalar(count, values | {"take": most + 1}) or 0
    return Listed(rows, min(counted, most), counted > most)


@lru_cache(maxsize=256)
def _statements(
    actor: Actor, _rule: str | None, given: tuple[str, ...], unassigned: bool
) -> tuple[Executable, Executable]:
    """The page and the count for a viewer and a kind of filter; making them anew costs as much as asking them."""
    matching = scope(select(Case.id), Case, actor, "case:list").where(*(CONDITIONS[name] for name in given))
    if unassigned:
        matching = matching.where(Case.attendant().is_(None))
    take = bindparam("take", type_=Integer)
    page = (
        matching.with_only_columns(
            Person._full_name,  # noqa: SLF001 - opened in bulk, without objects
            User.name,
            Case.status,
            *(getattr(Case, name) for name in SEALED),
        )
        .join(Person, Person.id == Case.survivor_id)
        .outerjoin(User, Case.attended())
        .order_by(Case.detected_on.desc(), Case.id.desc())
        .offset(bindparam("skip", type_=Integer))
        .limit(take)
    )
    return page, select(func.count()).select_from(matching.limit(take).subquery())


def _names(session: Session, sealed: list[tuple[UUID, bytes]]) -> dict[UUID, str]:
    rows = [(person_id, person_id, name) for person_id, name in dict(sealed).items()]
    return dict(session.info["vault"].open_many(session, "person.full_name", rows))
