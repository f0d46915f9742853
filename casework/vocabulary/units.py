"""Provinces and communes since 1 July 2025, and what became of the communes of before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casework.vocabulary.placenames import PlaceNames

COUNTRY = "VN"


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a centrally run city: two-digit code, name with its type."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone: five-digit code, name with its type, code of its province."""

    code: str
    name: str
    kind: str
    province_code: str


@dataclass(frozen=True, slots=True)
class LegacyCommune:
    """A commune of before 1 July 2025, with the units that took over its territory (its centre's first)."""

    code: str
    name: str
    district: str
    province: str
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certain:
    """The one unit of today in which all of the old one lies."""

    code: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The units of today among which the old one was divided; the first got its centre."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class Units:
    """The administrative units, by code; codes are text and keep their leading zeros."""

    provinces: Mapping[str, Province]
    communes: Mapping[str, Commune]
    legacy: Mapping[str, LegacyCommune]
    by_province: Mapping[str, tuple[Commune, ...]] = field(repr=False, compare=False)

    def commune(self, code: str) -> Commune | None:
        """The commune of today with this code."""
        return self.communes.get(code)

    def province(self, code: str) -> Province | None:
        """The province of today with this code."""
        return self.provinces.get(code)

    def communes_of(self, province_code: str) -> tuple[Commune, ...]:
        """The communes of a province, by code; none for an unknown province."""
        return self.by_province.get(province_code, ())

    def successor(self, code: str) -> Certain | Uncertain | None:
        """What a code of before July 2025 is today; None if it never was a commune's code.

        Most codes of today were also the code of the old unit at the centre of the new one. Such a
        code is taken for the unit of today, even where the old unit was divided: a ledger that writes
        it has most likely been brought up to date. ``was_divided`` tells where that is a guess.
        """
        if code in self.communes:
            return Certain(code)
        old = self.legacy.get(code)
        if old is None:
            return None
        return Certain(old.successors[0]) if len(old.successors) == 1 else Uncertain(old.successors)

    def was_divided(self, code: str) -> bool:
        """Whether the old commune with this code (which may also be a code of today) was divided."""
        old = self.legacy.get(code)
        return old is not None and len(old.successors) > 1

    def label(self, code: str) -> str:
        """A unit's name for the screen: “Phường Trần Liễu, Thành phố Hải Phòng”; an unknown code as it is."""
        if commune := self.communes.get(code):
            return f"{commune.name}, {self.provinces[commune.province_code].name}"
        if province := self.provinces.get(code):
            return province.name
        if old := self.legacy.get(code):
            return f"{old.name}, {old.district}, {old.province} (–30/06/2025)"
        return code

    def recognise(self, text: str) -> Commune | None:
        """The one commune that was meant by a code, a label or a name; None if none or several fit."""
        wanted = text.strip()
        code = wanted if wanted in self.communes else self._names.one(wanted)
        return self.communes[code] if code else None

    def search(self, text: str, limit: int = 20) -> tuple[Commune, ...]:
        """Communes by name, with or without diacritics and province: ``tran lieu, hai phong``; best first."""
        wanted = text.strip()
        if wanted in self.communes:
            return (self.communes[wanted],)
        return tuple(self.communes[code] for code in self._names.search(wanted)[:limit])

    @cached_property
    def _names(self) -> PlaceNames:
        return PlaceNames(
            (unit.code, unit.name, self.provinces[unit.province_code].name) for unit in self.communes.values()
        )
