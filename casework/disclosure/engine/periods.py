"""Time as a dimension of a lattice: whole years, their halves, and months if wanted; closed ones alone."""

from datetime import date

from casework.disclosure.canonical import Period
from casework.disclosure.engine.axes import Dimension

ALL_YEARS = "all"


def time_dimension(first_year: int, last_year: int, today: date, *, months: bool = False) -> Dimension:
    """The closed periods of some years; ValueError when one of them isn't over.

    Codes are those of :class:`Period` (2026, 2026-h1), months 2026-03. A person with cases in two parts of a period
    counts in each and once in the whole. One year is the root itself; several hang under ``all``. A first half whose
    year isn't over stands alone: ask with ``half_year``.
    """
    if first_year > last_year:
        raise ValueError("The years must not end before they begin.")
    if Period.of_year(last_year).last >= today:
        raise ValueError(f"The year {last_year} is not over.")
    parents: dict[str, str] = {}
    for year in range(first_year, last_year + 1):
        if first_year < last_year:
            parents[str(year)] = ALL_YEARS
        for half in (1, 2):
            code = f"{year}-h{half}"
            parents[code] = str(year)
            if months:
                parents |= dict.fromkeys(_months(year, half), code)
    return _of(parents)


def half_year(year: int, half: int, today: date) -> Dimension:
    """The months of one half-year; ValueError when it isn't over."""
    if Period.of_half(year, half).last >= today:
        raise ValueError(f"Half-year {half} of {year} is not over.")
    return _of(dict.fromkeys(_months(year, half), f"{year}-h{half}"))


def _months(year: int, half: int) -> list[str]:
    return [f"{year}-{month:02}" for month in range(6 * half - 5, 6 * half + 1)]


def _of(parents: dict[str, str]) -> Dimension:
    return Dimension("time", "1", parents, overlapping=frozenset(parents.values()))
