"""Beginning, writing, submitting a report, and what the stations of its line say of it."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access import Actor, require, require_role
from casework.audit.operations import record
from casework.clock import local
from casework.db import check_version, uuid7
from casework.deadlines import Deadlines
from casework.indicators.narrative import Narrative
from casework.indicators.plans import Plans
from casework.refusal import N_, Refusal
from casework.reporting import queries, rules, states
from casework.reporting.models import PlanReport, ReportAnswer, ReportSubmission
from casework.reporting.rules import Due
from casework.reporting.states import Standing
from casework.reporting.text import Written, checked, checked_words

NOT_NOW = N_("That can't be done with the report as it stands now.")


def open_due(session: Session, actor: Actor, plans: Plans, deadlines: Deadlines, now: datetime) -> int:
    """Put the reports that fall due soon on record, so that they stand on work lists; returns how many are new.

    Only those whose last day has not passed: of a year before this system was there nobody is reminded.
    """
    require_role(actor, "work:escalate")
    until, made = deadlines.due(queries.ON_THE_LIST, "", now), 0
    for year in {local(now).year, local(until).year}:
        for due in rules.calendar(plans, year):
            at = rules.due_at(due.last_day)
            if at is not None and now < at <= until and _existing(session, due) is None:
                made += _open(session, None, due, due.cut_off or due.last, states.DUE, now)[1]
    return made


def begin(session: Session, actor: Actor, due: Due, now: datetime) -> PlanReport:
    """Begin a report of the calendar; where somebody has begun it already it is that one."""
    require_role(actor, "report:write")
    found = _existing(session, due)
    if found is not None:
        return found
    if due.cut_off is None:
        raise Refusal(N_("The plan names neither date nor period: say until when the data count."))
    opened, new = _open(session, actor, due, due.cut_off, states.IN_WORK, now)
    if new:
        _note(session, actor, "report.begun", opened, now)
    return opened


def begin_occasional(
    session: Session,
    actor: Actor,
    found: Due,
    cut_off: date,
    last_day: date | None,
    now: datetime,
) -> PlanReport:
    """Begin a report that was asked for outside the calendar, with the days that were told with it."""
    require_role(actor, "report:write")
    today = local(now).date()
    if cut_off > today:
        raise Refusal(N_("The data can't be closed on a day that has not come yet."), field="cut_off")
    if cut_off.year != found.year:
        raise Refusal(
            N_("The day on which the data are closed must be in the report's year."), field="cut_off"
        )
    if last_day is not None and last_day < cut_off:
        raise Refusal(N_("The last day to send it can't be before the data are closed."), field="last_day")
    same = (PlanReport.plan == found.plan.code, PlanReport.report == found.report.code)
    last = session.scalar(select(func.max(PlanReport.occasion)).where(*same, PlanReport.year == found.year))
    due = Due(found.plan, found.report, found.year, found.first, found.last, cut_off, last_day)
    opened, new = _open(session, actor, due, cut_off, states.IN_WORK, now, occasion=(last or 0) + 1)
    if not new:
        raise Refusal(N_("Somebody else began such a report at the same moment. Try again."))
    _note(session, actor, "report.begun", opened, now)
    return opened


def write(
    session: Session,
    actor: Actor,
    report: PlanReport,
    written: Written,
    narrative: Narrative,
    version: int,
    now: datetime,
) -> None:
    """Keep what was written; Refusal, at its field, for what tells of one person."""
    require(session, actor, "report:write", report)
    check_version(report, version)
    standing = _after(report, states.WRITE)
    report.text = checked(written, narrative)
    _stand(report, standing)
    session.flush()
    _note(session, actor, "report.written", report, now)


def submit(
    session: Session, actor: Actor, report: PlanReport, narrative: Narrative, version: int, now: datetime
) -> ReportSubmission:
    """Submit it as it is now, with the figures of the newest release that was closed in time: frozen from here on."""
    require(session, actor, "report:submit", report)
    check_version(report, version)
    standing = _after(report, states.SUBMIT)
    text = checked(Written.of(report.text), narrative, whole=True)
    release = queries.fitting(session, report)
    if release is None:
        raise Refusal(
            N_("No released figures were closed by %(day)s. Propose a release first."),
            day=f"{report.cut_off:%d/%m/%Y}",
        )
    before = queries.submissions(session, report)
    submission = ReportSubmission(
        id=uuid7(),
        report_id=report.id,
        number=before[0].number + 1 if before else 1,
        release_id=release.id,
        release_digest=release.digest,
        submitted_by_id=actor.id,
        submitted_at=now,
    )
    submission.text = text
    session.add(submission)
    _stand(report, standing)
    session.flush()
    facts: dict[str, int | str] = {"number": submission.number, "release": f"{release.year}-{release.number}"}
    _note(session, actor, "report.submitted", report, now, facts)
    return submission


def accept(session: Session, actor: Actor, report: PlanReport, version: int, now: datetime) -> None:
    """The station at which it lies accepts it: it goes on to the next one, or has come to its end."""
    _answer(session, actor, report, states.ACCEPT, "", version, now)


def send_back(
    session: Session, actor: Actor, report: PlanReport, reason: str, version: int, now: datetime
) -> None:
    """The station at which it lies returns it, and says why."""
    _answer(session, actor, report, states.RETURN, checked_words(reason, "reason"), version, now)


def _answer(
    session: Session, actor: Actor, report: PlanReport, act: str, reason: str, version: int, now: datetime
) -> None:
    require(session, actor, "report:decide", report)
    check_version(report, version)
    station, standing = report.station, _after(report, act)
    submission = queries.submissions(session, report)[0]
    if submission.submitted_by_id == actor.id:
        raise Refusal(N_("Somebody else than the one who submitted it writes down what became of it."))
    answer = ReportAnswer(
        id=uuid7(),
        submission_id=submission.id,
        report_id=report.id,
        station=station,
        accepted=act == states.ACCEPT,
        answered_by_id=actor.id,
        answered_at=now,
    )
    answer.reason = reason
    session.add(answer)
    _stand(report, standing)
    session.flush()
    event = "report.accepted" if answer.accepted else "report.returned"
    _note(session, actor, event, report, now, {"station": station + 1})


def _existing(session: Session, due: Due) -> PlanReport | None:
    plan, report = due.key
    same = select(PlanReport).where(
        PlanReport.plan == plan,
        PlanReport.report == report,
        PlanReport.year == due.year,
        PlanReport.occasion == 0,
    )
    return session.scalars(same).one_or_none()


def _open(
    session: Session,
    actor: Actor | None,
    due: Due,
    cut_off: date,
    state: str,
    now: datetime,
    *,
    occasion: int = 0,
) -> tuple[PlanReport, bool]:
    """A new row; or the one that somebody else made at the same moment."""
    plan, report = due.key
    opened = PlanReport(
        id=uuid7(),
        plan=plan,
        report=report,
        year=due.year,
        occasion=occasion,
        cut_off=cut_off,
        due_at=rules.due_at(due.last_day),
        stations=len(due.report.to),
        state=state,
        station=0,
        opened_by_id=actor.id if actor else None,
        opened_at=now,
    )
    try:
        with session.begin_nested():
            session.info["vault"].new_subject(session, opened.id)
            opened.text = {}
            session.add(opened)
            session.flush()
    except IntegrityError:
        there = _existing(session, due) if not occasion else None
        return there or opened, False
    return opened, True


def _after(report: PlanReport, act: str) -> Standing:
    found = states.after(Standing(report.state, report.station), act, report.stations)
    if found is None:
        raise Refusal(NOT_NOW)
    return found


def _stand(report: PlanReport, standing: Standing) -> None:
    report.state, report.station = standing


def _note(
    session: Session,
    actor: Actor,
    event: str,
    report: PlanReport,
    now: datetime,
    facts: Mapping[str, int | str] | None = None,
) -> None:
    told = {"plan": report.plan, "report": report.report, "year": report.year, **(facts or {})}
    record(session, actor, event, kind="plan_report", row_id=report.id, facts=told, now=now)
