"""Storing the sheet of cases: the file, its incident, and who is alleged to have done it."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from casework.audit.operations import change, record
from casework.cases.models import Case
from casework.db import uuid7
from casework.exchange.holdings import give_up
from casework.exchange.ledger import CaseRow
from casework.exchange.store_people import hold
from casework.exchange.work import Changed, Work
from casework.incidents.models import Incident
from casework.people.references import new_reference
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.refusal import N_
from casework.vocabulary.units import Units

SHEET = "Vụ việc"
TRAFFICKING = "mua_ban_tro_ve"
FIRST_STEP = "engaged"
People = Mapping[tuple[str, str], UUID]


class Filed(NamedTuple):
    """What the other sheets need to know of a case that was just made."""

    id: UUID
    survivor_id: UUID
    facility_id: UUID


def store_cases(work: Work, people: People, units: Units) -> dict[str, Filed | Case]:
    """Store every case; returns them by code. A recorded case keeps its survivor."""
    cases: dict[str, Filed | Case] = {}
    from_ledgers = select(Case).where(Case.ledger_code.is_not(None))
    stored = {case.id: case for case in work.session.scalars(from_ledgers)}
    fresh: list[tuple[CaseRow, Filed]] = []
    for at, row in enumerate(work.ledger.cases, 1):
        said, known = work.digest("case", row), work.one("case", row.code)
        if known is None:
            made = cases[row.code] = _new(work, row, people, units)
            fresh.append((row, made))
            work.fresh_cases.add(row.code)
            work.remember("case", row.code, made.id, said)
            work.done.created[SHEET] += 1
        else:
            case = cases[row.code] = stored[known.row_id]
            if known.digest == said:
                work.done.unchanged[SHEET] += 1
            else:
                _change(work, row, case, people, units)
                known.digest = said
        work.tell(SHEET, at, len(work.ledger.cases))
    work.store_waiting()
    _add_contents(work, fresh, people)
    hold(work.session, _holdings(work, cases, people))
    give_up(work.session, work.left)
    return cases


def _holdings(work: Work, cases: Mapping[str, Filed | Case], people: People) -> set[tuple[UUID, UUID]]:
    pairs = set()
    for row in work.ledger.cases:
        facility_id = cases[row.code].facility_id
        pairs.add((cases[row.code].survivor_id, facility_id))
        pairs |= {(people[PERPETRATOR, code], facility_id) for code in row.perpetrators}
    return pairs


def _values(row: CaseRow, units: Units) -> dict[str, Any]:
    commune = units.commune(row.commune)
    return {
        "kind": row.kind,
        "detected_on": row.detected_on,
        "commune_code": row.commune,
        "province_code": commune.province_code if commune else "",
        "source": row.source,
        "need": row.need,
    }


def _new(work: Work, row: CaseRow, people: People, units: Units) -> Filed:
    case = Filed(uuid7(), people[SURVIVOR, row.victim], work.facilities[row.facility])
    work.add(
        Case,
        id=case.id,
        reference=new_reference(),
        ledger_code=row.code,
        facility_id=case.facility_id,
        survivor_id=case.survivor_id,
        status=FIRST_STEP,
        trafficking_status="identified" if row.kind == TRAFFICKING else None,
        opened_by=work.actor.id,
        opened_at=work.now,
        **_values(row, units),
    )
    record(
        work.session,
        work.actor,
        "case.opened",
        kind="case_file",
        row_id=case.id,
        subject_id=case.survivor_id,
        case_id=case.id,
        facts={"possible_duplicates": 0},
        now=work.now,
    )
    return case


def _says_what_happened(row: CaseRow) -> bool:
    return bool(row.acts or row.harms or row.relation or row.occurred_on)


def _incident_values(row: CaseRow) -> dict[str, object]:
    occurred = row.occurred_on.isoformat() if row.occurred_on else ""
    # Stored sets are sorted; the values must be so too, or an unchanged row would look changed.
    acts, harms = tuple(sorted(row.acts)), tuple(sorted(row.harms))
    return {"acts": acts, "harms": harms, "relation": row.relation, "occurred": occurred}


def _add_contents(work: Work, fresh: list[tuple[CaseRow, Filed]], people: People) -> None:
    for row, case in fresh:
        if _says_what_happened(row):
            _add_incident(work, row, case)
        for code in row.perpetrators:
            _link(work, case, people[PERPETRATOR, code])
    work.store_waiting()


def _add_incident(work: Work, row: CaseRow, case: Filed | Case) -> None:
    incident_id = uuid7()
    work.add(
        Incident,
        id=incident_id,
        case_id=case.id,
        subject_id=case.survivor_id,
        recorded_by=work.actor.id,
        recorded_at=work.now,
        from_ledger=True,
        **_incident_values(row),
    )
    _tell(work, "incident.recorded", "incident", incident_id, case)


def _link(work: Work, case: Filed | Case, person_id: UUID) -> None:
    link_id = uuid7()
    work.add(CasePerpetrator, id=link_id, case_id=case.id, person_id=person_id, linked_at=work.now)
    _tell(work, "perpetrator.linked", "case_perpetrator", link_id, case, person_id)


def _tell(
    work: Work, event: str, kind: str, row_id: UUID, case: Filed | Case, subject_id: UUID | None = None
) -> None:
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


def _change(work: Work, row: CaseRow, case: Case, people: People, units: Units) -> None:
    facility_id = work.facilities[row.facility]
    if not (work.may_change(case.facility_id) and work.may_change(facility_id)):
        work.refuse(
            SHEET, row.row, N_("This belongs to another facility: its supervisor imports the change.")
        )
        return
    if people[SURVIVOR, row.victim] != case.survivor_id:
        work.refuse(
            SHEET, row.row, N_("The victim of a recorded case can't be exchanged: record a new case.")
        )
        return
    values = _values(row, units) | {"facility_id": facility_id}
    if facility_id != case.facility_id:
        work.left |= {(person_id, case.facility_id) for person_id in (case.survivor_id, *_linked(work, case))}
    if row.kind == TRAFFICKING and case.trafficking_status is None:
        values["trafficking_status"] = "identified"
    changed = change(
        work.session, work.actor, case, values, event="case.changed", case_id=case.id, now=work.now
    )
    changed += _change_incident(work, row, case) + _change_links(work, row, case, people)
    if changed:
        work.done.changed.append(Changed(SHEET, row.row, changed))
    else:
        work.done.unchanged[SHEET] += 1


def _change_incident(work: Work, row: CaseRow, case: Case) -> tuple[str, ...]:
    wanted = select(Incident).where(Incident.case_id == case.id, Incident.from_ledger)
    incident = work.session.scalars(wanted).first()
    if incident is not None:
        values, event = _incident_values(row), "incident.changed"
        return change(work.session, work.actor, incident, values, event=event, case_id=case.id, now=work.now)
    if not _says_what_happened(row):
        return ()
    _add_incident(work, row, case)
    return ("incident",)


def _change_links(work: Work, row: CaseRow, case: Case, people: People) -> tuple[str, ...]:
    """Link who is named now; unlink who isn't, unless liability or counselling hangs on the link."""
    wanted = {people[PERPETRATOR, code] for code in row.perpetrators}
    linked = _linked(work, case)
    for person_id in sorted(wanted - linked):
        _link(work, case, person_id)
    removed = False
    for person_id in sorted(linked - wanted):
        if _has_facts(work, case.id, person_id):
            work.refuse(
                SHEET,
                row.row,
                N_("A perpetrator who has liability or counselling recorded in the case can't be left out."),
            )
            continue
        _unlink(work, case, person_id)
        removed = True
    return ("perpetrators",) if removed or wanted - linked else ()


def _linked(work: Work, case: Case) -> set[UUID]:
    named = select(CasePerpetrator.person_id).where(CasePerpetrator.case_id == case.id)
    return set(work.session.scalars(named))


def _unlink(work: Work, case: Case, person_id: UUID) -> None:
    wanted = select(CasePerpetrator).where(
        CasePerpetrator.case_id == case.id, CasePerpetrator.person_id == person_id
    )
    link = work.session.scalars(wanted).one()
    work.session.delete(link)
    work.left.add((person_id, case.facility_id))
    _tell(work, "perpetrator.unlinked", "case_perpetrator", link.id, case, person_id)


def _has_facts(work: Work, case_id: UUID, person_id: UUID) -> bool:
    liable = select(Liability.id).where(Liability.case_id == case_id, Liability.person_id == person_id)
    met = select(CounsellingSession.id).where(
        CounsellingSession.case_id == case_id, CounsellingSession.subject_id == person_id
    )
    return any(work.session.scalars(each.limit(1)).first() is not None for each in (liable, met))
