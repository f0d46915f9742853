"""Writes a ledger as the workbook that ``read_ledger`` reads: an export, or an empty one to fill in."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from casework.exchange.headings import SHEETS
from casework.exchange.ledger import Ledger

Value = str | int | date | None
_ANSWERS = {"co": "có", "khong": "không", "chua_ro": "chưa rõ"}
_SEXES = {"nu": "nữ", "nam": "nam", "khac": "khác", "chua_ro": "chưa rõ"}
_WIDTH = 18


def sheet_rows(ledger: Ledger) -> Iterator[tuple[str, tuple[str, ...], list[list[Value]]]]:
    """For each sheet its name, its headings and its rows, as a careful clerk would type them."""
    for field, head in SHEETS.items():
        rows = [[_value(row, name) for name in head.headings] for row in getattr(ledger, field)]
        yield head.name, tuple(head.headings.values()), rows


def _value(row: object, name: str) -> Value:
    value: str | bool | date | tuple[str, ...] | None = getattr(row, name)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, tuple):
        return ";".join(value)
    if value is None or isinstance(value, date):
        return value
    if name == "birth":
        return _birth(value)
    if name == "sex":
        return _SEXES.get(value, value)
    return _ANSWERS.get(value, value) if name == "need" else str(value)


def _birth(value: str) -> Value:
    parts = value.split("-") if value else []
    if len(parts) == len(("year", "month", "day")):
        return date.fromisoformat(value)
    return int(value) if len(parts) == 1 else "/".join(reversed(parts))


def make_ledger(ledger: Ledger | None = None) -> bytes:
    """The .xlsx of this ledger, or of an empty one. No temporary file holds it; every text is written as text."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - equal ledgers make equal files
        heading = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, headings, rows in sheet_rows(ledger or Ledger()):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(headings) - 1, _WIDTH)
            for place, title in enumerate(headings):
                sheet.write_string(0, place, title, heading)
            for number, row in enumerate(rows, start=1):
                _write(sheet, number, row, day)
    return out.getvalue()


def _write(sheet: Worksheet, number: int, row: Sequence[Value], day: Format) -> None:
    for place, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a cell has no zone
        elif isinstance(value, int):
            sheet.write_number(number, place, value)
        elif value:
            sheet.write_string(number, place, value)
