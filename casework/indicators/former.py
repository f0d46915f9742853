"""Provinces and districts of before July 2025, as sums over the communes that took their territory over (pure)."""

from dataclasses import dataclass

from casework.facts.dimensions import former_code, former_geography, places
from casework.vocabulary import Units
from casework.vocabulary.placenames import PlaceNames


@dataclass(frozen=True, slots=True)
class Former:
    """A province or district that is gone: the communes of today wholly in it, and those that have a part of it.

    A sum over all of them is approximate where there are such parts: their people of elsewhere are counted too.
    """

    name: str
    whole: tuple[str, ...]
    partly: tuple[str, ...]

    @property
    def communes(self) -> tuple[str, ...]:
        """All communes that took its territory over."""
        return (*self.whole, *self.partly)


def former_area(units: Units, text: str) -> Former | None:
    """The one province (“Tỉnh Bắc Giang”) or district (“Tân Yên, Bắc Giang”) of then that is meant, or None."""
    names = {(old.province, "") for old in units.legacy.values()}
    names |= {(old.district, old.province) for old in units.legacy.values()}
    codes = {former_code(*reversed([name for name in pair if name])): pair for pair in names}
    code = PlaceNames((code, *pair) for code, pair in codes.items()).one(text)
    if code is None:
        return None
    lies_in = places(former_geography(units))
    touched = {
        commune
        for old in units.legacy.values()
        if code in (former_code(old.province), former_code(old.province, old.district))
        for commune in old.successors
    }
    whole = {commune for commune in touched if code in lies_in[commune]}
    name = ", ".join(filter(None, codes[code]))
    return Former(name, tuple(sorted(whole)), tuple(sorted(touched - whole)))
