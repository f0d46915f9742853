"""Which tables are released: ``policies/tables.toml``, read strictly."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from casework.indicators.countable import BASED_ON, countable, disagreements, missing_definitions
from casework.indicators.definitions import FACILITIES, Indicators
from casework.vocabulary import Vocabulary, Words
from casework.vocabulary.policyfiles import Section, open_section

COUNTRY, PROVINCE = "country", "province"
LEVELS = (COUNTRY, PROVINCE)
NAMES = (
    "age_group",
    "counselled",
    "harm",
    "helped",
    "prosecuted",
    "reached",
    "reintegrated",
    "relation",
    "service",
    "sex",
    "source",
    "stream",
    "supported",
)
"""What people may be counted by; ``counting`` knows how."""
ROUNDED = ("sex", "age_group")
"""What communes may be shown by, rounded."""
LISTS = {
    "sex": "sex",
    "age_group": "age_group",
    "harm": "harm",
    "relation": "relation",
    "source": "source",
    "service": "service_kind",
}
"""The code lists of those that have one; streams are the indicators', all others are yes or no."""
Cell = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Population:
    """People counted together: in every area by ``base``, and by the base with each of the ``crosses``."""

    code: str
    name: Words
    words: Words
    base: tuple[str, ...]
    crosses: tuple[tuple[str, ...], ...]

    @property
    def wholes(self) -> tuple[tuple[str, ...], ...]:
        """The sets of dimensions that are counted together: the base, then each cross with it."""
        return (self.base, *((*self.base, *cross) for cross in self.crosses))

    def has(self, dimensions: Iterable[str]) -> bool:
        """Whether these are crossed with each other."""
        return any(set(dimensions) <= set(whole) for whole in self.wholes)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: areas down to ``area``, crossed with ``dimensions``; everything else is added up."""

    code: str
    name: Words
    population: str
    area: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """How an indicator is read out of a population's cells; dimensions that are not named are added up.

    ``extras`` are the counts shown beside it, by code: of which population, and which cell.
    """

    indicator: str
    population: str
    denominator: Cell = field(hash=False)
    numerator: Cell = field(hash=False)
    extras: Mapping[str, tuple[str, Cell]] = field(hash=False)


@dataclass(frozen=True)
class Catalogue:
    """All of it, in the file's order; ``version`` is printed with every release."""

    version: str
    most_a_year: int
    minutes: int
    populations: Mapping[str, Population]
    tables: Mapping[str, TableSpec]
    rounded: Mapping[str, TableSpec]
    figures: Mapping[str, FigureSpec]

    def of(self, population: str) -> Iterator[TableSpec]:
        """The exact tables of a population."""
        return (table for table in self.tables.values() if table.population == population)


def load_catalogue(path: Path, indicators: Indicators, vocabulary: Vocabulary) -> Catalogue:
    """Read tables.toml; PolicyError for anything that isn't understood, can't be counted or says something else."""
    file = open_section(path)
    if lost := missing_definitions(indicators):
        raise file.error("population", f"follows definitions that indicators.toml lacks: {', '.join(lost)}.")
    reader = CellReader(indicators, vocabulary)
    populations = _once("population", map(reader.population, file.sections("population")))
    tables = _once("table", (reader.table(part, populations) for part in file.sections("table")))
    rounded = _once("rounded", (reader.table(part, populations) for part in file.sections("rounded")))
    figures = _once("figure", (reader.figure(part, populations) for part in file.sections("figure")))
    for one in rounded.values():
        _check_rounded(one, tables.values(), file)
    missing = {one.code for one in indicators if one.counts != FACILITIES} - set(figures)
    if missing:
        raise file.error("figure", f"is missing for {', '.join(sorted(missing))}.")
    catalogue = Catalogue(
        version=file.text("version"),
        most_a_year=file.integer("most_a_year", 1, 8),
        minutes=file.integer("minutes", 1, 600),
        populations=MappingProxyType(populations),
        tables=MappingProxyType(tables),
        rounded=MappingProxyType(rounded),
        figures=MappingProxyType(figures),
    )
    file.close()
    return catalogue


Named = TypeVar("Named")


def _once(kind: str, read: Iterable[tuple[Section, str, Named]]) -> dict[str, Named]:
    """By code, none of them twice."""
    found: dict[str, Named] = {}
    for part, code, one in read:
        if code in found:
            raise part.error("", f"is the second {kind} named “{code}”.")
        found[code] = one
    return found


