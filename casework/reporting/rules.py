"""The calendar of the plans' reports: what is due in a year, and when it is overdue (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casework.clock import LOCAL
from casework.indicators.narrative import Narrative
from casework.indicators.plans import HALF_YEAR, OTHER, Plan, Plans, Report
from casework.vocabulary import Words

OCCASIONAL = "occasional"
"""The code of a report that was asked for outside the calendar; no plan's own report has it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A report that a plan wants for a year.

    ``last_day`` is the last day on which it can be sent, and None where the plan names no date: none is made up.
    ``cut_off`` is then the period's last day; and None where the plan names no period either, so that whoever
    writes the report says it.
    """

    plan: Plan
    report: Report
    year: int
    first: date
    last: date
    cut_off: date | None
    last_day: date | None

    @property
    def key(self) -> tuple[str, str]:
        """By plan and report; the same every year."""
        return self.plan.code, self.report.code


def calendar(plans: Plans, year: int) -> tuple[Due, ...]:
    """All reports of a year, the earliest first; those without a date stand last, in the order of the plans."""
    found = [due for plan in plans.plans for due in _of_plan(plan, year)]
    return tuple(sorted(found, key=lambda due: (due.last_day is None, due.last_day or date.max)))


def _of_plan(plan: Plan, year: int) -> Iterator[Due]:
    if not plan.first_year <= year <= plan.last_year:
        return
    dated = {one.report.code: one for one in plan.cut_offs(year)}
    for report in plan.reports:
        first, last = (
            date(year, 1, 1),
            date(year, 6, 30) if report.period == HALF_YEAR else date(year, 12, 31),
        )
        if report.code in dated:
            one = dated[report.code]
            yield Due(plan, report, year, one.first, one.last, one.day, one.last_day_to_send)
        elif report.due_before is None:
            yield Due(plan, report, year, first, last, None if report.period == OTHER else last, None)


def years(plans: Plans, today: date) -> tuple[int, ...]:
    """The years that any plan covers, with this one; the newest first."""
    covered = {year for plan in plans.plans for year in range(plan.first_year, plan.last_year + 1)}
    return tuple(sorted({year for year in covered if year <= today.year} | {today.year}, reverse=True))


def begin_with(plans: Plans, today: date) -> int:
    """The year to show first: the newest, not after this one, in which a plan wants a report."""
    return next((year for year in years(plans, today) if calendar(plans, year)), today.year)


def due_at(last_day: date | None) -> datetime | None:
    """The moment from which it is overdue: the end of the last day in Viet Nam."""
    return None if last_day is None else datetime.combine(last_day + timedelta(days=1), time(), LOCAL)


def last_day_of(due: datetime | None) -> date | None:
    """The last day on which it can be sent, out of that moment."""
    return None if due is None else due.astimezone(LOCAL).date() - timedelta(days=1)


def report_of(plans: Plans, narrative: Narrative, plan: str, report: str) -> tuple[Plan, Report] | None:
    """A plan and its report by their codes; None when the policies don't know them (any more)."""
    if plan not in plans:
        return None
    found = plans[plan]
    if report == OCCASIONAL:
        return found, _occasional(found, narrative)
    return next(((found, one) for one in found.reports if one.code == report), None)


def _occasional(plan: Plan, narrative: Narrative) -> Report:
    """A report outside the calendar goes the way of the plan's first report; without one, to who issued the plan."""
    nothing = Words("", "")
    first = plan.reports[0] if plan.reports else None
    return Report(
        code=OCCASIONAL,
        name=narrative.occasional,
        period=OTHER,
        due_before=None,
        data_cut_off=None,
        only_year=None,
        sent_by=first.sent_by if first else nothing,
        to=first.to if first else (plan.issuer,),
        section=nothing,
        note=None,
    )
