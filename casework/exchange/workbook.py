"""Opens a workbook in a child process that is short of time and memory, and takes only plain values from it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO, cast

import casework
from casework.exchange import limits
from casework.exchange.reasons import REASONS
from casework.refusal import N_, Refusal

_PASSED_ON = ("LD_LIBRARY_PATH",)
_CHILD = "from casework.exchange.child import main; main()"


class Odd(Enum):
    """A cell whose content is no text, number or date."""

    LONG = "long"
    OTHER = "odd"
    FORMULA = "formula"
    ERROR = "error"


Cell = str | float | bool | date | datetime | Odd | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its place in the workbook (from 1) and its rows that aren't empty, numbered as in a spreadsheet."""

    place: int
    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The wanted sheets, and how many sheets there are in all."""

    sheets: tuple[Sheet, ...]
    count: int


def open_workbook(source: Path | str | bytes, wanted: Collection[str]) -> Workbook:
    """Read the sheets whose squashed names are wanted; a ``Refusal`` says why nothing could be read."""
    data = source if isinstance(source, bytes) else _load(Path(source))
    if len(data) > limits.FILE_BYTES:
        raise Refusal(REASONS["too_large"])
    sheets: list[Sheet] = []
    count = 0
    for line in _ask(data, wanted):
        if "refused" in line:
            raise Refusal(REASONS.get(str(line["refused"]), REASONS["damaged"]))
        if "sheets" in line:
            count = int(cast("int", line["sheets"]))
        elif "rows" in line:
            sheets.append(_sheet(line))
    return Workbook(tuple(sheets), count)


def _load(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        raise Refusal(N_("The file could not be opened.")) from error


def _ask(data: bytes, wanted: Collection[str]) -> list[dict[str, object]]:
    root = str(Path(casework.__file__).resolve().parents[1])
    start = f"import sys; sys.path.insert(0, {root!r}); {_CHILD}"
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module; the workbook travels on standard input
        [sys.executable, "-I", "-B", "-c", start, *sorted(wanted)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
    ) as child:
        answer, in_time = _talk(child, data)
    if not in_time:
        raise Refusal(REASONS["time"])
    lines = [json.loads(line) for line in answer.splitlines()] if answer.endswith(b"\n") else []
    if not lines or not ({"refused", "done"} & lines[-1].keys()):
        raise Refusal(REASONS["failed"])
    return lines


def _talk(child: subprocess.Popen[bytes], data: bytes) -> tuple[bytes, bool]:
    answers: list[bytes] = []
    stdin, stdout = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    writer = threading.Thread(target=_feed, args=(stdin, data), daemon=True)
    reader = threading.Thread(target=lambda: answers.append(stdout.read(limits.ANSWER_BYTES)), daemon=True)
    writer.start()
    reader.start()
    reader.join(limits.WALL_SECONDS)
    in_time = not reader.is_alive()
    child.kill()
    child.wait()
    writer.join()
    reader.join()
    return (answers[0] if answers else b""), in_time


def _feed(stream: BinaryIO, data: bytes) -> None:
    try:
        with stream:
            stream.write(data)
    except OSError:
        return  # the child has seen enough, or is gone


def _sheet(line: Mapping[str, object]) -> Sheet:
    odd = {
        **dict.fromkeys(_places(line["formulas"]), Odd.FORMULA),
        **dict.fromkeys(_places(line["errors"]), Odd.ERROR),
    }
    rows: dict[int, list[Cell]] = {
        cast("int", row[0]): [_cell(value) for value in row[1:]]
        for row in cast("list[list[object]]", line["rows"])
    }
    for (row, column), mark in odd.items():
        cells = rows.setdefault(row, [])
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = mark
    return Sheet(
        cast("int", line["index"]) + 1,
        str(line["name"]),
        tuple((number, tuple(cells)) for number, cells in sorted(rows.items())),
    )


def _places(marks: object) -> list[tuple[int, int]]:
    return [(row, column) for row, column in cast("list[list[int]]", marks)]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    kind, *rest = cast("list[str]", value)
    if kind == "day":
        return date.fromisoformat(rest[0])
    if kind == "moment":
        return datetime.fromisoformat(rest[0])
    return Odd(kind)
