"""Conflicts of interest: keep the numbers of staff, seek conflicts, raise walls, let the officer dismiss one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.access.models import Wall
from casework.accounts import queries as accounts
from casework.accounts.keys import ensure_key
from casework.audit.operations import record
from casework.audit.writing import queue_up
from casework.conflicts import queries
from casework.conflicts.models import Conflict, StaffIdentity
from casework.conflicts.queries import Match, Seen
from casework.oversight.operations import tell_officer
from casework.people import rules
from casework.refusal import N_, Refusal

SYSTEM = Actor(None, "system", None, "")
_RAISED = "walls"


@dataclass(frozen=True, repr=False)
class NumbersRequest:
    """The phone and citizen number of a member of staff; what is left empty stays as it was told before."""

    phone: str = ""
    citizen_number: str = ""


def record_numbers(
    session: Session, actor: Actor, user_id: UUID, request: NumbersRequest, now: datetime
) -> StaffIdentity:
    """Add the numbers of a member of staff: one's own, or with ``account:create`` anybody's.

    Conflicts are sought at the commit. Former numbers are compared on, so that a new one undoes nothing.
    """
    if user_id != actor.id:
        accounts.user(session, actor, "account:create", user_id)
    given = {name: value.strip() for name, value in vars(request).items() if value.strip()}
    if not given:
        raise Refusal(N_("Enter a phone number or a citizen number."), field="phone")
    rules.check_phone(request.phone.strip())
    rules.check_citizen_number(request.citizen_number)
    ensure_key(session, user_id)
    told = StaffIdentity(user_id=user_id, recorded_at=now, recorded_by_id=actor.id)
    told.phone = given.get("phone", "")
    told.citizen_number = rules.citizen_digits(given.get("citizen_number", ""))
    session.add(told)
    session.flush()
    record(
        session,
        actor,
        "numbers.recorded",
        kind=StaffIdentity.__tablename__,
        row_id=told.id,
        subject_id=user_id,
        fields=tuple(given),
        now=now,
    )
    return told


def look(session: Session, seen: Seen, now: datetime) -> int:
    """Seek conflicts over what was written, and raise the walls that are wanting; returns how many were found.

    Runs at the commit of whatever was written (see ``watching``), alone: what was committed before is
    seen, so that of two who write at once one sees the other. It takes no wall down.
    """
    queue_up(session)
    found, compared = queries.matches(session, seen)
    new = [match for match in sorted(found) if _add(session, match, now)]
    if compared:
        facts = {"compared": compared, "found": len(new)}
        record(session, SYSTEM, "conflicts.sought", kind=Conflict.__tablename__, facts=facts, now=now)
    standing: dict[UUID, list[Conflict]] = {}
    for one in queries.standing(session):
        standing.setdefault(one.user_id, []).append(one)
    for user_id, conflicts in standing.items():
        _raise(session, user_id, queries.closed_by(session, conflicts), now)
    return len(new)


def _add(session: Session, match: Match, now: datetime) -> bool:
    known = select(Conflict.id).where(
        Conflict.user_id == match.user_id,
        Conflict.role == match.role,
        Conflict.row_id == match.row_id,
        Conflict.matched == match.matched,
    )
    if session.scalar(known) is not None:
        return False
    conflict = Conflict(found_at=now, **match._asdict())
    session.add(conflict)
    session.flush()
    facts = {"role": match.role, "matched": match.matched}
    record(session, SYSTEM, "conflict.found", kind="conflict", row_id=conflict.id, facts=facts, now=now)
    row_kind = "referral" if match.role == "referred" else "person"
    tell_officer(
        session,
        "conflict.found",
        row_kind=row_kind,
        row_id=match.row_id,
        now=now,
        user_id=match.user_id,
        detail=match.role,
    )
    return True


def _raise(session: Session, user_id: UUID, closed: set[UUID], now: datetime) -> None:
    missing = closed - queries.walls_of(session, user_id)
    if not missing:
        return
    walls = [{"user_id": user_id, "row_id": row_id, "raised_at": now} for row_id in sorted(missing)]
    session.execute(insert(Wall), walls)
    session.info.setdefault(_RAISED, {}).setdefault(user_id, set()).update(missing)
    for case_id in sorted(queries.cases_worked_on(session, user_id, missing)):
        tell_officer(
            session, "conflict.worker", row_kind="case_file", row_id=case_id, now=now, user_id=user_id
        )


def raised_now(session: Session, user_id: UUID) -> set[UUID]:
    """The rows that were closed to a member of staff by what this session has committed."""
    raised: dict[UUID, set[UUID]] = session.info.get(_RAISED, {})
    return raised.get(user_id, set())


def dismiss(session: Session, actor: Actor, conflict_id: UUID, now: datetime) -> Conflict:
    """The officer's word that two numbers are not one person's: what only this conflict closed is open again.

    Never over a conflict of her own; a conflict found by the other number stands on.
    """
    require_role(actor, "conflict:dismiss")
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or conflict.user_id == actor.id:
        raise NotFound("conflict:dismiss", Conflict.__name__)
    if conflict.dismissed_at is None:
        queue_up(session)
        conflict.dismissed_at, conflict.dismissed_by_id = now, actor.id
        session.flush()
        _reopen(session, conflict.user_id, queries.standing(session, conflict.user_id))
        record(session, actor, "conflict.dismissed", kind="conflict", row_id=conflict.id, now=now)
    return conflict


def _reopen(session: Session, user_id: UUID, conflicts: Iterable[Conflict]) -> None:
    kept = queries.closed_by(session, conflicts)
    for row_id in sorted(queries.walls_of(session, user_id) - kept):
        session.execute(delete(Wall).where(Wall.user_id == user_id, Wall.row_id == row_id))
