"""How many people there really are, counted once more in plain Python over cases and services."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.people.models import Person
from casework.services.models import Service
from casework.vocabulary.units import Certain, Units
from tests.facts.naive import BASIC, DOMESTIC, OTHER, STREAMS

Codes = tuple[str, ...]


class Known(NamedTuple):
    """A case: whose, where, of which kind, and whether a basic service was delivered by the cut-off."""

    who: object
    area: str
    commune: str
    kind: str
    sex: str
    reached: bool


def victims(session: Session, units: Units, last: date, cut_off: date) -> Mapping[Codes, int]:
    """Victims detected since the year began, by area, reached, stream (each, and all) and sex."""
    people: dict[object, list[Known]] = defaultdict(list)
    for one in _known(session, units, last, cut_off):
        people[one.who].append(one)
    found: dict[Codes, int] = defaultdict(int)
    for hers in people.values():
        for area in {"VN", *(one.area for one in hers)}:
            here = [one for one in hers if area in {"VN", one.area}]
            for stream, kinds in {"total": (DOMESTIC, OTHER), **STREAMS}.items():
                some = [one for one in here if one.kind in kinds]
                if some:
                    reached = "yes" if any(one.reached for one in some) else "no"
                    found[area, reached, stream, some[0].sex] += 1
    return found


def communes(session: Session, units: Units, last: date) -> Mapping[Codes, int]:
    """The same people by sex, down to the commune."""
    people: dict[object, list[Known]] = defaultdict(list)
    for one in _known(session, units, last, last):
        people[one.who].append(one)
    return Counter(
        (area, hers[0].sex)
        for hers in people.values()
        for area in {"VN", *(one.area for one in hers), *(one.commune for one in hers)}
    )


def _known(session: Session, units: Units, last: date, cut_off: date) -> Iterator[Known]:
    rows = select(Case, Person.sex).join(Person, Person.id == Case.survivor_id)
    delivered: dict[object, list[Service]] = defaultdict(list)
    for service in session.scalars(select(Service).where(Service.status == "da_cung_cap")):
        delivered[service.case_id].append(service)
    for case, sex in session.execute(rows):
        if case.kind in {DOMESTIC, OTHER} and date(last.year, 1, 1) <= case.detected_on <= last:
            reached = any(
                one.kind in BASIC and one.delivered_on is not None and one.delivered_on <= cut_off
                for one in delivered[case.id]
            )
            here = units.communes[today(units, case.commune_code)]
            yield Known(case.survivor_id, here.province_code, here.code, case.kind, sex, reached)


def today(units: Units, commune: str) -> str:
    """What a commune is called now."""
    found = units.successor(commune)
    assert isinstance(found, Certain)
    return found.code
