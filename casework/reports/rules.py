"""What may be asked of the protected figures: closed half-years and years, a plan's cut-offs, whole provinces (pure).

What may be asked never depends on the counts, so that a refusal tells nothing about anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.disclosure import Period, closed_periods, is_canonical
from casework.indicators.plans import CutOff, Plan, Plans
from casework.refusal import N_, Refusal
from casework.vocabulary.units import COUNTRY, Units


@dataclass(frozen=True)
class Question:
    """One table and one area of it: made by ``ask`` alone, hence always allowed."""

    period: Period
    cut_off: date
    area: str = COUNTRY
    plan: str | None = None

    @property
    def year(self) -> int:
        """The year whose targets apply."""
        return self.period.last.year


@dataclass(frozen=True)
class Choices:
    """Everything that can be asked for on a day: the same for everybody, whatever was recorded."""

    periods: tuple[Period, ...]
    cut_offs: tuple[CutOff, ...]
    areas: tuple[str, ...]
    plans: tuple[Plan, ...]


def first_year(plans: Plans) -> int:
    """The first year that the national documents speak of: figures begin there."""
    return min((plan.first_year for plan in plans.national), default=2021)


def choices(plans: Plans, units: Units, today: date) -> Choices:
    """What a page offers."""
    periods = closed_periods(today, first_year(plans))
    cut_offs = {
        (one.day, one.plan): one
        for plan in plans.plans
        for year in sorted({period.last.year for period in periods}, reverse=True)
        for one in plan.cut_offs(year)
        if period_of(one) in periods and one.day != period_of(one).last
    }
    ordered = sorted(cut_offs.values(), key=lambda one: (one.day, one.plan), reverse=True)
    return Choices(periods, tuple(ordered), (COUNTRY, *sorted(units.provinces)), plans.plans)


def period_of(cut_off: CutOff) -> Period:
    """The period that the report with this cut-off covers: its half-year is the calendar's."""
    return Period(cut_off.first, cut_off.last)


def newest_half(plans: Plans, today: date) -> Period:
    """The half-year that ended last."""
    halves = (one for one in closed_periods(today, first_year(plans)) if not _is_year(one))
    return next(halves)


def ask(
    plans: Plans,
    units: Units,
    today: date,
    *,
    period: Period,
    cut_off: date | None = None,
    area: str = COUNTRY,
    plan: str | None = None,
) -> Question:
    """A question that may be asked of the protected figures; Refusal says in words why another may not."""
    if not is_canonical(period):
        raise Refusal(
            N_("Figures are given for half-years and years only, such as 01/01/2026 to 30/06/2026."),
            field="period",
        )
    if period.last >= today:
        raise Refusal(
            N_("The period is not over yet: its figures are given from %(day)s on."),
            field="period",
            day=f"{date.fromordinal(period.last.toordinal() + 1):%d/%m/%Y}",
        )
    if period.first.year < first_year(plans):
        raise Refusal(N_("There are no figures before %(year)s."), field="period", year=first_year(plans))
    if area != COUNTRY and area not in units.provinces:
        raise Refusal(
            N_("Figures are given for the country and for provinces only: choose one of them."), field="area"
        )
    if plan is not None and plan not in {one.code for one in plans.plans}:
        raise Refusal(
            N_("There is no such plan. Known plans: %(plans)s."),
            field="plan",
            plans=", ".join(one.code for one in plans.plans),
        )
    day = cut_off or period.last
    if day not in allowed_cut_offs(plans, period, plan):
        raise Refusal(
            N_(
                "The data can be closed on the last day of the period, or on the day that a plan's report sets."
            ),
            field="cut_off",
        )
    return Question(period, day, area, plan)


def allowed_cut_offs(plans: Plans, period: Period, plan: str | None = None) -> frozenset[date]:
    """The last day of the period and the plan's own cut-offs for it (every plan's where none is chosen)."""
    asked: Iterable[Plan] = plans.plans if plan is None else (plans[plan],)
    own = (one.day for some in asked for one in some.cut_offs(period.last.year) if period_of(one) == period)
    return frozenset((period.last, *own))


def outside(plan: Plan, question: Question) -> bool:
    """Whether the plan does not cover the year that is asked about, so that it sets nothing there."""
    return not plan.first_year <= question.year <= plan.last_year


def words_of(question: Question) -> Mapping[str, str]:
    """The question as codes, for an address."""
    told = {"period": question.period.code, "area": question.area}
    if question.cut_off != question.period.last:
        told["cut_off"] = question.cut_off.isoformat()
    return told | ({"plan": question.plan} if question.plan else {})


def _is_year(period: Period) -> bool:
    return period.first.month == 1 and period.last.month == 12
