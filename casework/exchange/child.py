"""The child process that reads a workbook: it holds no key, reaches no database and may write no file.

It takes the workbook on standard input and the wanted sheets (as ``squash`` spells them) as arguments, and
answers with lines of JSON: the number of sheets, each wanted sheet, ``{"done": true}``; or
``{"refused": code}``. A crash, for want of memory or time, is an answer as well.
"""

import datetime as dt
import gc
import io
import json
import math
import resource
import sys
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from casework.exchange import limits
from casework.exchange.markup import Marks, survey
from casework.exchange.package import NotReadable, look
from casework.exchange.spelling import squash


def confine() -> None:
    """Give up what a reader of workbooks doesn't need: time, memory, files, other processes."""
    for limit, value in (
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        _, hard = resource.getrlimit(limit)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (lowest, lowest))


def answer(data: bytes, wanted: Sequence[str]) -> Iterator[object]:
    """The lines of the answer, one after the other."""
    try:
        with look(data) as package:
            seen = survey(package)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        yield {"sheets": len(names)}
        for index, name in enumerate(names):
            if squash(name) in wanted:
                marks = seen.of_sheet(name)
                yield _sheet(index, squash(name), book.get_sheet_by_index(index), marks)
    except NotReadable as error:
        yield {"refused": error.code}
    except MemoryError:
        yield {"refused": "too_large"}
    except (CalamineError, OSError, ValueError, KeyError, RecursionError):
        yield {"refused": "damaged"}
    else:
        yield {"done": True}


def _sheet(index: int, name: str, sheet: CalamineSheet, marks: Marks) -> dict[str, object]:
    left = sheet.start[1] if sheet.start else 0
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values = [_cell(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            rows.append([number, *[None] * left, *values])
    return {
        "index": index,
        "name": name,
        "rows": rows,
        "formulas": marks.formulas,
        "errors": marks.errors,
    }


def _cell(value: object) -> object:
    if isinstance(value, str):
        return (value or None) if len(value) <= limits.TEXT else ["long"]
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if math.isfinite(value) else ["odd"]
    if isinstance(value, dt.datetime):
        return ["moment", value.isoformat()]
    if isinstance(value, dt.date):
        return ["day", value.isoformat()]
    return ["odd"]


def main() -> None:
    """Read standard input, write the answer, leave."""
    confine()
    gc.disable()  # many small values and no cycles: collecting would only cost time
    data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
    out = sys.stdout.buffer
    size = 0
    for line in answer(data, sys.argv[1:]):
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        size += len(text)
        if size > limits.ANSWER_BYTES - 1000:
            text = b'{"refused":"too_large"}\n'
        out.write(text)
        if size > limits.ANSWER_BYTES - 1000:
            break
    out.flush()


if __name__ == "__main__":
    main()
