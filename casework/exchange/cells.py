"""Turns one untidy cell into one value, or says in words what is wrong with it, never repeating it.

A reader takes a cell and gives the value; it raises ``Wrong`` for what cannot be read, and wraps the
value in ``Noted`` where it was read but should be looked at. An empty cell is ``None`` for every reader.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from casework.exchange.spelling import key_of, plain, squash, tidy
from casework.exchange.workbook import Cell, Odd
from casework.refusal import N_

FIRST_YEAR = 1900
LONGEST_CODE = 60
REMEMBERED = 5000
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{1,6}(\.0+)?", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_YES = frozenset({"co", "x", "yes", "true", "dung", "1"})
_NO = frozenset({"khong", "no", "false", "sai", "0"})

NOT_A_DATE = N_("This is not a date. Write the day, the month and the year, such as 05/03/2026.")


class Wrong(Exception):
    """A cell that cannot be read: an English message id and values that name nobody."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was read, with a remark about how."""

    value: object
    message: str
    values: tuple[tuple[str, object], ...] = ()


Reader = Callable[[Cell], object]


def check_kind(cell: Cell) -> None:
    """Refuse what no column of the ledger may hold."""
    if cell is Odd.FORMULA:
        raise Wrong(N_("This cell holds a formula. Replace it by its value."))
    if cell is Odd.ERROR:
        raise Wrong(N_("This cell holds a spreadsheet error. Replace it by its value."))
    if cell is Odd.LONG:
        raise Wrong(N_("This text is far too long for this column."))
    if cell is Odd.OTHER:
        raise Wrong(N_("This cell holds a time or a duration, which this column does not take."))


def is_empty(cell: Cell) -> bool:
    """Whether the cell says nothing at all."""
    return cell is None or (isinstance(cell, str) and not cell[:1].isalnum() and not tidy(cell))


def _wrong_kind() -> NoReturn:
    raise Wrong(N_("This cell must hold a text."))


def text(longest: int) -> Reader:
    """A free text in NFC with stray spaces gone; what begins with = + - @ is text like any other."""

    def read(cell: Cell) -> str:
        if not isinstance(cell, str):
            _wrong_kind()
        value = tidy(cell)
        if len(value) > longest:
            raise Wrong(N_("This text is too long: at most %(longest)s characters."), longest=longest)
        return value

    return read


def name(longest: int) -> Reader:
    """As a text, and with at least one letter in it."""
    as_text = text(longest)

    def read(cell: Cell) -> str:
        value = str(as_text(cell))
        if not any(letter.isalpha() for letter in value):
            raise Wrong(N_("A name has letters in it."))
        return value

    return read


def digits(cell: Cell) -> str:
    """What was typed into a column of numbers, be it a number or a text: 7492.0 is 7492."""
    if isinstance(cell, str):
        return cell if cell.isascii() and cell.isalnum() else plain(cell).removeprefix("'")
    if isinstance(cell, bool) or not isinstance(cell, float):
        raise Wrong(N_("This cell must hold a number or a text."))
    if not cell.is_integer() or not 0 <= cell < 10**15:
        raise Wrong(N_("This must be a whole number."))
    return str(int(cell))


def remembered(read: Reader) -> Reader:
    """The same reader for a column of few different cells, each of which is then read once."""
    known: dict[Cell, object] = {}

    def recall(cell: Cell) -> object:
        if not isinstance(cell, str):
            return read(cell)
        if cell not in known:
            value = read(cell)
            if len(known) >= REMEMBERED:
                return value
            known[cell] = value
        return known[cell]

    return recall


def code(cell: Cell) -> str:
    """A code that the ledger itself gives: of a facility, a person, a case."""
    value = digits(cell)
    if len(value) > LONGEST_CODE:
        raise Wrong(N_("This code is too long: at most %(longest)s characters."), longest=LONGEST_CODE)
    return value


def codes(cell: Cell) -> tuple[str, ...]:
    """Several such codes with ``;`` between them, each once."""
    return unique(code(part) for part in split(digits(cell)))


def split(value: str) -> list[str]:
    """The parts between semicolons that say something."""
    return [part for part in (plain(part) for part in plain(value).split(";")) if part]


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in the order in which they came."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(key_of(value), value)
    return tuple(found.values())


def yes_no(cell: Cell) -> bool:
    """có or không, in any of the ways people tick a box."""
    if isinstance(cell, bool):
        return cell
    key = squash(digits(cell))
    if key in _YES or key in _NO:
        return key in _YES
    raise Wrong(N_("This must be “có” or “không”."))


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
