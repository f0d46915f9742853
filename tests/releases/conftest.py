"""Counting facts in a database, a small catalogue, and managers who propose and decide."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.db import uuid7
from casework.facts.models import ServiceFact, VictimFact
from casework.indicators.policies import SitePolicies
from tests.factories.people import make_house, make_staff

COMMUNES = {"01": "00004", "31": "10507", "33": "11953", "38": "14758"}  # one of each province
PROVINCES = tuple(COMMUNES)
DAY = date(2026, 2, 1)


@pytest.fixture
def small(policies: SitePolicies) -> SitePolicies:
    """The site's policies with two populations and a few tables, so that a closing takes a moment."""
    catalogue = policies.catalogue
    victims = replace(catalogue.populations["victims"], crosses=(("stream",),))
    needs = catalogue.populations["in_need"]
    tables = {code: catalogue.tables[code] for code in ("victims-stream",)}
    fewer = replace(catalogue, populations={"victims": victims, "in_need": needs}, tables=tables, rounded={})
    return replace(policies, catalogue=fewer)


def drawn(seed: int, people: int) -> Iterator[dict[str, Any]]:
    """Facts of victims, one or two cases each, most in large provinces."""
    chance = Random(seed)
    number = seed * 1_000_000
    for person in range(people):
        cases = 1 if chance.random() < 0.95 else 2
        for _case in range(cases):
            number += 1
            province = chance.choices(PROVINCES, (60, 30, 9, 1))[0]
            yield {
                "id": number,
                "case_id": uuid7(),
                "counted_as": seed * 1_000_000 + person,
                "year": DAY.year,
                "alone": cases == 1,
                "kind": chance.choice(("bao_luc_gia_dinh", "bao_luc_gioi_khac", "bao_luc_gia_dinh")),
                "detected_on": DAY,
                "recorded_on": DAY,
                "province_code": province,
                "commune_code": COMMUNES[province],
                "sex": "nu",
                "age_group": "18_59",
                "source": "cong_an",
                "need": "co",
                "trafficking_status": None,
                "harms": ("the_chat",),
                "relations": ("vo_chong",),
                "first_service_on": DAY if chance.random() < 0.7 else None,
            }


@pytest.fixture
def filled(session: Session) -> Callable[[int, int], None]:
    """Put that many people's facts into the database."""

    def fill(seed: int, people: int) -> None:
        facts = list(drawn(seed, people))
        session.execute(insert(VictimFact), facts)
        served = [one["id"] for one in facts if one["first_service_on"]]
        rows = [{"fact_id": fact, "kind": "tam_lanh", "delivered_on": DAY} for fact in served]
        session.execute(insert(ServiceFact), rows)
        session.commit()

    return fill


@pytest.fixture
def manager(session: Session) -> Actor:
    """Who proposes."""
    return made(session)


@pytest.fixture
def second(session: Session) -> Actor:
    """Who decides."""
    return made(session)


def made(session: Session) -> Actor:
    """A manager, committed."""
    actor = make_staff(session, make_house(session), role="manager")
    session.commit()
    return actor
