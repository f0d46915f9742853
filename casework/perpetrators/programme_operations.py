"""Reporting on a perpetrator's programme; and reading, on the survivor's side, what was reported.

A report writes one row in his file, whoever he is linked to, and nothing else: neither what the counsellor sees nor
how long it takes tells whether anybody is told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.people.models import Person
from casework.perpetrators import programme_queries as queries
from casework.perpetrators import programme_rules as rules
from casework.perpetrators.models import CounsellingSession, ProgrammeReading, ProgrammeReport
from casework.perpetrators.rules import COUNSELLING
from casework.refusal import N_, Refusal
from casework.safety import risk_operations as risks
from casework.safety import risk_rules
from casework.safety.risk_queries import current_of

# As what of the list ``risk_source`` a report asks for a new look.
SOURCES = {rules.DROP_OUT: risk_rules.DROP_OUT, rules.RAISED: risk_rules.COUNSELLOR}


@dataclass(frozen=True, kw_only=True, repr=False)
class ReportRequest:
    """What happened (of ``programme_event``), on which day; why, of ``programme_reason``, where the risk is raised."""

    kind: str
    happened_on: date
    reason: str = ""


def report(
    session: Session, actor: Actor, person: Person, request: ReportRequest, now: datetime
) -> ProgrammeReport:
    """Record a report in the perpetrator's file."""
    require(session, actor, "programme:report", person)
    _hold(session, person)
    known = [one for one in queries.reports_of(session, actor, person) if one.withdrawn_at is None]
    today = clock.local(now).date()
    rules.check_report(request.kind, request.reason, request.happened_on, today, known)
    reason = request.reason if request.kind == rules.RAISED else ""
    same = (request.kind, request.happened_on, reason)
    if same in [(one.kind, one.happened_on, one.reason) for one in known]:
        raise Refusal(N_("This is recorded already."), field="kind")
    return _add(session, actor, person, request.kind, request.happened_on, now, reason=reason)


def take_back(session: Session, actor: Actor, person: Person, told: ProgrammeReport, now: datetime) -> None:
    """Take a report back that was a mistake; it stays in the file as taken back."""
    require(session, actor, "programme:report", person)
    _hold(session, person)
    if told.session_id is not None:
        raise Refusal(N_("This follows from a session: correct the session instead."))
    if told.withdrawn_at is None:
        _withdraw(session, actor, told, now)


def follow_session(
    session: Session, actor: Actor, person: Person, held: CounsellingSession, now: datetime
) -> None:
    """Report what follows from a session just recorded or corrected, and take back what no longer does."""
    session.flush()
    met = queries.counselled(session, actor, person)
    known = [one for one in queries.reports_of(session, actor, person) if one.withdrawn_at is None]
    runs = rules.absent_runs(met)
    came = {one.id for one in met if one.attended}
    absent = {key for run in runs for key in run}
    for one in known:
        follows = came if one.kind == rules.START else absent
        if one.session_id is not None and one.session_id not in follows:
            _withdraw(session, actor, one, now)
    known = [one for one in known if one.withdrawn_at is None]
    if held.kind == COUNSELLING and held.attended and rules.begins(known, held.held_on):
        _add(session, actor, person, rules.START, held.held_on, now, held)
    run = next((run for run in runs if held.id in run), [])
    if run and not {one.session_id for one in known} & set(run):
        last = max(one.held_on for one in met if one.id in run)
        _add(session, actor, person, rules.ABSENCES, last, now, held)


def read(session: Session, actor: Actor, case: Case, shown: Collection[UUID], now: datetime) -> bool:
    """Note that the case's side has read the reports shown; whether the risk has to be looked at again at once."""
    require(session, actor, "programme:read", case)
    told = queries.told_of(session, actor, case)
    waiting = [one for one in told if one.waits and one.report.id in shown]
    for one in waiting:
        reading = ProgrammeReading(
            case_id=case.id,
            subject_id=case.survivor_id,
            report_id=one.report.id,
            read_at=now,
            read_by=actor.id,
        )
        session.add(reading)
        session.flush()
        note(
            session,
            actor,
            "programme.read",
            kind=ProgrammeReading.__tablename__,
            row_id=reading.id,
            subject_id=case.survivor_id,
            case_id=case.id,
            facts={"kind": one.report.kind},
            now=now,
        )
    alarms = [one for one in waiting if one.alarms]
    for one in alarms:
        # A risk that nobody has assessed is taken for high until somebody has: then it stands on the work list.
        least = "" if current_of(session, actor, case) else risk_rules.HIGH
        risks.happened(session, actor, case, SOURCES[one.report.kind], now, at_least=least, since=one.since)
    return bool(alarms)


def _hold(session: Session, person: Person) -> None:
    """Wait for whoever reports on the same person."""
    session.flush()
    same = update(Person).where(Person.id == person.id).values(version=Person.version)
    session.execute(same, execution_options={"synchronize_session": False})


def _add(
    session: Session,
    actor: Actor,
    person: Person,
    kind: str,
    happened_on: date,
    now: datetime,
    held: CounsellingSession | None = None,
    *,
    reason: str = "",
) -> ProgrammeReport:
    made = ProgrammeReport(
        subject_id=person.id,
        facility_id=actor.facility_id,
        kind=kind,
        happened_on=happened_on,
        session_id=held.id if held else None,
        reported_at=now,
        reported_by=actor.id,
        reason=reason,
    )
    session.add(made)
    session.flush()
    _tell(session, actor, "programme.reported", made, now)
    return made


def _withdraw(session: Session, actor: Actor, told: ProgrammeReport, now: datetime) -> None:
    told.withdrawn_at = now
    session.flush()
    _tell(session, actor, "programme.withdrawn", told, now)


def _tell(session: Session, actor: Actor, event: str, told: ProgrammeReport, now: datetime) -> None:
    """The log knows it under his key and under no case."""
    note(
        session,
        actor,
        event,
        kind=ProgrammeReport.__tablename__,
        row_id=told.id,
        subject_id=told.subject_id,
        facts={"kind": told.kind},
        now=now,
    )
