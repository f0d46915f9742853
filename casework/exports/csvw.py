"""Open tables: a CSV for each table, the words behind the codes, and CSV on the Web metadata that describes them."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from casework import clock
from casework.exports.wording import Worded, code_words, dimension_words, in_each, table_words
from casework.indicators.policies import SitePolicies
from casework.refusal import N_, Refusal
from casework.releases.tables import Head, ReleasedTable
from casework.ui.language import LANGUAGES
from casework.ui.language import _ as translated

METADATA, CODES = "csv-metadata.json", "codes.csv"
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_VALUE = N_("How many; empty where the number is withheld.")
_WITHHELD = N_("Whether the number is withheld.")
_ERROR = N_("How far the number may be from the true one; 0 for exact numbers.")


def as_zip(head: Head, tables: Sequence[ReleasedTable], policies: SitePolicies) -> bytes:
    """All of it as one file; the same release gives the same bytes. Refusal before it is approved."""
    if head.approved_at is None:
        raise Refusal(N_("Only an approved release can be sent."))
    moment = clock.local(head.approved_at)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        _put(book, METADATA, _json(metadata(head, tables, policies)), moment)
        _put(book, CODES, codes_csv(tables, policies), moment)
        for table in tables:
            _put(book, f"{table.code}.csv", table_csv(table), moment)
    return file.getvalue()


def table_csv(table: ReleasedTable) -> bytes:
    """One row a cell: its codes, the number, whether it is withheld, and how far from the truth it may be."""
    rows = (
        (*cell, "" if value is None else value, "true" if value is None else "false", table.error)
        for cell, value in table.cells.items()
    )
    return _csv((*table.dimensions, "value", "withheld", "error"), rows)


def codes_csv(tables: Iterable[ReleasedTable], policies: SitePolicies) -> bytes:
    """What each code of each dimension is called, in both languages."""
    used: dict[tuple[str, str], None] = {}
    for table in tables:
        for name in table.dimensions:
            used |= dict.fromkeys((name, code) for code in table.codes(name))
    rows = (
        (name, code, *(_safe(code_words(name, code, policies)[language]) for language in LANGUAGES))
        for name, code in sorted(used)
    )
    return _csv(("dimension", "code", *LANGUAGES), rows)


def metadata(head: Head, tables: Iterable[ReleasedTable], policies: SitePolicies) -> dict[str, Any]:
    """The description of all files (https://www.w3.org/TR/tabular-metadata/)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:identifier": head.code,
        "dc:issued": f"{clock.local(head.approved_at):%Y-%m-%d}" if head.approved_at else "",
        "dc:temporal": f"{head.first.isoformat()}/{head.last.isoformat()}",
        "dc:description": _natural(in_each(lambda: _about(head))),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "tables": [*(_described(table, policies) for table in tables), _codes_described()],
    }


def _described(table: ReleasedTable, policies: SitePolicies) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [
        _column(name, "string", dimension_words(name), required=True) for name in table.dimensions
    ]
    columns += [
        _column("value", {"base": "integer", "minimum": 0}, _told(_VALUE), required=False),
        _column(
            "withheld",
            {"base": "boolean", "format": "true|false"},
            _told(_WITHHELD),
            required=True,
        ),
        _column("error", {"base": "integer", "minimum": 0}, _told(_ERROR), required=True),
    ]
    return {
        "url": f"{table.code}.csv",
        "dc:title": _natural(table_words(table, policies)),
        "tableSchema": {"columns": columns, "primaryKey": list(table.dimensions)},
    }


def _codes_described() -> dict[str, Any]:
    names = ("dimension", "code", *LANGUAGES)
    columns = [{"name": name, "titles": name, "datatype": "string", "required": True} for name in names]
    return {"url": CODES, "tableSchema": {"columns": columns, "primaryKey": ["dimension", "code"]}}


def _column(name: str, datatype: Any, words: Worded, *, required: bool) -> dict[str, Any]:
    told = {"name": name, "titles": name, "datatype": datatype, "required": required}
    return told | {"dc:description": _natural(words)}


def _told(message: str) -> Worded:
    return in_each(lambda: translated(message))


def _natural(words: Worded) -> list[dict[str, str]]:
    return [{"@language": language, "@value": text} for language, text in words.items()]


def _about(head: Head) -> str:
    return translated(
        "People in recorded cases detected from %(first)s to %(last)s, with the facts known by %(cut_off)s.",
        first=f"{head.first:%d/%m/%Y}",
        last=f"{head.last:%d/%m/%Y}",
        cut_off=f"{head.cut_off:%d/%m/%Y}",
    )


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _put(book: zipfile.ZipFile, name: str, data: bytes, moment: datetime) -> None:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    book.writestr(entry, data)
