"""Turns one untidy cell into one value, or says in words what is wrong with it, never repeating it.

A reader takes a cell and gives the value; it raises ``Wrong`` for what cannot be read, and wraps the
value in ``Noted`` where it was read but should be looked at. An empty cell is ``None`` for every reader.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from casework.exchange.spelling import key_of, plain, squash, tidy
from casework.exchange.workbook import Cell, Odd
from casework.refusal import N_

LONGEST_CODE = 60
REMEMBERED = 5000
_YES = frozenset({"co", "x", "yes", "true", "dung", "1"})
_NO = frozenset({"khong", "no", "false", "sai", "0"})


class Wrong(Exception):
    """A cell that cannot be read: an English message id and values that name nobody."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was read, with a remark about how."""

    value: object
    message: str
    values: tuple[tuple[str, object], ...] = ()


Reader = Callable[[Cell], object]


def check_kind(cell: Cell) -> None:
    """Refuse what no column of the ledger may hold."""
    if cell is Odd.FORMULA:
        raise Wrong(N_("This cell holds a formula. Replace it by its value."))
    if cell is Odd.ERROR:
        raise Wrong(N_("This cell holds a spreadsheet error. Replace it by its value."))
    if cell is Odd.LONG:
        raise Wrong(N_("This text is far too long for this column."))
    if cell is Odd.OTHER:
        raise Wrong(N_("This cell holds a time or a duration, which this column does not take."))


def is_empty(cell: Cell) -> bool:
    """Whether the cell says nothing at all."""
    return cell is None or (isinstance(cell, str) and not cell[:1].isalnum() and not tidy(cell))


def _wrong_kind() -> NoReturn:
    raise Wrong(N_("This cell must hold a text."))


def text(longest: int) -> Reader:
    """A free text in NFC with stray spaces gone; what begins with = + - @ is text like any other."""

    def read(cell: Cell) -> str:
        if not isinstance(cell, str):
            _wrong_kind()
        value = tidy(cell)
        if len(value) > longest:
            raise Wrong(N_("This text is too long: at most %(longest)s characters."), longest=longest)
        return value

    return read


def name(longest: int) -> Reader:
    """As a text, and with at least one letter in it."""
    as_text = text(longest)

    def read(cell: Cell) -> str:
        value = str(as_text(cell))
        if not any(letter.isalpha() for letter in value):
            raise Wrong(N_("A name has letters in it."))
        return value

    return read


def digits(cell: Cell) -> str:
    """What was typed into a column of numbers, be it a number or a text: 7492.0 is 7492."""
    if isinstance(cell, str):
        return cell if cell.isascii() and cell.isalnum() else plain(cell).removeprefix("'")
    if isinstance(cell, bool) or not isinstance(cell, float):
        raise Wrong(N_("This cell must hold a number or a text."))
    if not cell.is_integer() or not 0 <= cell < 10**15:
        raise Wrong(N_("This must be a whole number."))
    return str(int(cell))


def remembered(read: Reader) -> Reader:
    """The same reader for a column of few different cells, each of which is then read once."""
    known: dict[Cell, object] = {}

    def recall(cell: Cell) -> object:
        if not isinstance(cell, str):
            return read(cell)
        if cell not in known:
            value = read(cell)
            if len(known) >= REMEMBERED:
                return value
            known[cell] = value
        return known[cell]

    return recall


def code(cell: Cell) -> str:
    """A code that the ledger itself gives: of a facility, a person, a case."""
    value = digits(cell)
    if len(value) > LONGEST_CODE:
        raise Wrong(N_("This code is too long: at most %(longest)s characters."), longest=LONGEST_CODE)
    return value


def codes(cell: Cell) -> tuple[str, ...]:
    """Several such codes with ``;`` between them, each once."""
    return unique(code(part) for part in split(digits(cell)))


def split(value: str) -> list[str]:
    """The parts between semicolons that say something."""
    return [part for part in (plain(part) for part in plain(value).split(";")) if part]


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in the order in which they came."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(key_of(value), value)
    return tuple(found.values())


def yes_no(cell: Cell) -> bool:
    """có or không, in any of the ways people tick a box."""
    if isinstance(cell, bool):
        return cell
    key = squash(digits(cell))
    if key in _YES or key in _NO:
        return key in _YES
    raise Wrong(N_("This must be “có” or “không”."))
