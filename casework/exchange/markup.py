"""A pass over the XML of a workbook: refuses what is dangerous, marks formulas and errors. Runs in the child.

The reader of the values gives a formula's last result as if it were typed, and an error as nothing;
so the places of both are noted here. No document type is let through: with it go entity bombs.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from casework.exchange import limits
from casework.exchange.glance import harmless
from casework.exchange.package import NotReadable

_COLUMN = re.compile("[A-Z]{1,3}")
_DIGITS = "0123456789"
_VALUES = frozenset({"v", "is", "f"})
_MACRO_TYPES = ("macroEnabled", "vbaProject")


@dataclass
class Marks:
    """What was noted in one worksheet: places are (row, column), from 1."""

    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Seen:
    """What was noted in the whole workbook: marks by member name, and the sheets' names and members."""

    marks: dict[str, Marks] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def of_sheet(self, name: str) -> Marks:
        """The marks of the worksheet with this name."""
        target = self.targets.get(self.sheets.get(name, ""), "").lstrip("/")
        for member in (f"xl/{target}", target):
            if member in self.marks:
                return self.marks[member]
        raise NotReadable("damaged")


def survey(package: zipfile.ZipFile) -> Seen:
    """Read all XML of the workbook once, in pieces, and note what ``Seen`` holds."""
    seen = Seen()
    cells = 0
    for member in package.infolist():
        name = member.filename
        if not name.lower().endswith((".xml", ".rels")):
            continue
        pass_ = _Pass(seen, name, cells)
        pass_.run(package, member)
        cells = pass_.cells
    return seen


class _Pass:
    """One member on its way through the XML parser."""

    def __init__(self, seen: Seen, name: str, cells: int) -> None:
        self.seen = seen
        self.cells = cells
        self.marks = seen.marks.setdefault(name, Marks())
        self.local: dict[str, str] = {}
        self.columns: dict[str, int] = {}
        self.rows = self.row = self.column = self.last_row = self.last_column = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.parser.XmlDeclHandler = self.declaration
        self.name = name.lower()
        self.parser.StartElementHandler = {
            "xl/workbook.xml": self.workbook_element,
            "xl/_rels/workbook.xml.rels": self.relation_element,
            "[content_types].xml": self.type_element,
        }.get(self.name)

    def run(self, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        try:
            data = package.read(member)
            if self.name.startswith("xl/worksheets/") and self.name.endswith(".xml"):
                self.look_at_sheet(data)
            self.parser.Parse(data, True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise NotReadable("damaged") from error

    def look_at_sheet(self, data: bytes) -> None:
        if data.count(b"<row ") > limits.ROWS:
            raise NotReadable("rows")
        cells = harmless(data)
        if cells is None:
            self.parser.StartElementHandler = self.sheet_element
        else:
            self.cells += cells
            self.check_cells()

    def refuse_doctype(self, *_: object) -> NoReturn:
        raise NotReadable("entities")

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            raise NotReadable("damaged")

    def kind(self, name: str) -> str:
        if len(self.local) >= limits.ELEMENT_NAMES:
            raise NotReadable("damaged")
        return self.local.setdefault(name, name.rpartition(" ")[2])

    def sheet_element(self, name: str, attributes: dict[str, str]) -> None:
        kind = self.local.get(name) or self.kind(name)
        if kind == "c":
            self.place(attributes.get("r"))
            if attributes.get("t") == "e":
                _note(self.marks.errors, (self.row, self.column))
        elif kind in _VALUES:
            self.value(formula=kind == "f")
        elif kind == "row":
            self.rows += 1
            if self.rows > limits.ROWS:
                raise NotReadable("rows")
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0

    def place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        letters = reference.rstrip(_DIGITS)
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = column_number(letters)
        self.column = column
        self.row = int(reference[len(letters) :])

    def value(self, *, formula: bool) -> None:
        self.cells += 1
        if formula:
            _note(self.marks.formulas, (self.row, self.column))
        if self.row > self.last_row or self.column > self.last_column:
            self.grow()
        self.check_cells()

    def check_cells(self) -> None:
        if self.cells > limits.CELLS:
            raise NotReadable("too_large")

    def grow(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row > limits.ROWS:
            raise NotReadable("rows" if self.rows > limits.ROWS // 2 else "far")
        if self.last_column > limits.COLUMNS or self.last_row * self.last_column > limits.AREA:
            raise NotReadable("far")

    def workbook_element(self, name: str, attributes: dict[str, str]) -> None:
        if self.kind(name) != "sheet":
            return
        if len(self.seen.sheets) >= limits.SHEETS:
            raise NotReadable("sheets")
        for key, value in attributes.items():
            if key.rpartition(" ")[2] == "id":
                self.seen.sheets[attributes.get("name", "")] = value

    def relation_element(self, name: str, attributes: dict[str, str]) -> None:
        if self.kind(name) == "Relationship":
            self.seen.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def type_element(self, _name: str, attributes: dict[str, str]) -> None:
        if any(word in attributes.get("ContentType", "") for word in _MACRO_TYPES):
            raise NotReadable("macros")


def _note(places: list[tuple[int, int]], place: tuple[int, int]) -> None:
    if len(places) < limits.MARKS:
        places.append(place)


def column_number(letters: str) -> int:
    """``A`` is 1, ``XFD`` is 16384; anything else is not a column."""
    if not _COLUMN.fullmatch(letters):
        raise NotReadable("damaged")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
