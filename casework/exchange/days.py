"""Cells that hold a day: an Excel date or a text, the day first always; a birth may be a year alone."""

import re
from datetime import date, datetime

from casework.exchange.cells import Reader, Wrong
from casework.exchange.spelling import plain
from casework.exchange.workbook import Cell
from casework.refusal import N_

FIRST_YEAR = 1900
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{1,6}(\.0+)?", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
NOT_A_DATE = N_("This is not a date. Write the day, the month and the year, such as 05/03/2026.")


def day(cell: Cell) -> date:
    """An Excel date, or day/month/year as text; day first, always."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        raise Wrong(NOT_A_DATE)
    value = _TIME.sub("", plain(cell))
    if match := _DAY_FIRST.fullmatch(value):
        return _real_day(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO_DAY.fullmatch(value):
        return _real_day(int(match[1]), int(match[2]), int(match[3]))
    raise Wrong(NOT_A_DATE)


def _real_day(year: int, month: int, number: int) -> date:
    try:
        value = date(year, month, number)
    except ValueError as error:
        raise Wrong(
            N_("There is no such day. The day comes first, then the month, then the year.")
        ) from error
    return value


def past_day(today: date) -> Reader:
    """A day that is not in the future and not before 1900."""

    def read(cell: Cell) -> date:
        value = day(cell)
        if value > today:
            raise Wrong(N_("This date is in the future."))
        return _not_ancient(value)

    return read


def any_day(cell: Cell) -> date:
    """A day that may lie ahead."""
    return _not_ancient(day(cell))


def _not_ancient(value: date) -> date:
    if value.year < FIRST_YEAR:
        raise Wrong(N_("This date is too long ago to be right."))
    return value


def birth(today: date) -> Reader:
    """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``: a whole date, a month and year, or a year alone."""
    past = past_day(today)

    def read(cell: Cell) -> str:
        if isinstance(cell, float) or (isinstance(cell, str) and _YEAR.fullmatch(plain(cell))):
            return _year(float(plain(cell)) if isinstance(cell, str) else cell, today)
        if isinstance(cell, str) and (match := _MONTH.fullmatch(plain(cell))):
            return _month(int(match[2] or match[3]), int(match[1] or match[4]), today)
        value = past(cell)
        return value.isoformat() if isinstance(value, date) else ""

    return read


def _year(value: float, today: date) -> str:
    if not value.is_integer() or not FIRST_YEAR <= value <= today.year:
        raise Wrong(N_("This is neither a date of birth nor a year of birth."))
    return f"{int(value):04d}"


def _month(year: int, month: int, today: date) -> str:
    if month not in range(1, 13) or not (FIRST_YEAR, 1) <= (year, month) <= (today.year, today.month):
        raise Wrong(N_("This is neither a date of birth nor a year of birth."))
    return f"{year:04d}-{month:02d}"
