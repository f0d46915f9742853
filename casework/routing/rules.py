"""The order in which organisations are asked: the nearest area first, then position. Pure."""

from dataclasses import dataclass
from typing import Final

from casework.providers.rules import ASSISTANCE, COMMUNE, COUNTRY, PROVINCE, Placed, serves
from casework.vocabulary.units import Units

FALLBACK: Final = "fallback"
WHYS = (COMMUNE, PROVINCE, COUNTRY, FALLBACK)


@dataclass(frozen=True)
class Place:
    """Where somebody needs a service; both codes empty where the place is not known."""

    commune_code: str
    province_code: str

    @property
    def areas(self) -> dict[str, str]:
        """The areas of the duty table in which this place lies, and how near each is."""
        named = {self.commune_code: COMMUNE, self.province_code: PROVINCE}
        return {code: why for code, why in named.items() if code} | {"": COUNTRY}


def place_of(units: Units, area_code: str) -> Place | None:
    """The place that an area of the table names: a commune, a province, or without code the country."""
    if commune := units.commune(area_code):
        return Place(commune.code, commune.province_code)
    if units.province(area_code):
        return Place("", area_code)
    return None if area_code else Place("", "")


def fallback_rank(facility: Placed, kind: str, place: Place, *, public: bool) -> tuple[int, int, int]:
    """How good a facility is that nobody put on duty: whether it serves the place, where it is, what it is."""
    return (
        int(not serves(facility, place.commune_code, place.province_code)),
        int(facility.province_code != place.province_code or not place.province_code),
        0 if kind == ASSISTANCE and public else 1 if kind == ASSISTANCE else 2,
    )


BEST: Final = (0, 0, 0)
