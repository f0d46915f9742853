"""The sheet as a workbook, made in memory; every cell is text."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from casework.exports.gbvims import COLUMNS, Row, cells

# Text is text, whatever it begins with.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "Incident Data"


def as_workbook(rows: Iterable[Row], now: datetime) -> bytes:
    """One sheet under the 41 headings. Nobody is named as author."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"author": "", "created": now.replace(tzinfo=None)})
    page = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bottom": 1})
    for column, name in enumerate(COLUMNS):
        page.write_string(0, column, name, head)
        page.set_column(column, column, max(12, min(len(name) + 2, 40)))
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(cells(row)):
            if text:
                page.write_string(number, column, text)
    book.close()
    return file.getvalue()
