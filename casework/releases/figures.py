"""One figure of an indicator, read out of a release. Every page, file and answer of the interface asks here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.disclosure.rounding import percent
from casework.indicators.catalogue import Catalogue
from casework.releases.tables import TOTAL, ReleasedTable


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of so many people. Both numbers are None where withheld; the reason is never told.

    ``error`` is how far each number may be from the truth: 0 for exact ones. ``extras`` are the counts shown
    beside it. ``enough`` says whether the denominator bears a percentage.
    """

    indicator: str
    area: str
    numerator: int | None
    denominator: int | None
    extras: Mapping[str, int | None]
    enough: bool
    error: int = 0

    @property
    def hidden(self) -> bool:
        """Whether numerator or denominator is withheld."""
        return self.numerator is None or self.denominator is None

    @property
    def percent(self) -> float | None:
        """The share to one decimal; None when withheld, out of too few people or of nobody."""
        if self.numerator is None or not self.denominator or not self.enough:
            return None
        return percent(self.numerator, self.denominator)


class Figures:
    """The figures of one release: all questions are answered from its tables, none from cases.

    ``facilities`` are the figures that count no people, by indicator and area.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        tables: Iterable[ReleasedTable],
        minimum_denominator: int,
        facilities: Mapping[tuple[str, str], tuple[int, int]] = MappingProxyType({}),
    ) -> None:
        self.catalogue = catalogue
        self.minimum = minimum_denominator
        self.tables = {table.code: table for table in tables}
        self.facilities = facilities

    def cell(self, population: str, area: str, codes: Mapping[str, str]) -> int | None:
        """The people of a population in an area with these codes; None where withheld or in no table."""
        wanted = {name: code for name, code in codes.items() if code != TOTAL}
        for table in self._tables(population, set(wanted)):
            place = (area, *(wanted.get(name, TOTAL) for name in table.dimensions[1:]))
            value = table.cells.get(place)
            if value is not None:
                return value
        return None

    def _tables(self, population: str, names: set[str]) -> Iterator[ReleasedTable]:
        """The exact tables of a population that have all of these dimensions."""
        for table in self.tables.values():
            if table.population == population and not table.error and names <= set(table.dimensions):
                yield table

    def has(self, indicator: str, area: str, *parts: str) -> bool:
        """Whether the release tells of the indicator in the area, by these dimensions: withheld or not."""
        spec = self.catalogue.figures.get(indicator)
        if spec is None:
            return not parts and (indicator, area) in self.facilities
        wanted = {*parts, *spec.numerator, *spec.denominator}
        return any(
            (area, *(TOTAL for _ in table.dimensions[1:])) in table.cells
            for table in self._tables(spec.population, wanted)
        )

    def figure(self, indicator: str, area: str, **part: str) -> Figure:
        """An indicator in an area, or of one part of its people (``stream=…``, ``sex=…``)."""
        if indicator not in self.catalogue.figures:
            numerator, denominator = self.facilities.get((indicator, area), (None, None))
            return Figure(indicator, area, numerator, denominator, {}, enough=True)
        spec = self.catalogue.figures[indicator]
        denominator = self.cell(spec.population, area, {**spec.denominator, **part})
        numerator = self.cell(spec.population, area, {**spec.numerator, **part})
        return Figure(
            indicator=indicator,
            area=area,
            numerator=numerator,
            denominator=denominator,
            extras={}
            if part
            else {code: self.cell(of, area, cell) for code, (of, cell) in spec.extras.items()},
            enough=denominator is not None and denominator >= self.minimum,
        )
