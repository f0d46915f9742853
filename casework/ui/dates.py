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


class DateField(TextField):
    """A day in one box; ``.data`` is a date or None."""

    inputmode = "text"

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, hint=hint or _l("For example 5/3/2026"), **kwargs)

    def process_data(self, value: Any) -> None:
        """A date or nothing."""
        self.data: Any = value

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the date as people here write it."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = parse_date(text)
            except ValueError as error:
                raise ValueError(at(self, str(error))) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d/%m/%Y}" if self.data else ""


class MomentField(TextField):
    """A day and a time in one box, by the clock in Viet Nam; ``.data`` is an aware datetime or None."""

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, hint=hint or _l("For example 5/3/2026 14:30"), **kwargs)

    def process_data(self, value: Any) -> None:
        """A moment or nothing."""
        self.data: Any = value

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read day and time as people here write them."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = parse_moment(text)
            except ValueError as error:
                raise ValueError(at(self, str(error))) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{local(self.data):%d/%m/%Y %H:%M}" if self.data else ""


class PartialDateField(TextField):
    """A date of which perhaps only the year is known; ``.data`` is text as ``parse_partial_date`` gives, or empty."""

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        words = hint or _l("For example 5/3/1987, 3/1987 or 1987; leave empty if it is not known")
        super().__init__(label, validators, hint=words, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read as much of a date as was written."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = ""
        if text:
            try:
                self.data = parse_partial_date(text)
            except ValueError as error:
                raise ValueError(at(self, str(error))) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "/".join(reversed((self.data or "").split("-")))
