"""What the pages of the ledger show, in words."""

import json
from dataclasses import dataclass

from casework.exchange import jobs
from casework.exchange.models import LedgerImport
from casework.refusal import N_
from casework.ui.language import _

STATES = {
    jobs.RUNNING: (N_("Running"), "blue"),
    jobs.STORED: (N_("Stored"), "green"),
    jobs.CHECKED: (N_("Checked, nothing stored"), "turquoise"),
    jobs.REFUSED: (N_("Problems, nothing stored"), "red"),
    jobs.FAILED: (N_("Broken off, nothing stored"), "red"),
}
SHEET_OF = {
    "service": "Dịch vụ",
    "liability": "Trách nhiệm",
    "counselling_session": "Tư vấn",
    "activity": "Hoạt động",
}
SHOWN = 200


@dataclass(frozen=True)
class SheetCount:
    """What became of the rows of one sheet."""

    sheet: str
    created: int
    changed: int
    unchanged: int
    gone: int


def label(state: str) -> tuple[str, str]:
    """The words and the colour of a state."""
    words, colour = STATES[state]
    return _(words), colour


def counts(run: LedgerImport) -> list[SheetCount]:
    """By sheet, what was done (or would have been)."""
    told = json.loads(run.report)
    changed: dict[str, int] = {}
    for one in told.get("changed", ()):
        changed[one["sheet"]] = changed.get(one["sheet"], 0) + 1
    gone = {SHEET_OF.get(kind, kind): count for kind, count in told.get("gone", {}).items() if count}
    created, unchanged = told.get("created", {}), told.get("unchanged", {})
    sheets = dict.fromkeys((*created, *changed, *unchanged, *gone))
    return [
        SheetCount(one, created.get(one, 0), changed.get(one, 0), unchanged.get(one, 0), gone.get(one, 0))
        for one in sheets
    ]


def changes(run: LedgerImport) -> list[tuple[str, int, str]]:
    """The rows that changed a record, with the names of the fields; the first of them where they are many."""
    told = json.loads(run.report).get("changed", ())
    return [(one["sheet"], one["row"], ", ".join(one["fields"])) for one in told[:SHOWN]]
