"""The closings of a full year, with every table of the site's own policies: half-year, year, and a correction after it.

3,200 people in 34 provinces, some of which have hardly anybody; six in a hundred come in late, once the year is closed.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.db import uuid7
from casework.disclosure.canonical import Period
from casework.facts.models import PerpetratorFact, ServiceFact, VictimFact
from casework.indicators.policies import SitePolicies
from casework.releases import states
from casework.releases.building import build, store
from casework.releases.operations import ReleaseRequest, approve, propose
from casework.releases.packing import TABLE, unpacked
from tests.benchmarks.bench import Line, site
from tests.factories.released import two_managers

PEOPLE, LATE, YEAR = 3_200, 190, 2025
JUNE, DECEMBER = date(YEAR, 6, 30), date(YEAR, 12, 31)
NOW = datetime(YEAR + 1, 1, 20, 3, tzinfo=UTC)
VIOLENT, TRAFFICKED = ("bao_luc_gia_dinh", "bao_luc_gioi_khac"), "mua_ban_tro_ve"
Rows = dict[type[Any], list[dict[str, Any]]]


def measure() -> list[Line]:
    """How much of a processor each of three closings takes, one beside the other."""
    with site() as wiring, wiring.sessions() as session:
        policies = wiring.policies
        assert isinstance(policies, SitePolicies)
        session.info["actor"] = policies.access.operator()
        managers, invented = two_managers(session), _Invented(policies)
        half, year = (
            ReleaseRequest(Period.of_half(YEAR, 1), JUNE),
            ReleaseRequest(Period.of_year(YEAR), DECEMBER),
        )
        found = []
        for what, allowed, request, people, first in (
            ("half-year of 3,200 people in 34 provinces closed", 30, half, PEOPLE // 2, date(YEAR, 1, 1)),
            ("the year, communes too", 120, year, PEOPLE // 2, date(YEAR, 7, 1)),
            ("a correction of it, after 190 late entries", 300, year, LATE, date(YEAR, 7, 1)),
        ):
            _store(session, invented.rows(people, first, request.cut_off))
            found.append(_line(what, allowed, *_closed(session, managers, request, policies)))
    return found


def _closed(
    session: Session, managers: tuple[Actor, Actor], request: ReleaseRequest, policies: SitePolicies
) -> tuple[float, int, int]:
    """Seconds of processor; cells, and how many of them are shown. Approved at once."""
    release = propose(session, managers[0], request, policies.catalogue, NOW)
    begun = time.process_time()
    built = build(session, release, policies, policies.catalogue, lambda *_: None)
    took = time.process_time() - begun
    store(session, release, built)
    release.state = states.READY
    session.commit()
    approve(session, managers[1], release, release.version, NOW)
    session.commit()
    listed = [cell for one in built.parts if one.kind == TABLE for cell in unpacked(one)["cells"]]
    return took, len(listed), sum(cell[-1] is not None for cell in listed)


def _line(what: str, allowed: int, took: float, cells: int, shown: int) -> Line:
    ratio = took / allowed
    detail = f"{took:.0f} s; {shown:,} of {cells:,} cells shown"
    return Line(what, f"{allowed} s of processor allowed", "≤ 1 ×", ratio, ratio <= 1, detail)


@dataclass
class _Invented:
    """People drawn one after the other, always the same ones."""

    policies: SitePolicies
    chance: Random = field(default_factory=lambda: Random(1))
    number: int = 0

    def __post_init__(self) -> None:
        units = self.policies.units
        self.places = {code: [one.code for one in some] for code, some in sorted(units.by_province.items())}
        self.weights = [self.chance.gammavariate(1.6, 1) + 0.15 for _ in self.places]

    def rows(self, people: int, first: date, last: date) -> Rows:
        """So many victims detected in these days, nearly as many perpetrators, and a few who were trafficked."""
        found: Rows = {VictimFact: [], ServiceFact: [], PerpetratorFact: []}
        for number in range(people + people // 30):
            person, cases = self._next(), 1 if self.chance.random() < 0.95 else 2
            kinds = (
                self.chance.choices(VIOLENT, (80, 20), k=cases) if number < people else [TRAFFICKED] * cases
            )
            for kind in kinds:
                self._victim(found, self._fact(person, kind, cases, first, last))
        for _ in range(9 * people // 10):
            fact = self._fact(self._next(), self.chance.choice(VIOLENT), 1, first, last)
            since = fact["detected_on"] if self.chance.random() < 0.1 else None
            on = fact["detected_on"] + timedelta(20) if self.chance.random() < 0.5 else None
            found[PerpetratorFact].append(fact | {"prosecuted_since": since, "counselled_on": on})
        return found

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _one(self, codes: str, *weights: int) -> str:
        told = list(self.policies.vocabulary[codes].codes)
        return self.chance.choices(told, [*weights, *[3] * (len(told) - len(weights))])[0]

    def _fact(self, person: int, kind: str, cases: int, first: date, last: date) -> dict[str, Any]:
        province = self.chance.choices([*self.places], self.weights)[0]
        day = first + timedelta(self.chance.randrange((last - first).days + 1))
        return {
            "id": self._next(),
            "case_id": uuid7(),
            "counted_as": person,
            "year": YEAR,
            "alone": cases == 1,
            "kind": kind,
            "detected_on": day,
            "recorded_on": day,
            "province_code": province,
            "commune_code": self.places[province][
                int(self.chance.paretovariate(0.8)) % len(self.places[province])
            ],
            "sex": "nu" if (person * 7) % 50 < 43 else "nam",
            "age_group": ("0_15", *["18_59"] * 15, "16_17", "60_up", "60_up", "18_59")[person % 20],
        }

    def _victim(self, found: Rows, fact: dict[str, Any]) -> None:
        served = (
            fact["detected_on"] + timedelta(self.chance.randrange(40))
            if self.chance.random() < 0.72
            else None
        )
        found[VictimFact].append(
            fact
            | {
                "source": self._one("source"),
                "need": self.chance.choices(("co", "khong", "chua_ro"), (60, 25, 15))[0],
                "trafficking_status": None,
                "harms": tuple(sorted({self._one("harm"), self._one("harm")})),
                "relations": (self._one("relation", 60),),
                "first_service_on": served,
            }
        )
        for kind in {self._one("service_kind"), self._one("service_kind")} if served else ():
            found[ServiceFact].append({"fact_id": fact["id"], "kind": kind, "delivered_on": served})


def _store(session: Session, rows: Rows) -> None:
    for model, some in rows.items():
        session.execute(insert(model), some)
    session.commit()
