"""Finding a commune by its name, as people type it."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.vocabulary.folding import fold, tone_normal

_TYPES = ("Xã", "Phường", "Đặc khu", "Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã")
_WHOLE = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """A commune with the texts that a search is compared with; spaces part their words."""

    code: str
    words: str
    typed: str
    wholes: frozenset[str]

    def rank(self, folded: str, typed: str) -> int:
        """0 = no; 1, 2 = words begin so (2: with the diacritics typed); 3, 4 = the whole name, likewise."""
        if any(f" {word}" not in self.words for word in folded.split()):
            return 0
        with_diacritics = typed != folded and all(f" {word}" in self.typed for word in typed.split())
        return (_WHOLE if folded in self.wholes else 1) + with_diacritics


class PlaceNames:
    """The names of communes, with and without their type and province."""

    def __init__(self, places: Iterable[tuple[str, str, str]]) -> None:
        """Take triples of code, commune and province."""
        self._places = tuple(_place(*place) for place in places)

    def search(self, text: str) -> list[str]:
        """The codes of the communes that fit, best first."""
        return [code for _, code in self._ranked(text)]

    def one(self, text: str) -> str | None:
        """The code of the only commune whose whole name this is; None if there is none or several."""
        ranked = self._ranked(text)
        best = [code for rank, code in ranked if rank == ranked[0][0] <= -_WHOLE]
        return best[0] if len(best) == 1 else None

    def _ranked(self, text: str) -> list[tuple[int, str]]:
        folded, typed = fold(_plain(text)), _typed(text)
        if not folded:
            return []
        return sorted((-rank, place.code) for place in self._places if (rank := place.rank(folded, typed)))


def _place(code: str, commune: str, province: str) -> _Place:
    names = [fold(_plain(form)) for form in (commune, _without_type(commune))]
    wheres = [fold(_plain(form)) for form in (province, _without_type(province))]
    wholes = frozenset(names + [f"{name} {where}" for name in names for where in wheres])
    return _Place(code, f" {names[0]} {wheres[0]}", f" {_typed(commune)} {_typed(province)}", wholes)


def _plain(text: str) -> str:
    return text.replace(",", " ").replace("-", " ")


def _typed(text: str) -> str:
    return " ".join(tone_normal(_plain(text)).casefold().split())


def _without_type(name: str) -> str:
    return next((name.removeprefix(f"{word} ") for word in _TYPES if name.startswith(f"{word} ")), name)