@dataclass(frozen=True)
class CellReader:
    """Reads the parts of a policy file that speak of populations; a word that is no code is a PolicyError."""

    indicators: Indicators
    vocabulary: Vocabulary

    def population(self, part: Section) -> tuple[Section, str, Population]:
        """One ``[[population]]``."""
        found = Population(
            code=part.one_of("code", BASED_ON),
            name=part.words("name"),
            words=part.words("words"),
            base=part.some_of("base", NAMES),
            crosses=part.lists("crosses", NAMES),
        )
        named = [*found.base, *(name for cross in found.crosses for name in cross)]
        if len(named) > len(set(named)):
            raise part.error("crosses", "must not name a dimension twice: two of them share the base alone.")
        for names in found.wholes:
            if not countable(found.code, names):
                raise part.error("crosses", f"can't be counted: {found.code} by {', '.join(names)} at once.")
        part.close()
        return part, found.code, found

    def table(self, part: Section, populations: Mapping[str, Population]) -> tuple[Section, str, TableSpec]:
        """One ``[[table]]`` or ``[[rounded]]``."""
        population = populations[part.one_of("population", populations)]
        dimensions = part.texts("dimensions", NAMES)
        if not population.has(dimensions):
            raise part.error("dimensions", f"are not all in one cross of {population.code}.")
        found = TableSpec(
            code=part.code("code"),
            name=part.words("name"),
            population=population.code,
            area=part.one_of("area", LEVELS) if "area" in part else "commune",
            dimensions=dimensions,
        )
        if found.code == f"{population.code}-base":
            raise part.error("code", "is the name of the population's own table, which is always made.")
        part.close()
        return part, found.code, found

    def figure(self, part: Section, populations: Mapping[str, Population]) -> tuple[Section, str, FigureSpec]:
        """One ``[[figure]]``."""
        people = [one.code for one in self.indicators if one.counts != FACILITIES]
        indicator = part.one_of("indicator", people)
        population = populations[part.one_of("population", populations)]
        extras = {}
        for extra in part.sections("extra"):
            of = populations[extra.one_of("population", populations)]
            extras[extra.code("code")] = (of.code, self.cell(extra, "cell", of))
            extra.close()
        found = FigureSpec(
            indicator=indicator,
            population=population.code,
            denominator=self.cell(part, "denominator", population),
            numerator=self.cell(part, "numerator", population),
            extras=MappingProxyType(extras),
        )
        if found.denominator.items() - found.numerator.items():
            raise part.error("numerator", "must be part of the denominator.")
        wrong = disagreements(
            self.indicators[indicator],
            population.code,
            found.denominator,
            found.numerator,
            self.indicators,
        )
        for trouble in wrong:
            raise part.error("", f"reads “{indicator}” wrongly: {trouble}.")
        part.close()
        return part, found.indicator, found

    def cell(self, part: Section, name: str, population: Population) -> Cell:
        """Which cell of the population is meant: codes by dimension."""
        section = part.section(name)
        cell = {}
        for dimension in section.names():
            if not population.has([dimension]):
                raise section.error(dimension, f"is no dimension of {population.code}.")
            cell[dimension] = section.one_of(dimension, self._codes(dimension))
        section.close()
        if not population.has(cell):
            raise part.error(name, "crosses dimensions that are not crossed.")
        return MappingProxyType(cell)

    def _codes(self, dimension: str) -> Collection[str]:
        if dimension == "stream":
            return tuple(self.indicators.stream_names)
        if dimension in LISTS:
            return self.vocabulary[LISTS[dimension]].codes
        return ("yes", "no")


def _check_rounded(one: TableSpec, tables: Iterable[TableSpec], file: Section) -> None:
    """Communes are proved safe through an exact table by province; what is sensitive is no matter of theirs."""
    if not one.dimensions or set(one.dimensions) - set(ROUNDED):
        raise file.error("rounded", f"{one.code} can be by {' and '.join(ROUNDED)} alone.")
    beside = [table for table in tables if table.population == one.population and table.area == PROVINCE]
    if not any(set(one.dimensions) <= set(table.dimensions) for table in beside):
        raise file.error("rounded", f"{one.code} needs an exact table by province with its dimensions.")
