"""Cells that hold a code of a closed list, or its Vietnamese label, or several of them."""

from casework.exchange.cells import Reader, Wrong, digits, remembered, split, yes_no
from casework.exchange.spelling import plain, squash
from casework.exchange.workbook import Cell
from casework.refusal import N_
from casework.vocabulary import CodeList

YES, NO, NOT_KNOWN = "co", "khong", "chua_ro"


def _code(codes: CodeList, text: str) -> str:
    found = (
        codes.recognise(text)
        or codes.recognise(text.replace(" ", "_"))
        or codes.recognise(text.rstrip(").:"))
    )
    if found is None:
        raise Wrong(N_("This is not in the list. Allowed are: %(allowed)s."), allowed=", ".join(codes.codes))
    return found


def one(codes: CodeList) -> Reader:
    """One code of the list."""
    return remembered(lambda cell: _code(codes, plain(digits(cell))))


def several(codes: CodeList) -> Reader:
    """Codes with ``;`` between them, each once and in the order of the list."""
    rank = {code: place for place, code in enumerate(codes.codes)}

    def read(cell: Cell) -> tuple[str, ...]:
        found = {_code(codes, part) for part in split(digits(cell))}
        return tuple(sorted(found, key=rank.__getitem__))

    return remembered(read)


def need(codes: CodeList) -> Reader:
    """có, không or chưa rõ; a ticked box is có."""
    as_code = one(codes)

    def read(cell: Cell) -> str:
        try:
            return YES if yes_no(cell) else NO
        except Wrong:
            return str(as_code(cell))

    return remembered(read)


def yes_no_unknown(codes: CodeList) -> Reader:
    """As có or không, with None for chưa rõ."""

    def read(cell: Cell) -> bool | None:
        if isinstance(cell, str) and squash(cell) and codes.recognise(plain(cell)) == NOT_KNOWN:
            return None
        return yes_no(cell)

    return remembered(read)
