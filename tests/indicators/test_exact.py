"""Exact figures of the sample ledger: its right answers, for the operator alone, and noted."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry
from casework.disclosure import RawFigure
from casework.indicators.operations import exact
from casework.indicators.scope import Scope
from tests.factories.people import make_staff
from tests.factories.sample_ledger import EXPECTED, FIRST, LAST

FLAT = ("trafficking_returnees_supported", "facilities_active", "ward_need_met")
PARTS = {"domestic": "stream", "other": "stream", "female": "sex", "male": "sex"}
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def expected(area: str) -> Iterator[tuple[str, str, str, int, int]]:
    """Every pair of numbers that the sample's key tells: indicator, split, part, numerator, denominator."""
    told = EXPECTED[area]
    for part, pair in told["victims_reached"].items():
        yield "victims_reached", PARTS.get(part, ""), part, pair["n"], pair["d"]
    for code, key in (("perpetrators_counselled", "nq28"), ("perpetrators_counselled_tt10", "tt10")):
        pair = told["perpetrators_counselled"][key]
        yield code, "", "", pair["n"], pair["d"]
    for code in FLAT:
        yield code, "", "", told[code]["n"], told[code]["d"]


def test_exact_figures_are_those_of_the_samples_key(sample: Session, policies: Any) -> None:
    assert set(EXPECTED) == {"VN", "33", "24", "31", "40"}
    operator = policies.access.operator()
    for area in EXPECTED:
        found = exact(
            sample, operator, policies.indicators, Scope(FIRST, LAST, LAST, area), clock.now()
        ).figures
        for code, split, part, numerator, denominator in expected(area):
            counts = found[code].splits[split][part] if split else found[code].total
            assert (counts.numerator, counts.denominator) == (numerator, denominator)
        returned = EXPECTED[area]["trafficking_returnees_supported"]
        extras = found["trafficking_returnees_supported"].extras
        assert extras == {name: returned[name] for name in ("reintegrated", "need_unknown")}


@ONE_ENGINE
def test_it_is_noted_what_was_asked(sample: Session, policies: Any) -> None:
    operator = policies.access.operator()
    exact(sample, operator, policies.indicators, Scope(FIRST, LAST, LAST, "12391"), clock.now())
    sample.commit()
    noted = sample.scalars(select(Entry.facts).where(Entry.event == "figures.exact")).one()
    assert json.loads(noted)["area"] == "12391"


@ONE_ENGINE
@pytest.mark.parametrize("role", ["facility_worker", "perpetrator_counsellor", "administrator", "manager"])
def test_exact_figures_are_for_the_operator_alone(session: Session, policies: Any, role: str) -> None:
    actor = make_staff(session, None, role)
    with pytest.raises(NotFound):
        exact(session, actor, policies.indicators, Scope(FIRST, LAST, LAST), clock.now())


@ONE_ENGINE
def test_raw_figures_do_not_print_themselves(sample: Session, policies: Any) -> None:
    found = exact(
        sample, policies.access.operator(), policies.indicators, Scope(FIRST, LAST, LAST), clock.now()
    )
    assert type(found).__repr__ is object.__repr__
    assert "52" not in repr(found.figures)
    assert all(isinstance(figure, RawFigure) for figure in found.figures.values())
    assert date(2026, 6, 30) == found.scope.cut_off
