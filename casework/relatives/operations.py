"""Recording who is close to a survivor."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.operations import change
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.db import check_version
from casework.people.rules import check_citizen_number, check_phone, citizen_digits
from casework.relatives.models import Relative
from casework.relatives.rules import UNKNOWN, check_told


@dataclass(frozen=True, kw_only=True, repr=False)
class RelativeRequest:
    """Who it is; ``relation`` is of the list of that name, ``lives_with`` and ``may_know`` of ``yes_no``."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    citizen_number: str = ""
    lives_with: str = UNKNOWN
    may_know: str = UNKNOWN

    def values(self) -> dict[str, str]:
        """The columns that this fills."""
        told = {name: str(value).strip() for name, value in asdict(self).items()}
        return told | {"citizen_number": citizen_digits(self.citizen_number)}


def _checked(request: RelativeRequest) -> dict[str, str]:
    values = request.values()
    check_told(values["name"], values["phone"], values["citizen_number"])
    check_phone(values["phone"])
    check_citizen_number(values["citizen_number"])
    return values


def record(session: Session, actor: Actor, case: Case, request: RelativeRequest, now: datetime) -> Relative:
    """Record somebody close to the case's survivor."""
    require(session, actor, "relative:record", case)
    values = _checked(request)
    relative = Relative(
        case_id=case.id, subject_id=case.survivor_id, recorded_by=actor.id, recorded_at=now, **values
    )
    session.add(relative)
    session.flush()
    note(
        session,
        actor,
        "relative.recorded",
        kind=Relative.__tablename__,
        row_id=relative.id,
        subject_id=case.survivor_id,
        case_id=case.id,
        now=now,
    )
    return relative


def edit(
    session: Session, actor: Actor, relative: Relative, request: RelativeRequest, version: int, now: datetime
) -> tuple[str, ...]:
    """Change what is known of a relative, former values kept; returns the names of the changed fields."""
    require(session, actor, "relative:record", relative)
    check_version(relative, version)
    values = _checked(request)
    changed = change(
        session, actor, relative, values, event="relative.changed", case_id=relative.case_id, now=now
    )
    session.flush()
    return changed
