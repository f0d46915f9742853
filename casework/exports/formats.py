"""The forms in which a release leaves the house. Each takes released tables and nothing else."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casework.exports.adx import as_adx
from casework.exports.codemaps import CodeMap
from casework.exports.csvw import as_zip
from casework.exports.dhis2 import as_csv, as_json
from casework.exports.sending import Sending, Tally, sending
from casework.indicators.policies import SitePolicies
from casework.releases.tables import Head, ReleasedTable
from casework.ui.language import _l

Writer = Callable[[Sending, CodeMap], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One form: its name on a page, what it is for, the end of the file's name, and how it is written.

    ``write`` is None where the file has our own codes and needs no map.
    """

    code: str
    name: str
    words: str
    ending: str
    mimetype: str
    write: Writer | None


@dataclass(frozen=True)
class Trial:
    """What would be sent: the lines, the counts by table, and the very file. ``sent`` is None without a map."""

    format: Format
    tallies: tuple[Tally, ...]
    sent: Sending | None
    data: bytes

    @property
    def digest(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def numbers(self) -> int:
        """How many numbers the file holds."""
        return sum(one.sent for one in self.tallies)


FORMATS = {
    one.code: one
    for one in (
        Format(
            "dhis2-json",
            _l("DHIS2, JSON"),
            _l("A data value set for the import of DHIS2."),
            "json",
            "application/json",
            as_json,
        ),
        Format(
            "dhis2-csv",
            _l("DHIS2, CSV"),
            _l("The same data value set as a table."),
            "csv",
            "text/csv",
            as_csv,
        ),
        Format(
            "adx",
            _l("ADX, XML"),
            _l("Aggregate Data Exchange of the IHE, which DHIS2 and others read."),
            "xml",
            "application/adx+xml",
            as_adx,
        ),
        Format(
            "csvw",
            _l("Open tables (CSV on the Web)"),
            _l(
                "A CSV file for each table with our own codes, what they mean, and a description for programs."
            ),
            "zip",
            "application/zip",
            None,
        ),
    )
}


def trial(
    form: Format,
    head: Head,
    tables: Sequence[ReleasedTable],
    codemap: CodeMap,
    policies: SitePolicies,
) -> Trial:
    """Make it all, send nothing. Refusal where nothing could be sent."""
    if form.write is None:
        return Trial(form, tuple(_whole(table) for table in tables), None, as_zip(head, tables, policies))
    sent = sending(head, tables, codemap)
    return Trial(form, sent.tallies, sent, form.write(sent, codemap))


def _whole(table: ReleasedTable) -> Tally:
    withheld = sum(value is None for value in table.cells.values())
    return Tally(table, len(table.cells) - withheld, withheld, 0)
