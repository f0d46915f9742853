"""Raw counts of people by cell. They name people: nobody outside this room may import this module but by contract.

Most people have one case in a year: the database groups them, along an index. Of the others each person's
cases are gathered, and put her into the cells of every area in which she has any, once each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, not_, select
from sqlalchemy.orm import Session

from casework.disclosure.canonical import TableKey
from casework.facts.populations import Codes, Population
from casework.vocabulary.units import COUNTRY

Places = Mapping[str, Sequence[str]]
BATCH = 10_000


@dataclass(frozen=True, repr=False)
class Cells:
    """How many people stand in each cell, by its codes; a cell that isn't there holds nobody."""

    dimensions: Codes
    counts: Mapping[Codes, int]

    def __getitem__(self, codes: Codes) -> int:
        return self.counts.get(codes, 0)

    def __repr__(self) -> str:
        return "Cells(withheld)"


def snapshot(
    session: Session,
    population: Population,
    key: TableKey,
    places: Places | None = None,
    *,
    known_by: date | None = None,
) -> Cells:
    """Distinct people by cell: of cases detected in the period, with what was true of them by the cut-off.

    Counted in the country and in each province; with ``places`` (``dimensions.places``) in all the areas that it
    names for a commune. Somebody with cases in two areas counts in each, and once in whatever holds both.
    ``known_by`` leaves out what was recorded later (it undoes no correction: ``standing`` is for that).
    """
    asked = _Asked(population, key, places, known_by)
    counts: Counter[Codes] = Counter()
    known: dict[Any, tuple[Codes, ...]] = {}
    for row in _rows(session, asked.grouped()):
        told = row[1:-1]
        if told not in known:
            known[told] = tuple(population.cells([row]))
        for area in _areas(row.place, places):
            for codes in known[told]:
                counts[area, *codes] += row.people
    for _, cases in _people(session, asked.each(not_(population.model.alone))):
        counts.update(_cells(population, cases, places))
    return Cells(("area", *population.dimensions), counts)


def standing(
    session: Session, population: Population, key: TableKey, places: Places | None = None
) -> Iterator[tuple[int, frozenset[Codes]]]:
    """Who stands in which cells of such a snapshot, by opaque key and in its order.

    For telling two snapshots apart: who was added to a cell since then, and who was taken from it.
    """
    for counted_as, cases in _people(session, _Asked(population, key, places).each()):
        yield counted_as, frozenset(_cells(population, cases, places))


@dataclass(frozen=True)
class _Asked:
    """The statements of a snapshot."""

    population: Population
    key: TableKey
    places: Places | None
    known_by: date | None = None

    def __post_init__(self) -> None:
        if self.key.period.first.year != self.key.period.last.year:
            raise ValueError("People are counted within one calendar year: in it each has one age group.")

    def grouped(self) -> Select[*tuple[Any, ...]]:
        """Rows of (place, what is asked …, people) of those with one case in the year."""
        told = self._facts(self.population.model.alone).subquery("told")
        columns = [column for column in told.c if column.name != "counted_as"]
        return select(*columns, func.count().label("people")).group_by(*columns)

    def each(self, *conditions: SQLColumnExpression[bool]) -> Select[*tuple[Any, ...]]:
        """Rows of (whose, place, what is asked …), one person's after the other's."""
        # The sum keeps SQLite from walking its index of all people to have them in order.
        return self._facts(*conditions).order_by(self.population.model.counted_as + 0)

    def _facts(self, *conditions: SQLColumnExpression[bool]) -> Select[*tuple[Any, ...]]:
        model, period = self.population.model, self.key.period
        place = model.province_code if self.places is None else model.commune_code
        asked: list[ColumnElement[Any]] = [
            value.label(name) for name, value in self.population.asked(self.key.cut_off).items()
        ]
        within = model.detected_on.between(period.first, period.last)
        scope = [model.year == period.first.year, self.population.counted, within]
        if self.known_by is not None:
            scope.append(model.recorded_on <= self.known_by)
        return select(model.counted_as, place.label("place"), *asked).where(*scope, *conditions)


def _people(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[tuple[int, Iterator[Any]]]:
    return groupby(_rows(session, statement), attrgetter("counted_as"))


def _cells(population: Population, cases: Iterable[Any], places: Places | None) -> Iterator[Codes]:
    by_area: dict[str, list[Any]] = defaultdict(list)
    for case in cases:
        for area in _areas(case.place, places):
            by_area[area].append(case)
    for area, some in by_area.items():
        for codes in population.cells(some):
            yield area, *codes


def _areas(place: str, places: Places | None) -> Sequence[str]:
    if places is None:
        return COUNTRY, place
    if place not in places:
        raise ValueError(f"Cases lie in commune {place}, which this geography doesn't know.")
    return places[place]


def _rows(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(session.execute(statement, execution_options={"yield_per": BATCH}))
