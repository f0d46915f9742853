"""Figures as a workbook to keep and to work with."""

import io
from datetime import datetime

import xlsxwriter

from casework.indicators.policies import SitePolicies
from casework.reports import presenters as show
from casework.reports.files import cells
from casework.reports.sheets import ProtectedSheet
from casework.ui.language import _

WIDTHS = (58, 32, 12, 12, 10, 16, 18, 46)
# Text is text, whatever it begins with.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_workbook(sheet: ProtectedSheet, policies: SitePolicies, now: datetime) -> bytes:
    """One sheet: what the figures are, the figures with numbers as numbers, and notes. Nobody is named as author."""
    if type(sheet) is not ProtectedSheet:
        raise TypeError("Only protected figures leave as a file.")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"title": _("Indicators"), "author": "", "created": now.replace(tzinfo=None)})
    page = book.add_worksheet(_("Indicators"))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    whole = book.add_format({"num_format": "#,##0", "valign": "top"})
    share = book.add_format({"num_format": "0.0", "valign": "top"})
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    row = 0
    for name, value in show.particulars(sheet, policies):
        page.write_string(row, 0, name, bold)
        page.write_string(row, 1, value)
        row += 1
    row += 1
    for column, words in enumerate(show.HEADS):
        page.write_string(row, column, _(words), head)
    page.freeze_panes(row + 1, 0)
    page.repeat_rows(row)
    for line in sheet.lines:
        row += 1
        for column, cell in enumerate(cells(line, policies)):
            if isinstance(cell, str):
                page.write_string(row, column, cell, wrap)
            else:
                page.write_number(row, column, cell, share if isinstance(cell, float) else whole)
    row += 1
    for note in show.notes(sheet, policies):
        row += 1
        page.merge_range(row, 0, row, len(WIDTHS) - 1, "", wrap)
        page.write_string(row, 0, note, wrap)
        page.set_row(row, 32)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()
