"""A quick look at a worksheet's bytes that spares most sheets the slow one. Runs in the child.

It may only say *harmless* of what the slow look would let pass without a mark; in any doubt it says nothing.
"""

import re

from casework.exchange import limits

_ENDS = (b" ", b">", b"/", b"\t", b"\n", b"\r")
_FORMULAS = tuple(start + end for start in (b"<f", b":f") for end in _ENDS)
_OTHER_CELLS = tuple(start + end for start in (b"<c", b":c") for end in _ENDS if start + end != b"<c ")
_OTHER_ROWS = tuple(start + end for start in (b"<row", b":row") for end in _ENDS if start + end != b"<row ")
_DOUBTFUL = (*_FORMULAS, *_OTHER_CELLS, *_OTHER_ROWS, b'"e"', b"'e'", b"<!", b"\0")
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[1-9]')
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')


def harmless(data: bytes) -> int | None:
    """The number of cells of a sheet that has no formula and no error and is of modest extent; else None."""
    if any(doubtful in data for doubtful in _DOUBTFUL):
        return None
    columns = _COLUMN.findall(data)
    rows = _ROW.findall(data)
    if len(columns) != data.count(b"<c ") or len(rows) != data.count(b"<row "):
        return None
    last_row = max(map(int, rows), default=0)
    if last_row > limits.ROWS or len(rows) > limits.ROWS or len(columns) > limits.CELLS:
        return None
    widest = max((_number(letters) for letters in set(columns)), default=0)
    if widest > limits.COLUMNS or widest * last_row > limits.AREA:
        return None
    return len(columns)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
