"""Reads a ledger workbook whole: every cell, every row, every reference, before anything is stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from casework.exchange.cells import Noted, Wrong, check_kind, is_empty
from casework.exchange.checks import check
from casework.exchange.columns import Column, sheets
from casework.exchange.ledger import Ledger
from casework.exchange.problems import Findings, Problem
from casework.exchange.rows import Read, ReadRow
from casework.exchange.spelling import squash
from casework.exchange.tables import Table, find_tables
from casework.exchange.workbook import Cell, Odd, open_workbook
from casework.refusal import N_, Refusal
from casework.vocabulary import Vocabulary
from casework.vocabulary.units import Units

Progress = Callable[[str, int, int], None]
EVERY = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook said: the ledger, or the problems that stand against it; remarks either way."""

    ledger: Ledger | None = field(repr=False)
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def read_ledger(
    source: Path | str | bytes,
    vocabulary: Vocabulary,
    units: Units,
    today: date,
    *,
    progress: Progress | None = None,
) -> Reading:
    """Read the workbook at a path, or its bytes. There is a ledger if and only if there is no problem.

    ``progress(sheet, done, total)`` is called every few hundred rows and at each sheet's end.
    """
    findings = Findings()
    plans = sheets(vocabulary, units, today)
    try:
        book = open_workbook(source, [squash(plan.name) for plan in plans])
    except Refusal as refusal:
        return Reading(None, (Problem("error", "", None, "", "", refusal.message, refusal.values),), ())
    tables = find_tables(book, plans, findings)
    read = {name: Read(table, list(_rows(table, findings, progress))) for name, table in tables.items()}
    ledger = check(read, units, today, findings)
    problems = findings.of("error")
    return Reading(None if problems else ledger, problems, findings.of("warning"))


def _rows(table: Table, findings: Findings, progress: Progress | None) -> Iterator[ReadRow]:
    total = len(table.rows)
    readers = [(column, table.places.get(column.field)) for column in table.plan.columns]
    places = [place for _, place in readers if place is not None]
    for done, (number, cells) in enumerate(table.rows):
        if progress and done % EVERY == 0:
            progress(table.plan.name, done, total)
        if any(place < len(cells) and not is_empty(cells[place]) for place in places):
            yield _row(table, readers, number, cells, findings)
    if progress:
        progress(table.plan.name, total, total)


def _row(
    table: Table,
    readers: list[tuple[Column, int | None]],
    number: int,
    cells: tuple[Cell, ...],
    findings: Findings,
) -> ReadRow:
    values: dict[str, object] = {}
    for column, place in readers:
        cell = cells[place] if place is not None and place < len(cells) else None
        try:
            value = _value(column, cell)
        except Wrong as wrong:
            findings.add(table.problem("error", number, column.field, wrong.message, wrong.values))
            continue
        if isinstance(value, Noted):
            findings.add(table.problem("warning", number, column.field, value.message, dict(value.values)))
            value = value.value
        values[column.field] = value
    return ReadRow(number, values)


def _value(column: Column, cell: Cell) -> object:
    if cell is None or is_empty(cell):
        if column.filled:
            raise Wrong(N_("This cell must be filled in."))
        return column.empty
    if isinstance(cell, Odd):
        check_kind(cell)
    return column.read(cell)
