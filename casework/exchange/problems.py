"""What is wrong in a workbook, where, and in words that never repeat a personal value."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from casework.refusal import N_

Severity = Literal["error", "warning"]
SHOWN_EACH = 200
SHOWN = 5000

MORE = N_("Further rows with the same finding, not listed: %(count)s.")
_HEADINGS = (N_("Sheet"), N_("Row"), N_("Column"), N_("Heading"), N_("Kind of finding"), N_("What is wrong"))
_SEVERITIES = {"error": N_("Error"), "warning": N_("To be checked")}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``message`` is an English message id, ``values`` fill it and name no person.

    ``sheet`` is the ledger's name of the sheet ("" for the whole workbook), ``row`` the row as the
    spreadsheet counts it, ``column`` its letter, ``heading`` the ledger's heading.
    """

    severity: Severity
    sheet: str
    row: int | None
    column: str
    heading: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, gettext: Callable[[str], str]) -> str:
        """The message in the language of ``gettext``."""
        return gettext(self.message) % self.values


class Findings:
    """Collects problems, and keeps few of a kind so that a spoilt column doesn't fill the memory."""

    def __init__(self) -> None:
        self._kept: dict[Severity, list[Problem]] = {"error": [], "warning": []}
        self._counts: Counter[tuple[Severity, str, str, str]] = Counter()
        self._columns: dict[tuple[Severity, str, str, str], str] = {}

    def add(self, problem: Problem) -> None:
        """Keep this problem, or count it if there are many like it."""
        kind = (problem.severity, problem.sheet, problem.heading, problem.message)
        self._counts[kind] += 1
        self._columns.setdefault(kind, problem.column)
        kept = self._kept[problem.severity]
        if self._counts[kind] <= SHOWN_EACH and len(kept) < SHOWN:
            kept.append(problem)

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of this severity; where some were only counted, a line says how many."""
        kept = list(self._kept[severity])
        shown = Counter((p.severity, p.sheet, p.heading, p.message) for p in kept)
        for kind, count in self._counts.items():
            if kind[0] == severity and count > shown[kind]:
                kept.append(_more(kind, self._columns[kind], count - shown[kind]))
        return tuple(kept)


def _more(kind: tuple[Severity, str, str, str], column: str, count: int) -> Problem:
    severity, sheet, heading, _ = kind
    return Problem(severity, sheet, None, column, heading, MORE, {"count": count})


def problems_csv(problems: Iterable[Problem], gettext: Callable[[str], str]) -> bytes:
    """The list as a CSV file that spreadsheets open with the right letters."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([gettext(heading) for heading in _HEADINGS])
    for problem in problems:
        writer.writerow(
            [
                problem.sheet,
                "" if problem.row is None else problem.row,
                problem.column,
                problem.heading,
                gettext(_SEVERITIES[problem.severity]),
                _plain(problem.text(gettext)),
            ]
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
