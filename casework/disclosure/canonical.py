"""The only periods and tables that may be asked for: closed half-years and years.

Free dates would let anybody subtract one day's people from another's.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_CODE = re.compile(r"([0-9]{4})(?:-h([12]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days of detection that are asked about, first and last included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("A period must not end before it begins.")

    @classmethod
    def of_year(cls, year: int) -> Self:
        """A whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_half(cls, year: int, half: int) -> Self:
        """The first or second half of a calendar year."""
        if half == 1:
            return cls(date(year, 1, 1), date(year, 6, 30))
        if half == 2:
            return cls(date(year, 7, 1), date(year, 12, 31))
        raise ValueError("A year has a first and a second half.")

    @classmethod
    def from_code(cls, code: str) -> Self | None:
        """The canonical period that this code names (2026, 2026-h1), or None."""
        match = _CODE.fullmatch(code)
        if match is None or not int(match[1]):
            return None
        return cls.of_half(int(match[1]), int(match[2])) if match[2] else cls.of_year(int(match[1]))

    @property
    def code(self) -> str:
        """Its code for an address: 2026, 2026-h1; ValueError when the period isn't canonical."""
        for code in (f"{self.first.year:04}", f"{self.first.year:04}-h1", f"{self.first.year:04}-h2"):
            if Period.from_code(code) == self:
                return code
        raise ValueError("Only half-years and years have a code.")


@dataclass(frozen=True, slots=True, order=True)
class TableKey:
    """One table: the people detected in the period, facts known up to the cut-off."""

    period: Period
    cut_off: date


def _year(year: int) -> tuple[Period, Period, Period]:
    return Period.of_half(year, 1), Period.of_year(year), Period.of_half(year, 2)


def closed_periods(today: date, first_year: int) -> tuple[Period, ...]:
    """All canonical periods since ``first_year`` that were over before ``today``, newest first."""
    periods = [period for year in range(first_year, today.year + 1) for period in _year(year)]
    closed = [period for period in periods if period.last < today]
    return tuple(sorted(closed, key=lambda period: (period.last, period.first), reverse=True))
