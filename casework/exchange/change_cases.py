"""A case of the ledger that is on record already, and is said otherwise now."""

from uuid import UUID

from sqlalchemy import select

from casework.audit.operations import change
from casework.cases.models import Case
from casework.exchange.case_rows import (
    SHEET,
    TRAFFICKING,
    People,
    add_incident,
    incident_values,
    link,
    says_what_happened,
    tell,
    values,
)
from casework.exchange.ledger import CaseRow
from casework.exchange.work import Changed, Work
from casework.incidents.models import Incident
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.refusal import N_
from casework.vocabulary.units import Units


def change_case(work: Work, row: CaseRow, case: Case, people: People, units: Units) -> None:
    """Change what the row says otherwise, or say why it can't be; a recorded case keeps its survivor."""
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
    said = values(row, units) | {"facility_id": facility_id}
    if facility_id != case.facility_id:
        work.left |= {(person_id, case.facility_id) for person_id in (case.survivor_id, *_linked(work, case))}
    if row.kind == TRAFFICKING and case.trafficking_status is None:
        said["trafficking_status"] = "identified"
    changed = change(
        work.session, work.actor, case, said, event="case.changed", case_id=case.id, now=work.now
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
        said, event = incident_values(row), "incident.changed"
        return change(work.session, work.actor, incident, said, event=event, case_id=case.id, now=work.now)
    if not says_what_happened(row):
        return ()
    add_incident(work, row, case)
    return ("incident",)


def _change_links(work: Work, row: CaseRow, case: Case, people: People) -> tuple[str, ...]:
    """Link who is named now; unlink who isn't, unless liability or counselling hangs on the link."""
    wanted = {people[PERPETRATOR, code] for code in row.perpetrators}
    linked = _linked(work, case)
    for person_id in sorted(wanted - linked):
        link(work, case, person_id)
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
    left = work.session.scalars(wanted).one()
    work.session.delete(left)
    work.left.add((person_id, case.facility_id))
    tell(work, "perpetrator.unlinked", "case_perpetrator", left.id, case, person_id)


def _has_facts(work: Work, case_id: UUID, person_id: UUID) -> bool:
    liable = select(Liability.id).where(Liability.case_id == case_id, Liability.person_id == person_id)
    met = select(CounsellingSession.id).where(
        CounsellingSession.case_id == case_id, CounsellingSession.subject_id == person_id
    )
    return any(work.session.scalars(each.limit(1)).first() is not None for each in (liable, met))
