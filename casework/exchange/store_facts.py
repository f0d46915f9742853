"""Storing the sheets of services, liability and counselling: rows without a code, paired within their case."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select

from casework.audit.operations import change, record
from casework.cases.models import Case
from casework.db import uuid7
from casework.exchange.case_rows import Filed
from casework.exchange.ledger import LiabilityRow, ServiceRow, SessionRow
from casework.exchange.pairing import pair_rows
from casework.exchange.work import Changed, Work
from casework.people.rules import PERPETRATOR
from casework.perpetrators.models import CounsellingSession, Liability
from casework.refusal import N_
from casework.services.models import Service

SERVICES, LIABILITIES, SESSIONS = "Dịch vụ", "Trách nhiệm", "Tư vấn"


class _OfCase(Protocol):
    @property
    def case(self) -> str: ...
    @property
    def row(self) -> int: ...


R = TypeVar("R", bound=_OfCase)
Values = dict[str, Any]
Cases = Mapping[str, Filed | Case]
New = tuple[UUID, Values, Values]
People = Mapping[tuple[str, str], UUID]


def store_services(work: Work, cases: Cases) -> None:
    """Services to survivors."""

    def values(row: ServiceRow) -> Values:
        return {
            "kind": row.kind,
            "provider_id": work.facilities[row.provider] if row.provider else None,
            "referred_on": row.referred_on,
            "delivered_on": row.delivered_on,
            "status": row.status,
        }

    def make(row: ServiceRow, case: Filed | Case) -> New:
        told = {"subject_id": case.survivor_id, "recorded_by": work.actor.id}
        return case.survivor_id, told | values(row), {"status": row.status}

    _store(work, SERVICES, Service, work.ledger.services, cases, values, make)


def store_liabilities(work: Work, cases: Cases, people: People) -> None:
    """Who is prosecuted over which case, and since when."""

    def values(row: LiabilityRow) -> Values:
        return {"person_id": people[PERPETRATOR, row.person], "status": row.status, "since": row.from_on}

    def make(row: LiabilityRow, _case: Filed | Case) -> New:
        return people[PERPETRATOR, row.person], values(row), {"status": row.status}

    _store(work, LIABILITIES, Liability, work.ledger.liabilities, cases, values, make)


def store_sessions(work: Work, cases: Cases, people: People) -> None:
    """Counselling, mediation and community criticism. A session stays with its person: a correction can't move it."""

    def values(row: SessionRow) -> Values:
        return {
            "provider_id": work.facilities[row.facility] if row.facility else None,
            "held_on": row.held_on,
            "kind": row.kind,
            "attended": row.attended,
        }

    def make(row: SessionRow, _case: Filed | Case) -> New:
        person_id = people[PERPETRATOR, row.person]
        told = {"subject_id": person_id, "recorded_by": work.actor.id}
        return person_id, told | values(row), {"kind": row.kind}

    _store(work, SESSIONS, CounsellingSession, work.ledger.sessions, cases, values, make)


_EVENTS = {
    SERVICES: ("service.recorded", "service.changed"),
    LIABILITIES: ("liability.recorded", "liability.changed"),
    SESSIONS: ("counselling.recorded", "counselling.changed"),
}


def _owner(sheet: str, row: Any) -> str:
    return f"{row.case} {row.person}" if sheet == SESSIONS else row.case


def _store(
    work: Work,
    sheet: str,
    model: type[Any],
    rows: Sequence[R],
    cases: Cases,
    values: Callable[[R], Values],
    make: Callable[[R, Filed | Case], New],
) -> None:
    kind, (created, changed) = model.__tablename__, _EVENTS[sheet]
    held = (
        {one.id: one for one in work.session.scalars(select(model))}
        if any(k == kind for k, _ in work.known)
        else {}
    )
    for at, (row, said, known) in enumerate(pair_rows(work, kind, rows, lambda row: _owner(sheet, row)), 1):
        case = cases[row.case]
        work.tell(sheet, at, len(rows))
        if known is not None and known.digest == said:
            work.done.unchanged[sheet] += 1
        elif row.case not in work.fresh_cases and not work.may_change(case.facility_id):
            work.refuse(
                sheet, row.row, N_("This belongs to another facility: its supervisor imports the change.")
            )
        elif known is None:
            (subject_id, told, facts), row_id = make(row, case), uuid7()
            work.add(model, id=row_id, case_id=case.id, recorded_at=work.now, **told)
            record(
                work.session,
                work.actor,
                created,
                kind=kind,
                row_id=row_id,
                subject_id=subject_id,
                case_id=case.id if sheet != SESSIONS else None,
                facts=facts,
                now=work.now,
            )
            work.done.created[sheet] += 1
            work.remember(kind, _owner(sheet, row), row_id, said)
        else:
            case_id = case.id if sheet != SESSIONS else None
            names = change(
                work.session,
                work.actor,
                held[known.row_id],
                values(row),
                event=changed,
                case_id=case_id,
                now=work.now,
            )
            work.done.changed.append(Changed(sheet, row.row, names))
            known.digest = said
    work.store_waiting()
