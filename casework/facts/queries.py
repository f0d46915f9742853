"""Raw counts of people by cell. They name people: nobody outside this room may import this module but by contract.

Most people have one case in a year: the database groups them, along an index. Of the others each person's
cases are gathered, and put her into the cells of every area in which she has any, once each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from casework.disclosure.canonical import TableKey
from casework.facts.asking import Asked, Place, Told
from casework.facts.populations import Codes, Population
from casework.vocabulary.units import COUNTRY

Places = Mapping[str, Sequence[str]]


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
    asked, counts = Asked(population, key, places is not None, known_by), Counter[Codes]()
    cells = _Cells(population, places)
    for place, told, people in asked.alone(session):
        for area in cells.areas(place):
            for codes in cells.of((told,)):
                counts[area, *codes] += people
    for _, cases in groupby(asked.several(session), itemgetter(0)):
        counts.update(cells.everywhere((place, told) for _, place, told in cases))
    return Cells(("area", *population.dimensions), counts)


def standing(
    session: Session, population: Population, key: TableKey, places: Places | None = None
) -> Iterator[tuple[int, frozenset[Codes]]]:
    """Who stands in which cells of such a snapshot, by opaque key and in its order.

    For telling two snapshots apart: who was added to a cell since then, and who was taken from it.
    """
    cells = _Cells(population, places)
    everybody = Asked(population, key, places is not None).several(session, everybody=True)
    for counted_as, cases in groupby(everybody, itemgetter(0)):
        yield counted_as, frozenset(cells.everywhere((place, told) for _, place, told in cases))


class _Cells:
    """The cells of people by what their cases say; few things are said, so that each is looked at once."""

    def __init__(self, population: Population, places: Places | None) -> None:
        self._population, self._places = population, places
        self._known: dict[tuple[Told, ...], tuple[Codes, ...]] = {}

    def of(self, told: tuple[Told, ...]) -> tuple[Codes, ...]:
        """The cells, without an area, of somebody whose cases there say this."""
        found = self._known.get(told)
        if found is None:
            found = self._known[told] = tuple(self._population.cells(told))
        return found

    def areas(self, place: Place) -> Sequence[str]:
        """The areas in which a place lies."""
        if self._places is None:
            return COUNTRY, place.province
        if place.commune not in self._places:
            raise ValueError(f"Cases lie in commune {place.commune}, which this geography doesn't know.")
        return self._places[place.commune]

    def everywhere(self, cases: Iterable[tuple[Place, Told]]) -> Iterator[Codes]:
        """The cells of one person, in each area in which she has a case."""
        by_area: dict[str, list[Told]] = defaultdict(list)
        for place, told in cases:
            for area in self.areas(place):
                by_area[area].append(told)
        for area, some in by_area.items():
            for codes in self.of(tuple(some)):
                yield area, *codes
