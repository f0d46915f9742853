"""Approved releases with invented figures, for whatever shows them: made at once, without the calculation.

What is withheld is withheld by a simple rule of thumb; whether a release is *safe* is tested where releases are made.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.disclosure.canonical import Period
from casework.indicators.catalogue import COUNTRY as COUNTRY_LEVEL
from casework.indicators.catalogue import LISTS
from casework.indicators.policies import SitePolicies
from casework.releases.closing import base_table
from casework.releases.models import Release, ReleasePart
from casework.releases.packing import CUBE, EXEMPT, TABLE, packed
from casework.releases.presenters import FLAGS
from casework.vocabulary.units import COUNTRY
from tests.factories.people import make_house, make_staff
from tests.factories.releases import store_release

SEVERAL = ("harm", "relation", "source", "service", "stream")
Told = Mapping[str, tuple[str, ...]]


def two_managers(session: Session) -> tuple[Actor, Actor]:
    """Who proposes and who approves."""
    house = make_house(session, "Sở Nội vụ")
    return make_staff(session, house, "manager"), make_staff(session, house, "manager")


def make_released(
    session: Session,
    policies: SitePolicies,
    managers: tuple[Actor, Actor],
    *,
    period: Period,
    number: int = 1,
    people: int = 600,
    seed: int = 1,
    cut_off: date | None = None,
) -> Release:
    """A release of the period with all tables of the catalogue; flushed, not committed."""
    parts = [*invented(policies, people, seed), *_communes(policies, people, seed, period)]
    closed = cut_off or period.last
    at = datetime(closed.year, closed.month, closed.day, 9, tzinfo=UTC)
    proposer, decider = managers
    return store_release(session, parts, proposer, period, closed, number=number, decider=decider, at=at)


def invented(policies: SitePolicies, people: int, seed: int) -> Iterator[ReleasePart]:
    """The exact tables, and the facilities."""
    for population in policies.catalogue.populations.values():
        chance = Random(f"{seed} {population.code}")
        drawn = [
            _person(chance, {name for whole in population.wholes for name in whole}, policies)
            for _ in range(people)
        ]
        for spec in (base_table(population), *policies.catalogue.of(population.code)):
            level = [COUNTRY] if spec.area == COUNTRY_LEVEL else [COUNTRY, *sorted(policies.units.provinces)]
            cells = _table(drawn, spec.dimensions, level, policies)
            content = {
                "population": population.code,
                "dimensions": ["area", *spec.dimensions],
                "cells": cells,
            }
            yield packed(TABLE, spec.code, content, secret=False)
    chance = Random(seed)
    counts = {
        area: (chance.randrange(4), chance.randrange(4, 6)) for area in sorted(policies.units.provinces)
    }
    whole = tuple(sum(count[at] for count in counts.values()) for at in (0, 1))
    listed = [["facilities_active", area, *count] for area, count in ({COUNTRY: whole} | counts).items()]
    yield packed(EXEMPT, "facilities", {"cells": listed}, secret=False)


def _person(chance: Random, names: set[str], policies: SitePolicies) -> Told:
    provinces = sorted(policies.units.provinces)
    told: dict[str, tuple[str, ...]] = {
        "area": (COUNTRY, provinces[min(int(chance.expovariate(0.2)), len(provinces) - 1)])
    }
    for name in sorted(names):
        codes = _codes(name, policies)
        if name in FLAGS:
            told[name] = ("yes",) if chance.random() < 0.72 else ("no",)
        elif name in SEVERAL and chance.random() < 0.15:
            told[name] = tuple(dict.fromkeys(chance.choices(codes, k=2)))
        else:
            told[name] = (codes[min(int(chance.expovariate(0.9)), len(codes) - 1)],)
    return told


def _codes(name: str, policies: SitePolicies) -> tuple[str, ...]:
    if name in FLAGS:
        return ("yes", "no")
    if name == "stream":
        return tuple(policies.indicators.stream_names)
    return tuple(policies.vocabulary[LISTS[name]].codes)


def _table(
    drawn: list[Told], names: tuple[str, ...], areas: list[str], policies: SitePolicies
) -> list[list[Any]]:
    counted: Counter[tuple[str, ...]] = Counter()
    for one in drawn:
        counted.update(product(one["area"], *(("total", *one[name]) for name in names)))
    small = {codes[0] for codes, count in counted.items() if 0 < count < 5 and "total" in codes[1:2]}
    cells: list[list[Any]] = []
    for codes in product(areas, *(("total", *_codes(name, policies)) for name in names)):
        count = counted[codes]
        hidden = 0 < count < 5 or (codes[0] in small and codes[0] != COUNTRY)
        cells.append([*codes, None if hidden else count])
    return cells


def _communes(policies: SitePolicies, people: int, seed: int, period: Period) -> Iterator[ReleasePart]:
    """The rounded tables of a closed year: every area, in multiples of five."""
    if period.first.month != 1 or period.last.month != 12:
        return
    chance = Random(seed)
    for spec in policies.catalogue.rounded.values():
        areas = [COUNTRY, *sorted(policies.units.provinces), *sorted(policies.units.communes)[:400]]
        codes = product(areas, *(("total", *_codes(name, policies)) for name in spec.dimensions))
        cells = [[*one, 5 * chance.randrange(4)] for one in codes]
        content = {"population": spec.population, "dimensions": ["area", *spec.dimensions], "cells": cells}
        yield packed(CUBE, spec.code, content, secret=False)
