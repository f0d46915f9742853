"""Every form in which a release can be had, asked for as a reader would and read back to numbers by codes."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import product
from xml.etree import ElementTree as ET

import openpyxl
from werkzeug.test import TestResponse

from casework.exports.codemaps import CodeMap
from casework.releases.models import Release
from casework.releases.tables import Codes, ReleasedTable
from casework.vocabulary.units import COUNTRY, Units
from tests.exports.readers import read_adx, read_csvw, read_dhis2, read_dhis2_csv
from tests.factories.browser import Browser

HIDDEN = {"không công bố", "withheld"}
ABOUT = "≈ "
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Told = Mapping[str, Mapping[Codes, int | None]]
"""The cells of each table; None is withheld. Forms that leave out what is withheld have no such cell."""
Names = Callable[[ReleasedTable, Codes], Codes]


@dataclass(frozen=True)
class Reader:
    """Somebody with an account, and a program with a token, who look at one release."""

    browser: Browser
    ask: Callable[[str], TestResponse]
    release: Release
    tables: Sequence[ReleasedTable]
    codemap: CodeMap
    units: Units

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
                here = [code for code in one.codes("area") if code == area or self._below(code, area)]
                province = "" if area == COUNTRY else f"?province={area}"
                told |= _grid(_of(one, here), _tables(self._text(f"{path}{province}"))[0])
        return found

    def dashboard(self, areas: Iterable[str]) -> Told:
        """The dashboard's tables for these areas: its own cells, then the areas below each other."""
        found: dict[str, dict[Codes, int | None]] = {}
        for one, area in product(self.tables, areas):
            address = f"/dashboard/tables?release={self.code}&table={one.code}&area={area}"
            grids = _tables(self._text(address))
            told = found.setdefault(one.code, {})
            here = [code for code in one.codes("area") if code == area or self._below(code, area)]
            if area in one.codes("area"):
                own = grids.pop(0)
                lists = [one.codes(name) for name in one.dimensions[1:]]
                told |= dict(zip(product([area], *lists), (v for row in own for v in row), strict=True))
            if grids:
                told |= _grid(_of(one, here), grids[0])
        return found

    def workbook(self) -> Told:
        """All tables as XLSX."""
        year, number = self.release.year, self.release.number
        book = openpyxl.load_workbook(
            io.BytesIO(self._data(f"/documents/releases/{year}/{number}/tables.xlsx"))
        )
        found = {}
        for one in self.tables:
            rows = list(book[one.code[:31]].iter_rows(min_row=5, values_only=True))
            assert [row[0] for row in rows] == list(one.codes("area"))
            found[one.code] = _grid(one, [[_value(cell) for cell in row[2:]] for row in rows])
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

    def indicators(self) -> Mapping[tuple[str, str], tuple[int | None, int | None]]:
        """The interface's numerators and denominators by indicator and area, people's alone."""
        told = self.ask(f"/api/v1/indicators?release={self.code}").get_json()["indicators"]
        return {
            (one["indicator"], one["area"]): (one["numerator"], one["denominator"])
            for one in told
            if one["counts"] == "people"
        }

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
            row[0]: _value(row[3])
            for row in rows
            if len(row) == 5 and row[3] in HIDDEN | set(_digits(row[3]))
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

    def _below(self, code: str, area: str) -> bool:
        """Whether one stands below the other on a page: provinces below the country, communes below a province."""
        if area == COUNTRY:
            return code in self.units.provinces
        return code in self.units.communes and self.units.communes[code].province_code == area

    def _text(self, path: str) -> str:
        return self._data(path).decode()

    def _data(self, path: str) -> bytes:
        sent = self.browser.get(path)
        assert sent.status_code == 200, path
        return bytes(sent.data)


def _tables(page: str) -> list[list[list[int | None]]]:
    """The numbers of every table of a page, row by row."""
    found = []
    for table in re.findall(r"<tbody.*?</tbody>", page, re.DOTALL):
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        found.append(
            [[_value(_words(cell)) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows]
        )
    return found


def _words(cell: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", cell)).strip()


def _digits(text: str) -> Sequence[str]:
    return (text,) if re.fullmatch(r"[0-9]{1,3}(\.?[0-9]{3})*", text) else ()


def _value(cell: object) -> int | None:
    """A number as it is written, None for the word of what is withheld; anything else is an error."""
    if isinstance(cell, str):
        told = cell.removeprefix(ABOUT)
        assert told in HIDDEN or _digits(told), told
        return None if told in HIDDEN else int(told.replace(".", ""))
    assert isinstance(cell, int)
    return cell


def _grid(table: ReleasedTable, rows: Sequence[Sequence[int | None]]) -> dict[Codes, int | None]:
    """Areas down, all other codes across, in the table's own order."""
    across = list(dict.fromkeys(codes[1:] for codes in table.cells))
    found: dict[Codes, int | None] = {}
    for area, row in zip(table.codes("area"), rows, strict=True):
        found |= {(area, *codes): value for codes, value in zip(across, row, strict=True)}
    return found


def _of(table: ReleasedTable, areas: Sequence[str]) -> ReleasedTable:
    cells = {codes: value for codes, value in table.cells.items() if codes[0] in areas}
    return ReleasedTable(table.code, table.population, table.head, table.dimensions, cells, table.error)
