"""Rows that name each other: every reference must lead somewhere, every code stands once."""

from collections.abc import Hashable, Mapping

from casework.exchange.rows import Notes, Read, ReadRow
from casework.exchange.spelling import key_of
from casework.refusal import N_

_NOWHERE: Mapping[str, str] = {
    "facilities": N_("There is no facility with this code in the sheet Cơ sở."),
    "people": N_("There is no person with this code in the sheet Người."),
    "cases": N_("There is no case with this code in the sheet Vụ việc."),
}
_LEADS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cases": (("facility", "facilities"), ("victim", "people"), ("perpetrators", "people")),
    "services": (("case", "cases"), ("provider", "facilities")),
    "liabilities": (("person", "people"), ("case", "cases")),
    "sessions": (("person", "people"), ("case", "cases"), ("facility", "facilities")),
    "activities": (("facility", "facilities"),),
}
Codes = Mapping[str, Mapping[str, ReadRow]]


def resolve(sheet: str, notes: Notes, codes: Codes) -> None:
    """Spell every reference as the sheet that defines it does, and report those that lead nowhere."""
    for row in notes.read.rows:
        for name, target in _LEADS.get(sheet, ()):
            if target in codes:
                _resolve(row, name, target, notes, codes[target])


def _resolve(row: ReadRow, name: str, target: str, notes: Notes, known: Mapping[str, ReadRow]) -> None:
    value = row.values.get(name)
    if isinstance(value, tuple):
        found = [known.get(key_of(code)) for code in value]
        row.values[name] = tuple(there.text("code") for there in found if there)
        if None in found:
            _lost(row, name, target, notes)
    elif isinstance(value, str) and value:
        there = known.get(key_of(value))
        if there is None:
            _lost(row, name, target, notes)
        else:
            row.values[name] = there.text("code")


def _lost(row: ReadRow, name: str, target: str, notes: Notes) -> None:
    notes.error(row, name, _NOWHERE[target])
    del row.values[name]


def drop_repeated(notes: Notes) -> None:
    """Keep each row once. The same code with other content is an error; the very same row again a remark."""
    own_code = any(column.field == "code" for column in notes.read.table.plan.columns)
    seen: dict[Hashable, ReadRow] = {}
    kept = []
    for row in notes.read.rows:
        key = key_of(row.text("code")) if own_code else tuple(row.values.items())
        first = seen.setdefault(key, row) if key else row
        if first is row:
            kept.append(row)
        elif _content(first) == _content(row):
            notes.remark(
                row, "", N_("This row repeats row %(first)s and was read once."), {"first": first.number}
            )
        else:
            message = N_("Row %(first)s has the same code, but says something else.")
            notes.error(row, "code", message, {"first": first.number})
    notes.read.rows[:] = kept


def _content(row: ReadRow) -> dict[str, object]:
    return {name: value for name, value in row.values.items() if name != "code"}


def warn_of_shared_citizen_numbers(people: Read, notes: Notes) -> None:
    """Two codes with one citizen number are perhaps one person; nothing is merged by itself."""
    seen: dict[str, ReadRow] = {}
    for row in people.rows:
        number = row.text("citizen_number")
        if number and (first := seen.setdefault(number, row)) is not row:
            message = N_("Row %(first)s has the same citizen number. If it is the same person, use one code.")
            notes.remark(row, "citizen_number", message, {"first": first.number})
