"""Finding cases: the one door to a case file, the list, and who may work on cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, not_, select
from sqlalchemy.orm import Session, contains_eager

from casework.access import Actor, NotFound, find, scope
from casework.access.models import walled_off
from casework.accounts.models import User
from casework.cases.models import Case, Handover, Note
from casework.cases.rules import CASE_ROLES
from casework.crypto import verify_row


def case_by_reference(session: Session, actor: Actor, permission: str, reference: str) -> Case:
    """The case behind an address, with its survivor loaded; NotFound when missing or not the actor's.

    This is the one door through which every room reaches a case file; a row that was edited in the
    database (another facility, another survivor) raises Tampered here.
    """
    statement = (
        select(Case)
        .join(Case.survivor)
        .options(contains_eager(Case.survivor))
        .where(Case.reference == reference)
    )
    case = session.scalars(scope(statement, Case, actor, permission)).one_or_none()
    if case is None:
        raise NotFound(permission, Case.__name__)
    verify_row(case)
    return case


def references(session: Session, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Where the files of these cases are: of those that the actor may open, so of none for a counsellor."""
    statement = select(Case.id, Case.reference).where(Case.id.in_(case_ids))
    found = session.execute(scope(statement, Case, actor, "case:read"))
    return {case_id: reference for case_id, reference in found}  # noqa: C416  (a row is no pair to the types)


_WORKERS = (
    select(User.id, User.name)
    .where(
        User.facility_id == bindparam("facility_id"), User.role.in_(CASE_ROLES), User.disabled_at.is_(None)
    )
    .order_by(User.name)
)


# Whoever is walled off from a case can't have it.
_WORKERS_FOR = _WORKERS.where(not_(walled_off(User.id, bindparam("case_id", type_=Uuid()))))


@dataclass(frozen=True)
class Worker:
    """A member of staff who may have cases."""

    id: UUID
    name: str


def workers_of(session: Session, facility_id: UUID) -> list[Worker]:
    """Who may have cases at a facility: its workers and supervisors who can sign in, by name."""
    found = session.connection().execute(_WORKERS, {"facility_id": facility_id})
    return [Worker(worker_id, name) for worker_id, name in found]


def workers_for(session: Session, case: Case) -> list[Worker]:
    """Who may have this case: as ``workers_of``, without those who are walled off from it."""
    found = session.connection().execute(_WORKERS_FOR, {"facility_id": case.facility_id, "case_id": case.id})
    return [Worker(worker_id, name) for worker_id, name in found]


def worker_name(session: Session, case: Case) -> str:
    """The name of the case's worker; "" when nobody has it, or only somebody who can't work on it any more."""
    if case.worker_id is None:
        return ""
    return session.scalar(select(User.name).join(Case, Case.attended()).where(Case.id == case.id)) or ""


@dataclass(frozen=True)
class Handed:
    """One handover with names ("" for nobody)."""

    handover: Handover
    by: str
    to: str


def handovers(session: Session, actor: Actor, case: Case) -> list[Handed]:
    """Who had the case, the latest handover first."""
    statement = select(Handover).where(Handover.case_id == case.id).order_by(Handover.at.desc())
    found = session.scalars(scope(statement, Handover, actor, "case:read")).all()
    names = names_of(session, {each for row in found for each in (row.by_id, row.to_worker_id) if each})
    known: dict[UUID | None, str] = {None: "", **dict(names.items())}
    return [Handed(row, known.get(row.by_id, ""), known.get(row.to_worker_id, "")) for row in found]


def names_of(session: Session, user_ids: set[UUID]) -> dict[UUID, str]:
    """The names of members of staff."""
    if not user_ids:
        return {}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(user_ids))).all())


@dataclass(frozen=True)
class Written:
    """A note and the name of its writer ("" for an import)."""

    note: Note
    by: str


def notes_of(session: Session, actor: Actor, case: Case) -> list[Written]:
    """The notes of the case, the latest first."""
    statement = (
        select(Note, User.name)
        .outerjoin(User, User.id == Note.author_id)
        .where(Note.case_id == case.id)
        .order_by(Note.written_at.desc(), Note.id.desc())
    )
    rows = session.execute(scope(statement, Note, actor, "case:read"))
    return [Written(note, name or "") for note, name in rows]


def note_of(session: Session, actor: Actor, permission: str, case: Case, note_id: UUID) -> Note:
    """One note of this case, or NotFound."""
    return find(session, actor, permission, Note, Note.id == note_id, Note.case_id == case.id)
