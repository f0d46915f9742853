"""A release as a workbook, read again cell by cell."""

import io
from typing import Any

import openpyxl
import pytest

from casework.documents.workbook import FIRST_ROW, as_workbook
from casework.indicators.policies import SitePolicies
from casework.releases.tables import Head, ReleasedTable
from casework.ui.language import speaking
from tests.documents.conftest import MADE_AT


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize(("language", "hidden"), [("vi", "không công bố"), ("en", "withheld")])
def test_each_table_has_a_sheet_with_the_numbers_as_they_were_released(
    policies: SitePolicies, head: Head, tables: tuple[ReleasedTable, ...], language: str, hidden: str
) -> None:
    with speaking(language):
        book = read(as_workbook(head, tables, policies, MADE_AT))
    assert book.sheetnames[1:] == [table.code for table in tables]
    for table in tables:
        sheet = book[table.code]
        across = list(dict.fromkeys(codes[1:] for codes in table.cells))
        areas = list(dict.fromkeys(codes[0] for codes in table.cells))
        rows = list(sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True))
        assert [row[0] for row in rows] == areas
        for row, area in zip(rows, areas, strict=True):
            for cell, codes in zip(row[2:], across, strict=True):
                value = table.cells[area, *codes]
                assert cell == (hidden if value is None else value)
        assert len(next(sheet.iter_rows(min_row=FIRST_ROW, values_only=True))) == 2 + len(across)


def test_the_first_sheet_says_what_was_counted_when_and_from_which_release(
    policies: SitePolicies, head: Head, tables: tuple[ReleasedTable, ...]
) -> None:
    with speaking("vi"):
        book = read(as_workbook(head, tables, policies, MADE_AT))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    told = {row[0]: row[1] for row in rows if row[0]}
    assert told["Đợt công bố"] == "2025-1"
    assert told["Ngày chốt số liệu"] == "09/06/2025"
    assert head.digest in told.values()
    listed = {row[0]: row for row in rows}
    assert {table.code for table in tables} <= set(listed)
    assert "lệch tối đa 4" in str(listed["victims-communes"][2])
    assert book.properties.creator in {None, ""}


def test_a_printed_sheet_has_its_headings_on_every_page_and_whole_names(
    policies: SitePolicies, head: Head, tables: tuple[ReleasedTable, ...]
) -> None:
    with speaking("vi"):
        book = read(as_workbook(head, tables, policies, MADE_AT))
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows == f"${FIRST_ROW}:${FIRST_ROW}"
        assert sheet.oddFooter.center.text == "&P/&N"
        names = [str(row[1]) for row in sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True)]
        assert sheet.column_dimensions["B"].width > max(map(len, names))
        [above, *_rest] = sheet.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW)
        assert {cell.alignment.horizontal for cell in above[2:]} == {"right"}


def test_nothing_in_a_workbook_is_a_formula(
    policies: SitePolicies, head: Head, tables: tuple[ReleasedTable, ...]
) -> None:
    with speaking("vi"):
        book = read(as_workbook(head, tables, policies, MADE_AT))
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n"}
