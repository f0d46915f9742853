"""Every form in which a release can be had, asked for as a reader would and read back to numbers by codes."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from xml.etree import ElementTree as ET

import openpyxl
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import clock
from casework.api.operations import TokenRequest, make
from casework.api.policy import Interface
from casework.api.rules import SCOPES
from casework.exports.codemaps import CodeMap
from casework.exports.site import exchange_of
from casework.indicators.policies import SitePolicies
from casework.paths import ROOT_POLICIES
from casework.releases import reading
from casework.releases.models import Release
from casework.releases.tables import Codes, ReleasedTable
from casework.vocabulary.units import COUNTRY
from tests.exports.readers import read_adx, read_csvw, read_dhis2, read_dhis2_csv
from tests.factories.browser import Browser, signed_in
from tests.factories.people import make_house, make_staff
from tests.releases.pages import HIDDEN, areas_of, digits, number, own_cells, tables_of

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Told = Mapping[str, Mapping[Codes, int | None]]
"""The cells of each table; None is withheld. Forms that leave out what is withheld have no such cell."""
Asked = tuple[str, str, str, str]
Names = Callable[[ReleasedTable, Codes], Codes]


@dataclass(frozen=True)
class Reader:
    """Somebody with an account, and a program with a token, who look at one release."""

    browser: Browser
    ask: Callable[[str], TestResponse]
    release: Release
    tables: Sequence[ReleasedTable]
    codemap: CodeMap
    policies: SitePolicies

    @property
    def code(self) -> str:
        """Its name in addresses."""
        return f"{self.release.year}-{self.release.number}"

    def pages(self, areas: Iterable[str]) -> Told:
        """The pages of the release itself; rounded tables for these areas, which stand on pages of their own."""
        found: dict[str, dict[Codes, int | None]] = {}
        for one in self.tables:
            path, told = f"/releases/{self.release.id}/tables/{one.code}", found.setdefault(one.code, {})
            for area in areas if one.error else [COUNTRY]:
                province = "" if area == COUNTRY else f"?province={area}"
                told |= areas_of(one, area, tables_of(self._text(f"{path}{province}"))[0], self.policies)
        return found

    def dashboard(self, areas: Iterable[str]) -> Told:
        """The dashboard's tables for these areas: its own cells, then the areas below each other."""
        found: dict[str, dict[Codes, int | None]] = {}
        for one, area in product(self.tables, areas):
            address = f"/dashboard/tables?release={self.code}&table={one.code}&area={area}"
            grids = tables_of(self._text(address))
            told = found.setdefault(one.code, {})
            if area in one.codes("area"):
                told |= own_cells(one, area, grids.pop(0), self.policies)
            if grids:
                told |= areas_of(one, area, grids[0], self.policies)
        return found

    def workbook(self) -> Told:
        """All tables as XLSX."""
        address = f"/documents/releases/{self.code.replace('-', '/')}/tables.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(self._data(address)))
        found = {}
        for one in self.tables:
            rows = list(book[one.code[:31]].iter_rows(min_row=5, values_only=True))
            assert [row[0] for row in rows] == list(one.codes("area"))
            found[one.code] = _grid(one, [[number(cell) for cell in row[2:]] for row in rows])
        return found

    def open_tables(self) -> Told:
        """CSV on the Web."""
        _metadata, files = read_csvw(self._data(f"/exports/{self.code}/csvw/file"))
        return {
            one.code: {
                tuple(row[name] for name in one.dimensions): row["value"] for row in files[f"{one.code}.csv"]
            }
            for one in self.tables
        }

    def interface(self) -> Told:
        """The interface for programs."""
        found = {}
        for one in self.tables:
            told = self.ask(f"/api/v1/releases/{self.code}/tables/{one.code}").get_json()
            names = told["dimensions"][1:]
            found[one.code] = {
                (cell["area"], *(cell["codes"][name] for name in names)): cell["value"]
                for cell in told["cells"]
            }
        return found

    def indicators(self) -> Mapping[Asked, tuple[int | None, int | None]]:
        """The interface's numerators and denominators of people, by indicator, area and part (by what, which)."""
        told = self.ask(f"/api/v1/indicators?release={self.code}").get_json()["indicators"]
        return {
            (one["indicator"], one["area"], part.get("by", ""), part.get("code", "")): (
                part["numerator"],
                part["denominator"],
            )
            for one in told
            if one["counts"] == "people"
            for part in (one, *one["parts"])
        }

    def everything(self, areas: Iterable[str]) -> Told:
        """All cells that any page or file shows a number of; two that say different things are an error."""
        areas, found = tuple(areas), {one.code: dict[Codes, int | None]() for one in self.tables}
        for told in (
            self.pages(areas),
            self.dashboard(areas),
            self.workbook(),
            self.open_tables(),
            self.interface(),
            *self.other_systems(),
        ):
            for code, cells in told.items():
                for codes, value in cells.items():
                    known = found[code].setdefault(codes, value)
                    assert known == value, f"The forms say different things of {code} in {codes[0]}."
        return found

    def other_systems(self) -> Iterator[Told]:
        """ADX and DHIS2, as JSON and as CSV: each names the cells that are not withheld."""
        _about, adx = read_adx(self._data(f"/exports/{self.code}/adx/file"))
        yield self._named(adx, self._options)
        for form, read in (("dhis2-json", read_dhis2), ("dhis2-csv", read_dhis2_csv)):
            _period, values = read(self._data(f"/exports/{self.code}/{form}/file"))
            yield self._named(values, self._combo)

    def statistics(self, area: str) -> Mapping[str, int | None]:
        """The statistics tables on paper (DOCX): the numbers by the line's own number."""
        address = f"/documents/releases/{self.release.year}/{self.release.number}/statistics.docx?area={area}"
        with zipfile.ZipFile(io.BytesIO(self._data(address))) as file:
            root = ET.fromstring(file.read("word/document.xml"))  # noqa: S314  our own bytes
        rows = [
            ["".join(text.text or "" for text in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]
            for row in root.iter(f"{WORD}tr")
        ]
        return {
            row[0]: number(row[3]) for row in rows if len(row) == 5 and row[3] in HIDDEN | set(digits(row[3]))
        }

    def _named(self, values: Mapping[tuple[str, ...], object], names: Names) -> Told:
        """The cells behind the names that another system has for them."""
        units = {name: code for code, name in self.codemap.org_units.items()}
        cells = {
            (self.codemap.elements[one.code], *sorted(names(one, codes))): (one.code, codes)
            for one in self.tables
            for codes in {codes[1:] for codes in one.cells}
            if one.code in self.codemap.elements
        }
        found: dict[str, dict[Codes, int | None]] = {}
        for (unit, *named), value in values.items():
            table, codes = cells[tuple(named)]
            found.setdefault(table, {})[units[unit], *codes] = int(str(value))
        return found

    def _options(self, table: ReleasedTable, codes: Codes) -> Codes:
        told = zip(table.dimensions[1:], codes, strict=True)
        return tuple(
            f"{self.codemap.categories[name]}={self.codemap.options[name][code]}" for name, code in told
        )

    def _combo(self, table: ReleasedTable, codes: Codes) -> Codes:
        return (self.codemap.combo(table.code, table.dimensions[1:], codes) or "",)

    def _text(self, path: str) -> str:
        return self._data(path).decode()

    def _data(self, path: str) -> bytes:
        sent = self.browser.get(path)
        assert sent.status_code == 200, path
        return bytes(sent.data)


def reader_of(app: Flask, session: Session, release: Release, policies: SitePolicies) -> Reader:
    """A manager who has signed in, and a program with a new token; commits."""
    house = make_house(session, "Sở Nội vụ")
    request = TokenRequest(house.id, "Bảng tổng hợp", SCOPES, 30)
    keeper, manager = make_staff(session, None, "administrator"), make_staff(session, None, "manager")
    _token, words = make(session, keeper, request, Interface("", 1_000, (30,)), clock.now())
    browser = signed_in(app, session, manager)
    return Reader(
        browser,
        lambda path: app.test_client().get(path, headers={"Authorization": f"Bearer {words}"}),
        release,
        reading.tables_of(session, release),
        exchange_of(ROOT_POLICIES, policies).codemap,
        policies,
    )


def _grid(table: ReleasedTable, rows: Sequence[Sequence[int | None]]) -> dict[Codes, int | None]:
    """Areas down, all other codes across, in the table's own order."""
    across = list(dict.fromkeys(codes[1:] for codes in table.cells))
    found: dict[Codes, int | None] = {}
    for area, row in zip(table.codes("area"), rows, strict=True):
        found |= {(area, *codes): value for codes, value in zip(across, row, strict=True)}
    return found
