"""The rows of a sheet once their cells are read, on their way to becoming a ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from casework.exchange.problems import Findings
from casework.exchange.spelling import key_of
from casework.exchange.tables import NOTHING, Table


@dataclass(slots=True)
class ReadRow:
    """The values of one row by field; a field whose cell could not be read is not there."""

    number: int
    values: dict[str, object] = field(repr=False)

    def text(self, name: str) -> str:
        """The value of a text field, "" if it could not be read."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """The values of a field that holds several codes, none if it could not be read."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()


@dataclass(slots=True)
class Read:
    """A sheet's table and its rows."""

    table: Table
    rows: list[ReadRow] = field(repr=False)

    def whole(self) -> Iterator[ReadRow]:
        """The rows of which every cell was read."""
        wanted = len(self.table.plan.columns)
        return (row for row in self.rows if len(row.values) == wanted)

    def by_code(self) -> dict[str, ReadRow]:
        """The rows by the key of their own code; of several the first."""
        found: dict[str, ReadRow] = {}
        for row in self.rows:
            if code := row.text("code"):
                found.setdefault(key_of(code), row)
        return found


@dataclass(frozen=True, slots=True)
class Notes:
    """Writes findings about the rows of one sheet."""

    read: Read
    findings: Findings

    def error(self, row: ReadRow, name: str, message: str, values: Mapping[str, object] = NOTHING) -> None:
        """What stands against storing the ledger."""
        self.findings.add(self.read.table.problem("error", row.number, name, message, values))

    def remark(self, row: ReadRow, name: str, message: str, values: Mapping[str, object] = NOTHING) -> None:
        """What should be looked at."""
        self.findings.add(self.read.table.problem("warning", row.number, name, message, values))
