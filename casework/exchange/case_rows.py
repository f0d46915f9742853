"""What a row of the sheet of cases says, and the rows of ours that hang on a case."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from casework.audit.operations import record
from casework.cases.models import Case
from casework.db import uuid7
from casework.exchange.ledger import CaseRow
from casework.exchange.work import Work
from casework.incidents.models import Incident
from casework.perpetrators.models import CasePerpetrator
from casework.vocabulary.units import Units

SHEET = "Vụ việc"
TRAFFICKING = "mua_ban_tro_ve"
People = Mapping[tuple[str, str], UUID]


class Filed(NamedTuple):
    """What the other sheets need to know of a case that was just made."""

    id: UUID
    survivor_id: UUID
    facility_id: UUID


def values(row: CaseRow, units: Units) -> dict[str, Any]:
    """What the case file takes from the row as it stands."""
    commune = units.commune(row.commune)
    return {
        "kind": row.kind,
        "detected_on": row.detected_on,
        "commune_code": row.commune,
        "province_code": commune.province_code if commune else "",
        "source": row.source,
        "need": row.need,
    }


def says_what_happened(row: CaseRow) -> bool:
    """Whether there is an incident to record."""
    return bool(row.acts or row.harms or row.relation or row.occurred_on)


def incident_values(row: CaseRow) -> dict[str, object]:
    """What the incident takes from the row."""
    occurred = row.occurred_on.isoformat() if row.occurred_on else ""
    # Stored sets are sorted; the values must be so too, or an unchanged row would look changed.
    acts, harms = tuple(sorted(row.acts)), tuple(sorted(row.harms))
    return {"acts": acts, "harms": harms, "relation": row.relation, "occurred": occurred}


def add_incident(work: Work, row: CaseRow, case: Filed | Case) -> None:
    """Record what happened."""
    incident_id = uuid7()
    work.add(
        Incident,
        id=incident_id,
        case_id=case.id,
        subject_id=case.survivor_id,
        recorded_by=work.actor.id,
        recorded_at=work.now,
        from_ledger=True,
        **incident_values(row),
    )
    tell(work, "incident.recorded", "incident", incident_id, case)


def link(work: Work, case: Filed | Case, person_id: UUID) -> None:
    """Record who is alleged to have done it."""
    link_id = uuid7()
    work.add(CasePerpetrator, id=link_id, case_id=case.id, person_id=person_id, linked_at=work.now)
    tell(work, "perpetrator.linked", "case_perpetrator", link_id, case, person_id)


def tell(
    work: Work, event: str, kind: str, row_id: UUID, case: Filed | Case, subject_id: UUID | None = None
) -> None:
    """Note it in the log; of the survivor unless somebody else is given."""
    record(
        work.session,
        work.actor,
        event,
        kind=kind,
        row_id=row_id,
        subject_id=subject_id or case.survivor_id,
        case_id=case.id,
        now=work.now,
    )
