"""Workbooks for tests: a small clean ledger to spoil, cell by cell, and zips to spoil, byte by byte."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Self

import xlsxwriter

from casework.exchange.headings import SHEETS

Rows = list[list[object]]


class Formula(str):
    """A formula, with the result it last had."""

    __slots__ = ()


CLEAN: Mapping[str, Rows] = {
    "Cơ sở": [["CS1", "Nhà tạm lánh Ánh Dương", "co_so_tgxh", "có", "10729"]],
    "Người": [
        ["N1", "Đào Thị Hòa", date(1990, 3, 5), "nữ", "030190001234", "0912345678", "có", "10729", "Kinh", "không"],
        ["N2", "Trần Văn Bình", 1985, "nam", "", "", "không", "10729", "Kinh", "không"],
    ],
    "Vụ việc": [
        [
            "V1", "CS1", date(2026, 3, 5), date(2026, 3, 1), "10729", "cong_an", "bao_luc_gia_dinh", "a;đ",
            "the_chat;kinh_te", "N1", "có", "N2", "vo_chong",
        ]
    ],
    "Dịch vụ": [["V1", "y_te", "CS1", date(2026, 3, 6), date(2026, 3, 7), "da_cung_cap"]],
    "Trách nhiệm": [["N2", "V1", "bi_truy_cuu", date(2026, 4, 1)]],
    "Tư vấn": [["N2", "V1", "CS1", date(2026, 5, 1), "tu_van", "có"]],
    "Hoạt động": [["CS1", date(2026, 2, 1), "phong_ngua"]],
}  # fmt: skip


class Book:
    """The clean ledger, with what a test changes in it."""

    def __init__(self) -> None:
        self.names = {head.name: head.name for head in SHEETS.values()}
        self.headings: dict[str, list[object]] = {
            head.name: [*head.headings.values()] for head in SHEETS.values()
        }
        self.rows: dict[str, Rows] = {name: [list(row) for row in rows] for name, rows in CLEAN.items()}

    def put(self, sheet: str, heading: str, value: object, row: int = 0) -> Self:
        """Put a value into the cell under this heading."""
        self.rows[sheet][row][self.headings[sheet].index(heading)] = value
        return self

    def add(self, sheet: str, **changes: object) -> Self:
        """Add a copy of the sheet's first row with changes, given as spoken headings: ``Mã_người="N3"``."""
        self.rows[sheet].append(list(self.rows[sheet][0]))
        for heading, value in changes.items():
            self.put(sheet, heading.replace("_", " "), value, -1)
        return self

    def without_column(self, sheet: str, heading: str) -> Self:
        """Take a column out of its sheet."""
        place = self.headings[sheet].index(heading)
        for row in (self.headings[sheet], *self.rows[sheet]):
            del row[place]
        return self

    def made(self) -> bytes:
        """The workbook's bytes."""
        sheets = {self.names[name]: [self.headings[name], *self.rows[name]] for name in self.rows}
        return workbook(sheets)


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx of these sheets; dates are Excel dates, ``Formula`` a formula with that last result."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, Formula):
                        sheet.write_formula(number, place, '="x"', None, str(value))
                    elif isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif value is not None:
                        sheet.write(number, place, value)
    return out.getvalue()


def rezipped(
    data: bytes,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    add: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same zip with some members changed and others added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, (change or {}).get(name, bytes)(content))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()
