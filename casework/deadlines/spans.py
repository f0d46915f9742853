"""Periods of time: so many minutes, or so many months of the calendar."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from casework.clock import local

_MINUTES = {"min": 1, "h": 60, "d": 24 * 60}
_WRITTEN = re.compile(r"([1-9][0-9]{0,4}) (min|h|d|months)")
MOST = 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """A period. Viet Nam knows no summer time, so a day is always 24 hours and only months need a calendar."""

    minutes: int = 0
    months: int = 0

    def after(self, start: datetime) -> datetime:
        """The end of the period that begins then, rounded up to the full minute.

        Who reads "14:31" has until 14:31; nobody gets less than the whole period. In a shorter month
        the end is its last day, by the calendar of Viet Nam.
        """
        end = _later_month(start, self.months) + timedelta(minutes=self.minutes)
        return end + timedelta(minutes=1) - _seconds(end) if _seconds(end) else end

    def begun_by(self, now: datetime) -> datetime:
        """The latest start whose period is over now: what a query compares its column with.

        Only for periods without months.
        """
        if self.months:
            raise ValueError("months have no fixed length to count back")
        return now.astimezone(UTC) - _seconds(now) - timedelta(minutes=self.minutes)

    def part(self, hundredths: int) -> timedelta:
        """So many hundredths of the period, in whole minutes; only for periods without months."""
        if self.months:
            raise ValueError("months have no fixed length to take a part of")
        return timedelta(minutes=self.minutes * hundredths // 100)


def parse_span(text: str) -> Span | None:
    """The period written as ``4 h``, ``30 min``, ``5 d`` or ``4 months``; None where it is not, or beyond a year."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    if unit == "months":
        return Span(months=number) if number <= 12 else None
    return Span(number * _MINUTES[unit]) if number * _MINUTES[unit] <= MOST else None


def _seconds(moment: datetime) -> timedelta:
    return timedelta(seconds=moment.second, microseconds=moment.microsecond)


def _later_month(start: datetime, months: int) -> datetime:
    if not months:
        return start.astimezone(UTC)
    here = local(start)
    years, month = divmod(here.month - 1 + months, 12)
    year, month = here.year + years, month + 1
    day = min(here.day, calendar.monthrange(year, month)[1])
    return here.replace(year=year, month=month, day=day).astimezone(UTC)
