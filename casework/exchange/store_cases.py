"""Storing the sheet of cases: the file, its incident, and who is alleged to have done it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casework.audit.operations import record
from casework.cases.models import Case
from casework.db import uuid7
from casework.exchange.case_rows import (
    SHEET,
    TRAFFICKING,
    Filed,
    People,
    add_incident,
    link,
    says_what_happened,
    values,
)
from casework.exchange.change_cases import change_case
from casework.exchange.holdings import give_up
from casework.exchange.ledger import CaseRow
from casework.exchange.store_people import hold
from casework.exchange.work import Work
from casework.people.references import new_reference
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.vocabulary.units import Units

FIRST_STEP = "engaged"


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
                change_case(work, row, case, people, units)
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
        **values(row, units),
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


def _add_contents(work: Work, fresh: list[tuple[CaseRow, Filed]], people: People) -> None:
    for row, case in fresh:
        if says_what_happened(row):
            add_incident(work, row, case)
        for code in row.perpetrators:
            link(work, case, people[PERPETRATOR, code])
    work.store_waiting()
