"""What a release counts: the populations of ``tables.toml``, out of the counting facts, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from casework.disclosure.canonical import TableKey
from casework.facts.models import VictimFact
from casework.facts.populations import (
    NO,
    TOTAL,
    YES,
    Asked,
    Codes,
    Needs,
    Perpetrators,
    Population,
    Returnees,
    Traits,
    Victims,
)
from casework.facts.queries import Places, snapshot
from casework.indicators.definitions import Indicators

COMMUNES = "communes"
TRAITS = ("harm", "relation", "source", "service")
Counts = Mapping[Codes, int]


@dataclass(frozen=True)
class Reached(Population):
    """Victims by whether a basic service reached them, and by what is said of their cases."""

    victims: Victims
    traits: Traits
    model = VictimFact

    @property
    def dimensions(self) -> Codes:
        """Reached, then what is said."""
        return "reached", self.traits.what

    @property
    def counted(self) -> ColumnElement[bool]:
        """Cases of the kinds."""
        return self.victims.counted

    def asked(self, cut_off: Any) -> Asked:
        """Both."""
        return {"reached": self.victims.asked(cut_off)["reached"], "told": self.traits.asked(cut_off)["told"]}

    def cells(self, cases: Sequence[Any]) -> Iterator[Codes]:
        """One for each code, and one for all."""
        reached = YES if any(one.reached for one in cases) else NO
        yield reached, TOTAL
        for code, _sex in self.traits.cells([_Sexless(one) for one in cases]):
            yield reached, code


class _Sexless:
    """A row of which nobody asks the sex."""

    sex = ""

    def __init__(self, row: Any) -> None:
        self.told = row.told


class Counting:
    """Counts one closing. Each population is read once, whatever it is then added up by.

    ``places`` tells where a commune lies on the day of the closing: a case recorded in one that has become part of
    another since counts there, in every table alike. Without them a case counts in the province it was recorded in.
    """

    def __init__(
        self, session: Session, indicators: Indicators, key: TableKey, places: Places | None = None
    ) -> None:
        self.session, self.indicators, self.key, self.places = session, indicators, key, places
        self.above = None if places is None else {code: areas[1:] for code, areas in places.items()}
        self._read: dict[tuple[str, str, bool], tuple[Codes, Counts]] = {}

    def __call__(self, population: str, names: Codes) -> Counts:
        """People by area and ``names``: a total for what somebody may have several of, the finest codes of the rest.

        With ``communes`` among the names they are counted in each of ``places`` too.
        """
        trait = next((name for name in names if name in TRAITS), "")
        fine = COMMUNES in names
        key = (population, trait, fine)
        if key not in self._read:
            source = self._source(population, trait)
            cells = snapshot(self.session, source, self.key, self.places if fine else self.above)
            self._read[key] = (source.dimensions, cells.counts)
        dimensions, counts = self._read[key]
        return _added_up(dimensions, counts, tuple(name for name in names if name != COMMUNES))

    def _source(self, population: str, trait: str) -> Population:
        victims = self.indicators["victims_reached"]
        streams = dict(victims.streams)
        if population == "victims":
            whole = Victims(streams, victims.numerator.kinds)
            return Reached(whole, Traits(victims.case_kinds, trait)) if trait else whole
        if population == "perpetrators":
            return Perpetrators(dict(victims.streams))
        if population == "in_need":
            needs = self.indicators["ward_need_met"]
            return Needs(needs.case_kinds, needs.need or ())
        returnees = self.indicators["trafficking_returnees_supported"]
        extras = {extra.code: extra for extra in returnees.extras}
        need = (extras["need_unknown"].need if population == "returnees_unclear" else returnees.need) or ()
        return Returnees(
            returnees.case_kinds, need, returnees.numerator.kinds, extras["reintegrated"].services
        )


def _added_up(dimensions: Codes, counts: Counts, names: Codes) -> Counts:
    """The counts by fewer dimensions: of streams the total is taken, everything else is added up."""
    places = [dimensions.index(name) + 1 for name in names]
    streams = dimensions.index("stream") + 1 if "stream" in dimensions and "stream" not in names else None
    found: dict[Codes, int] = {}
    for codes, people in counts.items():
        if streams is not None and codes[streams] != TOTAL:
            continue
        key = (codes[0], *(codes[place] for place in places))
        found[key] = found.get(key, 0) + people
    return found
