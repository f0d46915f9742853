"""A release as a workbook: what it is, then a sheet for each of its tables; in the language of the page."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from casework.dashboard.presenters import period_name
from casework.documents.grids import code_words
from casework.indicators import presenters as names
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import WITHHELD
from casework.releases.presenters import table_name, versions
from casework.releases.tables import Head, ReleasedTable
from casework.ui.language import _, current, show_date, show_datetime

# Text is text, whatever it begins with.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDE, NARROW, LINE = 70, 16, 15
FIRST_ROW = 4
"""Of a table's sheet: over it stand the name, what is counted, and the headings."""


def as_workbook(
    head: Head, tables: Sequence[ReleasedTable], policies: SitePolicies, made_at: datetime
) -> bytes:
    """The workbook; numbers are numbers, what is withheld is one word. It names no author."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, OPTIONS)
    book.set_properties(
        {
            "title": _("Release %(code)s", code=head.code),
            "author": "",
            "created": made_at.replace(tzinfo=None),
        }
    )
    looks = {
        "bold": book.add_format({"bold": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        "over": book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top", "align": "right"}
        ),
        "hidden": book.add_format({"align": "right"}),
        "whole": book.add_format({"num_format": "#,##0"}),
    }
    _about(book.add_worksheet(_("About")), looks, head, tables, policies, made_at)
    for table in tables:
        _table(book.add_worksheet(table.code[:31]), looks, table, policies)
    book.close()
    return held.getvalue()


def _about(
    page: Any,
    looks: dict[str, Any],
    head: Head,
    tables: Sequence[ReleasedTable],
    policies: SitePolicies,
    made_at: datetime,
) -> None:
    told = [
        (_("Release"), head.code),
        (_("Period"), period_name(head.period)),
        (
            _("People detected"),
            _("from %(first)s to %(last)s", first=show_date(head.first), last=show_date(head.last)),
        ),
        (_("Data closed on"), show_date(head.cut_off)),
        (_("Released on"), show_datetime(head.approved_at)),
        (_("By which rules"), versions(head)),
        (_("Fingerprint"), head.digest),
        (_("Workbook made on"), show_datetime(made_at)),
        (
            _("withheld"),
            _(
                "The number is not published, so that nobody can be found out. It looks the same whatever the reason."
            ),
        ),
        *((_("Note"), note.of(current())) for note in policies.indicators.notes.values()),
    ]
    page.set_column(0, 0, 30)
    page.set_column(1, 2, WIDE)
    for row, (name, value) in enumerate(told):
        page.write_string(row, 0, name, looks["bold"])
        page.write_string(row, 1, value, looks["wrap"])
        page.set_row(row, _height((value, WIDE)))
    at = len(told) + 1
    for column, name in enumerate((_("Sheet"), _("Table"), _("Who is counted"))):
        page.write_string(at, column, name, looks["head"])
    for row, table in enumerate(tables, start=at + 1):
        page.write_url(row, 0, f"internal:'{table.code[:31]}'!A1", string=table.code)
        page.write_string(row, 1, table_name(table, policies), looks["wrap"])
        page.write_string(row, 2, _counted(table, policies), looks["wrap"])
        page.set_row(row, _height((table_name(table, policies), WIDE), (_counted(table, policies), WIDE)))
    _on_paper(page)


def _counted(table: ReleasedTable, policies: SitePolicies) -> str:
    population = policies.catalogue.populations.get(table.population)
    indicator = policies.indicators[table.code] if table.code in policies.indicators.codes else None
    counted = population or indicator
    words = counted.words.of(current()) if counted else table.population
    if not table.error:
        return words
    rounded = _("Numbers are rounded: each is at most %(error)s away from the exact one.", error=table.error)
    return f"{words} {rounded}"


def _table(page: Any, looks: dict[str, Any], table: ReleasedTable, policies: SitePolicies) -> None:
    across = list(dict.fromkeys(codes[1:] for codes in table.cells))
    page.write_string(0, 0, table_name(table, policies), looks["bold"])
    page.write_string(1, 0, _counted(table, policies))
    heads = [
        _("Code"),
        _("Area"),
        *(", ".join(code_words(table, codes, policies)) or _("All") for codes in across),
    ]
    for column, words in enumerate(heads):
        page.write_string(FIRST_ROW - 1, column, words, looks["head" if column < 2 else "over"])
    page.set_column(2, len(heads), NARROW)
    page.set_row(FIRST_ROW - 1, _height(*((words, NARROW) for words in heads[2:])))
    page.freeze_panes(FIRST_ROW, 2)
    hidden = _(names.STATUS_WORDS[WITHHELD])
    areas = dict.fromkeys(codes[0] for codes in table.cells)
    called = {area: names.area_name(policies.units, area) for area in areas}
    page.set_column(1, 1, max(28, *(2 + len(words) for words in called.values())))
    for row, area in enumerate(areas, start=FIRST_ROW):
        page.write_string(row, 0, area)
        page.write_string(row, 1, called[area])
        for column, codes in enumerate(across, start=2):
            value = table.cells.get((area, *codes))
            if value is None:
                page.write_string(row, column, hidden, looks["hidden"])
            else:
                page.write_number(row, column, value, looks["whole"])
    page.repeat_rows(FIRST_ROW - 1)
    _on_paper(page)


def _on_paper(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")


def _height(*cells: tuple[str, int]) -> int:
    """The height of a row whose words are broken into lines: not every program finds it by itself."""
    return LINE * max((1 + len(words) // (width - 2) for words, width in cells), default=1)
