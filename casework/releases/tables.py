"""Tables that may be shown. Pages, files and exchange accept these types and no others.

Only :mod:`casework.releases.reading` makes them, out of an approved release (or one that is proposed, for
the people who decide on it).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

Codes = tuple[str, ...]
EXACT, ROUNDED = "exact", "rounded"
TOTAL: Final = "total"
AREA, ACTIVE = "area", "active"


@dataclass(frozen=True, slots=True)
class Head:
    """Which release: printed with every copy of its figures."""

    year: int
    number: int | None
    period: str
    first: date
    last: date
    cut_off: date
    approved_at: datetime | None
    corrects: int | None
    catalogue: str
    geography: str
    policy: str
    k: int
    b: int
    digest: str

    @property
    def code(self) -> str:
        """Its name in addresses and file names: 2026-1; ``draft`` before it is approved."""
        return f"{self.year}-{self.number}" if self.number else "draft"


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One table of a release: a value for each combination of codes, None where it is withheld.

    ``dimensions`` name the codes' places, the area first; the total of a dimension has the code ``total``
    (the country's is ``VN``). ``rounded`` values are at most ``error`` from the truth; exact ones have error 0.
    """

    code: str
    population: str
    head: Head
    dimensions: tuple[str, ...]
    cells: Mapping[Codes, int | None]
    error: int = 0

    def value(self, area: str, **codes: str) -> int | None:
        """The value of a cell; dimensions not named are added up. KeyError for what the table hasn't got."""
        unknown = set(codes) - set(self.dimensions)
        if unknown:
            raise KeyError(f"The table has no {', '.join(sorted(unknown))}.")
        return self.cells[(area, *(codes.get(name, TOTAL) for name in self.dimensions[1:]))]

    def codes(self, dimension: str) -> tuple[str, ...]:
        """The codes of a dimension, in the table's own order."""
        at = self.dimensions.index(dimension)
        return tuple(dict.fromkeys(codes[at] for codes in self.cells))

    def of_area(self, area: str) -> Iterator[tuple[Codes, int | None]]:
        """The cells of one area, without its code."""
        return ((codes[1:], value) for codes, value in self.cells.items() if codes[0] == area)


def frozen(cells: Mapping[Codes, int | None]) -> Mapping[Codes, int | None]:
    """The same cells, unchangeable."""
    return MappingProxyType(dict(cells))
