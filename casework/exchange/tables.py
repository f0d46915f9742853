"""Finds the ledger's sheets in a workbook and its columns in a sheet, by heading, wherever they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from casework.exchange.cells import is_empty
from casework.exchange.columns import Column, SheetPlan
from casework.exchange.problems import Findings, Problem, Severity
from casework.exchange.spelling import heading_keys, squash
from casework.exchange.workbook import Cell, Sheet, Workbook
from casework.refusal import N_

HEADING_WITHIN = 30
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with the place (from 0) of each column that was found, and the rows below the headings."""

    plan: SheetPlan
    places: Mapping[str, int]
    rows: Sequence[tuple[int, tuple[Cell, ...]]] = field(repr=False)

    def problem(
        self, severity: Severity, row: int, field: str, message: str, values: Mapping[str, object] = NOTHING
    ) -> Problem:
        """A problem in the cell of this row and field, "" for the row as a whole."""
        place = self.places.get(field)
        column = "" if place is None else letter_of(place)
        heading = self.plan.heading(field) if field else ""
        return Problem(severity, self.plan.name, row, column, heading, message, values)


def letter_of(place: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_tables(book: Workbook, plans: Sequence[SheetPlan], findings: Findings) -> dict[str, Table]:
    """The tables by field of the ledger; what is missing, double or unknown goes to the findings."""
    tables = {}
    known = 0
    for plan in plans:
        sheets = [sheet for sheet in book.sheets if sheet.name == squash(plan.name)]
        known += len(sheets)
        if not sheets:
            message = N_(
                "This sheet is missing. If there is nothing to put into it, add it with its headings alone."
            )
            findings.add(Problem("error", plan.name, None, "", "", message))
        elif len(sheets) > 1:
            findings.add(
                Problem("error", plan.name, None, "", "", N_("There are several sheets with this name."))
            )
        else:
            tables[plan.field] = _table(sheets[0], plan, findings)
    if unknown := book.count - known:
        message = N_("Sheets that are not part of the ledger and were not read: %(count)s.")
        findings.add(Problem("warning", "", None, "", "", message, {"count": unknown}))
    return tables


def _table(sheet: Sheet, plan: SheetPlan, findings: Findings) -> Table:
    if not sheet.rows:
        findings.add(Problem("warning", plan.name, None, "", "", N_("This sheet is empty.")))
        return Table(plan, {}, ())
    head, places = max(
        ((index, _places(cells, plan)) for index, (_, cells) in enumerate(sheet.rows[:HEADING_WITHIN])),
        key=lambda found: len(found[1]),
    )
    number, cells = sheet.rows[head]
    _check_headings(plan, number, cells, places, findings)
    first = {name: columns[0] for name, columns in places.items()}
    return Table(plan, first, sheet.rows[head + 1 :])


def _places(cells: Sequence[Cell], plan: SheetPlan) -> dict[str, list[int]]:
    by_key = {squash(column.heading): column.field for column in plan.columns}
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            whole, bare = heading_keys(cell)
            name = by_key.get(whole) or by_key.get(bare)
            if name:
                places.setdefault(name, []).append(place)
    return places


def _check_headings(
    plan: SheetPlan, row: int, cells: Sequence[Cell], places: dict[str, list[int]], findings: Findings
) -> None:
    for column in plan.columns:
        found = places.get(column.field, [])
        if not found and not column.optional:
            findings.add(Problem("error", plan.name, None, "", column.heading, N_("This column is missing.")))
        for double in found[1:]:
            findings.add(_at(plan, row, double, column, N_("There are several columns with this heading.")))
    known = {place for found in places.values() for place in found}
    for place, cell in enumerate(cells):
        if place not in known and not is_empty(cell):
            message = N_("This column is not part of the ledger and was not read.")
            findings.add(Problem("warning", plan.name, row, letter_of(place), "", message))


def _at(plan: SheetPlan, row: int, place: int, column: Column, message: str) -> Problem:
    return Problem("error", plan.name, row, letter_of(place), column.heading, message)
