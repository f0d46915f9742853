"""Which closings of a year may be released on a day (pure); the same for everybody, whatever was recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.disclosure.canonical import Period
from casework.indicators.plans import CutOff, Plans

YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class Closing:
    """A day on which the data of a year may be closed, for a half-year's or a year's report.

    ``plans`` are the codes of the plans whose reports need it; none for the last day of the period itself.
    """

    period: Period
    day: date
    plans: tuple[str, ...]

    @property
    def code(self) -> str:
        """Its code in a form: 2026-h1/2026-06-09."""
        return f"{self.period.code}/{self.day.isoformat()}"


def closings(plans: Plans, today: date, first_year: int) -> tuple[Closing, ...]:
    """The closings of this year and the two before it that have come, newest first."""
    found: dict[tuple[Period, date], set[str]] = {}
    for year in range(max(first_year, today.year - YEARS_BACK), today.year + 1):
        for period in (Period.of_half(year, 1), Period.of_year(year)):
            found.setdefault((period, period.last), set())
        for one in _cut_offs(plans, year):
            found.setdefault((Period(one.first, one.last), one.day), set()).add(one.plan)
    listed = [Closing(period, day, tuple(sorted(of))) for (period, day), of in found.items()]
    come = [one for one in listed if one.day <= today and one.period.first.month == 1]
    return tuple(sorted(come, key=lambda one: (one.day, one.period.last), reverse=True))


def still_open(
    offered: Iterable[Closing], released: Iterable[tuple[str, date]]
) -> Iterator[tuple[Closing, bool]]:
    """Those that can be proposed beside what was released (period, cut-off), and whether each corrects one of them.

    A year's releases go forward: what was closed earlier than its newest one comes too late.
    """
    known = set(released)
    newest: dict[int, date] = {}
    for _period, day in known:
        newest[day.year] = max(day, newest.get(day.year, day))
    for one in offered:
        corrects = (one.period.code, one.day) in known
        if corrects or one.day >= newest.get(one.day.year, one.day):
            yield one, corrects


def _cut_offs(plans: Plans, year: int) -> Iterator[CutOff]:
    for plan in plans.plans:
        yield from plan.cut_offs(year)


def closes_year(period: str, cut_off: date, proposed_on: date) -> bool:
    """Whether all of a year is counted: on its last day people are still recorded, and communes are shown but once."""
    last = Period.of_year(cut_off.year).last
    return period == str(cut_off.year) and cut_off == last < proposed_on
