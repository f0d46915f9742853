"""Commune codes of today or of before July 2025, with or without their leading zeros, or a commune's name."""

from functools import lru_cache

from casework.exchange.cells import Noted, Wrong, digits
from casework.exchange.spelling import plain, squash
from casework.exchange.workbook import Cell
from casework.refusal import N_
from casework.vocabulary.units import Uncertain, Units

CODE_LENGTH = 5
_UNKNOWN = N_("There is no commune with this code, today or before July 2025.")
_NO_NAME = N_(
    "This is neither a commune code nor a name that only one commune has. Write the five-digit code."
)


class Communes:
    """Reads communes. A place counts in the figures, so it must be certain; a residence may stay unknown."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._named = lru_cache(maxsize=4096)(self._by_name)

    def of_place(self, cell: Cell) -> str | Noted:
        """Where a case was detected or a facility stands: certain, or an error that lists the candidates."""
        code = self._code(cell)
        found = self._units.successor(code)
        if found is None:
            raise Wrong(_UNKNOWN)
        if isinstance(found, Uncertain):
            raise Wrong(
                N_(
                    "The commune with the old code %(old)s was divided in July 2025. Write today’s code: %(codes)s."
                ),
                old=code,
                codes=", ".join(found.codes),
            )
        if found.code == code:
            return code
        message = N_(
            "The old commune code %(old)s was read as %(new)s, which is its commune since July 2025."
        )
        return Noted(found.code, message, (("old", code), ("new", found.code)))

    def of_residence(self, cell: Cell) -> str | Noted:
        """Where a person lives; personal, so that no message repeats it."""
        code = self._code(cell)
        found = self._units.successor(code)
        if found is None:
            raise Wrong(_UNKNOWN)
        if isinstance(found, Uncertain):
            return Noted(
                "",
                N_("The commune was divided in July 2025, so that today’s is not known. It is left empty."),
            )
        if found.code != code:
            return Noted(
                found.code,
                N_("An old commune code was read as the commune that took its place in July 2025."),
            )
        return found.code

    def was_divided(self, code: str) -> bool:
        """Whether this code of today was also that of an old commune which was divided."""
        return self._units.was_divided(code)

    def _code(self, cell: Cell) -> str:
        text = plain(digits(cell))
        if text.isascii() and text.isdigit() and len(text) <= CODE_LENGTH:
            return text.zfill(CODE_LENGTH)
        return self._named(text)

    def _by_name(self, text: str) -> str:
        found = None if text[:1].isdigit() else self._units.recognise(text)
        if found is None or not squash(text).startswith((squash(found.name), squash(_short(found.name)))):
            raise Wrong(_NO_NAME)
        return found.code


def _short(name: str) -> str:
    for kind in ("Xã ", "Phường ", "Đặc khu "):
        name = name.removeprefix(kind)
    return name
