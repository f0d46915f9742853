"""What the rows of a ledger must be to each other; makes the ledger of those that are."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from casework.exchange import rules
from casework.exchange.ledger import Ledger
from casework.exchange.problems import Findings
from casework.exchange.references import drop_repeated, resolve, warn_of_shared_citizen_numbers
from casework.exchange.rows import Notes, Read
from casework.vocabulary.units import Units

CODED = ("facilities", "people", "cases")


def check(read: Mapping[str, Read], units: Units, today: date, findings: Findings) -> Ledger:
    """Resolve references, drop repeated rows, apply the rules of each sheet, and make the ledger."""
    codes = {name: read[name].by_code() for name in CODED if name in read}
    notes = {name: Notes(sheet, findings) for name, sheet in read.items()}
    for name, note in notes.items():
        resolve(name, note, codes)
        drop_repeated(note)
    cases = codes.get("cases", {})
    if "people" in notes:
        warn_of_shared_citizen_numbers(read["people"], notes["people"])
    by_sheet: Mapping[str, Callable[[Notes], None]] = {
        "people": rules.people,
        "cases": lambda note: rules.cases(note, units, codes.get("people", {})),
        "services": lambda note: rules.services(note, cases),
        "liabilities": lambda note: rules.liabilities(note, cases, today),
        "sessions": lambda note: rules.sessions(note, cases, today),
    }
    for name, rule in by_sheet.items():
        if name in notes:
            rule(notes[name])
    made = {name: _made(sheet) for name, sheet in read.items()}
    return Ledger(**cast("dict[str, Any]", made))


def _made(read: Read) -> tuple[object, ...]:
    make = read.table.plan.make
    return tuple(make(**row.values, row=row.number) for row in read.whole())
