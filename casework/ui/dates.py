"""Dates as people here write them, whole or partial."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from casework.clock import LOCAL, local
from casework.ui.fields import TextField, Validators, at, tidy
from casework.ui.language import _, _l

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_TIME = re.compile(r"(.+?)[ ,]+(?:lúc )?([01]?\d|2[0-3])[:.hg]([0-5]\d)")
_YEAR = re.compile(r"\d{4}")
FIRST_YEAR = 1900  # as in the ledger: nobody we write of was born earlier


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(_("There is no such date")) from None
    if found.year < FIRST_YEAR:
        raise ValueError(_("The year is before 1900. Check the year."))
    return found


def parse_date(text: str) -> date:
    """The day meant by 5/3/2026, 05-03-2026 or 2026-03-05; ValueError says in words what is wrong."""
    if match := _DAY_FIRST.fullmatch(text):
        return _day(match[3], match[2], match[1])
    if match := _ISO.fullmatch(text):
        return _day(match[1], match[2], match[3])
    raise ValueError(_("Enter a date with day, month and year, such as 5/3/2026"))


def parse_moment(text: str) -> datetime:
    """The moment in Viet Nam meant by 5/3/2026 14:30 or 5/3/2026 14h30; ValueError says in words what is wrong."""
    match = _TIME.fullmatch(text.lower())
    if match is None:
        raise ValueError(_("Enter a date and a time, such as 5/3/2026 14:30"))
    day = parse_date(match[1].strip())
    return datetime(day.year, day.month, day.day, int(match[2]), int(match[3]), tzinfo=LOCAL)


def parse_partial_date(text: str) -> str:
    """A partial date as text (``1987``, ``1987-03``, ``1987-03-05``) from what people write."""
    if _YEAR.fullmatch(text):
        return f"{_day(text, '1', '1'):%Y}"
    if match := _MONTH.fullmatch(text):
        return f"{_day(match[2], match[1], '1'):%Y-%m}"
    if match := _ISO_MONTH.fullmatch(text):
        return f"{_day(match[1], match[2], '1'):%Y-%m}"
    try:
        return parse_date(text).isoformat()
    except ValueError as error:
        if _DAY_FIRST.fullmatch(text) or _ISO.fullmatch(text):
            raise error from None
        raise ValueError(
            _("Enter a year, a month and year, or a date, such as 1987, 3/1987 or 5/3/1987")
        ) from None


class _Written(TextField):
    """One box that is read as people here write; what could not be read stays as it was typed."""

    example: Any = ""
    nothing: Any = None

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, hint=hint or self.example, **kwargs)

    def read(self, text: str) -> Any:
        """The value that is meant; ValueError says in words what is wrong."""
        raise NotImplementedError

    def written(self) -> str:
        """The value as people here write it."""
        raise NotImplementedError

    def process_data(self, value: Any) -> None:
        """A value or nothing."""
        self.data: Any = value or self.nothing

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = self.nothing
        if text:
            try:
                self.data = self.read(text)
            except ValueError as error:
                raise ValueError(at(self, str(error))) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.written() if self.data else ""


class DateField(_Written):
    """A day in one box; ``.data`` is a date or None."""

    inputmode = "text"
    example = _l("For example 5/3/2026")

    def read(self, text: str) -> date:
        """The day meant."""
        return parse_date(text)

    def written(self) -> str:
        """Day, month, year."""
        return f"{self.data:%d/%m/%Y}"


class MomentField(_Written):
    """A day and a time in one box, by the clock in Viet Nam; ``.data`` is an aware datetime or None."""

    example = _l("For example 5/3/2026 14:30")

    def read(self, text: str) -> datetime:
        """The moment meant."""
        return parse_moment(text)

    def written(self) -> str:
        """Day, month, year and time."""
        return f"{local(self.data):%d/%m/%Y %H:%M}"


class PartialDateField(_Written):
    """A date of which perhaps only the year is known; ``.data`` is text as ``parse_partial_date`` gives, or empty."""

    example = _l("For example 5/3/1987, 3/1987 or 1987; leave empty if it is not known")
    nothing = ""

    def read(self, text: str) -> str:
        """As much of a date as was written."""
        return parse_partial_date(text)

    def written(self) -> str:
        """As much as is known, the day first."""
        return "/".join(reversed(self.data.split("-")))
