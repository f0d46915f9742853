"""Hostile workbooks are refused in bounded time and memory, with words that say why."""

import io
import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.exchange import limits, workbook
from casework.exchange.reasons import REASONS
from tests.exchange.books import Book, rezipped
from tests.exchange.conftest import Read

PEOPLE = "xl/worksheets/sheet2.xml"
ROOM = 1_200_000  # KiB that the largest child may have used
pytestmark = pytest.mark.real_clock


def put(before: bytes, what: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert before in content
        return content.replace(before, what + before, 1)

    return change


def instead(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


def sheet(cells: bytes) -> bytes:
    return rezipped(Book().made(), {PEOPLE: put(b"</sheetData>", cells)})


def empty_rows(number: int) -> bytes:
    return b"".join(b'<row r="%d"/>' % row for row in range(10, number + 10))


def full_rows(number: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>7</v></c></row>' % (row, row) for row in range(10, number))


def shared_string_bomb() -> bytes:
    long = b"<si><t>" + bytes(range(65, 91)) * 1200 + b"</t></si>"
    cells = b"".join(
        b'<row r="%d"><c r="B%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(10, 150_000)
    )
    return rezipped(
        Book().made(),
        {
            PEOPLE: put(b"</sheetData>", cells),
            "xl/sharedStrings.xml": lambda content: content.replace(b"<si>", long + b"<si>", 1),
        },
    )


def lying_size() -> bytes:
    """A member that unpacks to more than its headers say."""
    data = bytearray(sheet(empty_rows(50_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        size = struct.pack("<I", package.getinfo(PEOPLE).file_size)
    return bytes(data).replace(size, struct.pack("<I", 900))


def zipped_in_a_row(number: int) -> bytes:
    return rezipped(Book().made(), add={f"xl/media/{i}.png": b"" for i in range(number)})


def named(sheets: int) -> bytes:
    more = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (i, i + 100) for i in range(sheets))
    return rezipped(Book().made(), {"xl/workbook.xml": put(b"</sheets>", more)})


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "text": (lambda: b"Ho va ten;Ngay sinh\n", "not_xlsx"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old_or_locked"),
    "cut in half": (lambda: Book().made()[:3000], "damaged"),
    "other zip": (lambda: rezipped(_zip({"a.txt": b"x"})), "not_xlsx"),
    "binary workbook": (lambda: rezipped(Book().made(), add={"xl/workbook.bin": b"x"}), "not_xlsx"),
    "macros": (lambda: rezipped(Book().made(), add={"xl/vbaProject.bin": b"x"}), "macros"),
    "macros elsewhere": (
        lambda: rezipped(
            Book().made(),
            {
                "[Content_Types].xml": instead(
                    b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
                )
            },
        ),
        "macros",
    ),
    "external links": (
        lambda: rezipped(Book().made(), add={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "links",
    ),
    "embedded": (lambda: rezipped(Book().made(), add={"xl/embeddings/oleObject1.bin": b"x"}), "links"),
    "climbing name": (lambda: rezipped(Book().made(), add={"../../etc/cron.d/x": b"x"}), "damaged"),
    "two of one name": (lambda: rezipped(Book().made(), add={PEOPLE.upper(): b"<a/>"}), "damaged"),
    "billion laughs": (lambda: rezipped(Book().made(), {PEOPLE: put(b"<worksheet", LAUGHS)}), "entities"),
    "laughs in shared strings": (
        lambda: rezipped(Book().made(), {"xl/sharedStrings.xml": put(b"<sst", LAUGHS)}),
        "entities",
    ),
    "a file of the server": (
        lambda: rezipped(Book().made(), {"xl/workbook.xml": put(b"<workbook", OUTSIDE)}),
        "entities",
    ),
    "utf-16": (
        lambda: rezipped(Book().made(), {PEOPLE: lambda xml: xml.decode().encode("utf-16")}),
        "damaged",
    ),
    "not xml": (lambda: rezipped(Book().made(), {PEOPLE: instead(b"</row>", b"</raw>")}), "damaged"),
    "bomb": (lambda: rezipped(Book().made(), add={"xl/media/a.bin": bytes(80 * 2**20)}), "bomb"),
    "many members": (lambda: zipped_in_a_row(limits.MEMBERS + 1), "too_large"),
    "huge member": (
        lambda: rezipped(Book().made(), add={"xl/a.bin": bytes(limits.MEMBER_BYTES + 1)}),
        "too_large",
    ),
    "far corner": (lambda: sheet(FAR), "far"),
    "far column": (lambda: sheet(b'<row r="9"><c r="XFD9"><v>1</v></c></row>'), "far"),
    "wide and long": (
        lambda: sheet(
            b'<row r="9"><c r="IV9"><v>1</v></c></row><row r="90000"><c r="A90000"><v>1</v></c></row>'
        ),
        "far",
    ),
    "far corner, quoted otherwise": (lambda: sheet(FAR.replace(b'"', b"'")), "far"),
    "far corner, with a prefix": (
        lambda: sheet(
            b'<s:row xmlns:s="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576">'
            b'<s:c r="XFD1048576"><s:v>1</s:v></s:c></s:row>'
        ),
        "far",
    ),
    "a million empty rows": (lambda: sheet(empty_rows(1_000_000)), "rows"),
    "a million rows": (lambda: sheet(full_rows(1_000_000)), "rows"),
    "many sheets": (lambda: named(limits.SHEETS), "sheets"),
    "lying size": (lying_size, "damaged"),
    "too large a file": (lambda: b"PK\x03\x04" + bytes(limits.FILE_BYTES), "too_large"),
}


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", list(HOSTILE))
def test_it_is_refused_with_words(read_apart: Read, name: str) -> None:
    make, reason = HOSTILE[name]
    data = make()
    start = time.monotonic()
    reading = read_apart(data)
    assert time.monotonic() - start < 30
    assert reading.ledger is None
    assert [problem.message for problem in reading.problems] == [REASONS[reason]]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < ROOM


def test_a_shared_string_bomb_costs_little(read_apart: Read) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = read_apart(shared_string_bomb())
    assert reading.ledger is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < ROOM


def test_hidden_far_cells_that_the_survey_misses_die_in_the_child(
    read_apart: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reference written with a character entity is no plain text; the limits of the child hold all the same."""
    reading = read_apart(sheet(b'<row r="9"><c r="&#88;FD1048&#53;76"><v>1</v></c></row>'))
    assert reading.ledger is None
    assert reading.problems[0].message in {REASONS["far"], REASONS["failed"], REASONS["damaged"]}


def test_rows_that_are_only_formatted_are_no_attack(read_apart: Read) -> None:
    styled = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (r, r, r) for r in range(10, 5000)
    )
    assert read_apart(sheet(styled)).ledger


def test_a_formula_is_found_however_it_is_written(read_apart: Read) -> None:
    cell = (
        b'<s:row xmlns:s="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="4"><s:c r="B4" t="str">'
        b"<s:f\n>1</s:f><s:v>Ten</s:v></s:c></s:row>"
    )
    reading = read_apart(sheet(cell))
    assert ("Người", 4, "B") in {(p.sheet, p.row, p.column) for p in reading.problems}


def test_a_child_that_takes_too_long_is_stopped(read_apart: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.0)
    assert [problem.message for problem in read_apart(Book()).problems] == [REASONS["time"]]


def test_a_child_that_dies_is_an_answer(read_apart: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_CHILD", "import os; os.abort()")
    assert [problem.message for problem in read_apart(Book()).problems] == [REASONS["failed"]]


def test_a_file_that_is_not_there(read_apart: Read, tmp_path: Path) -> None:
    assert len(read_apart(tmp_path / "không có.xlsx").problems) == 1


def in_child(code: str) -> str:
    start = f"from casework.exchange import child; child.confine(); {code}"
    done = subprocess.run(
        [sys.executable, "-c", start], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


def test_the_child_may_write_no_file_and_take_no_memory(tmp_path: Path) -> None:
    target = tmp_path / "x"
    assert "File too large" in in_child(
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"f = open({str(target)!r}, 'w'); f.write('x'); f.flush()"
    )
    assert not target.read_text()
    assert "MemoryError" in in_child("bytearray(2**31)")


def test_the_child_knows_neither_the_web_nor_the_database() -> None:
    loaded = in_child("import sys; print(*sys.modules)").split()
    assert "python_calamine" in loaded
    assert not {"flask", "sqlalchemy", "cryptography", "casework.crypto", "casework.db"} & set(loaded)
