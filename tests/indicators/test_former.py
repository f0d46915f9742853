"""Provinces and districts of before July 2025, counted in the communes of today."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.indicators import queries
from casework.indicators.former import former_area
from casework.indicators.scope import Scope
from tests.factories.sample_ledger import EXPECTED

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


@pytest.mark.parametrize("text", ["Tân Yên, Bắc Giang", "huyện Tân Yên, tỉnh Bắc Giang", "tan yen bac giang"])
def test_a_district_is_what_its_plan_says(policies: Any, text: str) -> None:
    found, plan = former_area(policies.units, text), policies.plans["tan-yen-2021-2025"]
    assert found is not None
    assert found.name == "Huyện Tân Yên, Tỉnh Bắc Giang"
    assert (found.whole, found.partly) == (plan.area.units, plan.area.partly)


def test_a_province_is_all_that_was_its_own(policies: Any) -> None:
    found = former_area(policies.units, "Nghệ An")
    assert found is not None
    assert found.communes == tuple(one.code for one in policies.units.communes_of("40"))


@pytest.mark.parametrize("text", ["Bắc Giang", "Châu Thành", "12391", "Phường Trần Liễu", ""])
def test_what_is_several_or_none_is_nothing(policies: Any, text: str) -> None:
    assert former_area(policies.units, text) is None


def test_people_are_counted_once_in_all_of_its_communes(sample: Session, policies: Any) -> None:
    """The sample's province of today, told as the communes of the two it was made of."""
    halves = [former_area(policies.units, name) for name in ("Tỉnh Hưng Yên", "Tỉnh Thái Bình")]
    communes = tuple(sorted({code for half in halves if half for code in half.communes}))
    assert communes == tuple(one.code for one in policies.units.communes_of("33"))
    scope = Scope(FIRST, LAST, LAST, "both of them", communes)
    counted = queries.figures(sample, policies.indicators, scope)["victims_reached"].total
    expected = EXPECTED["33"]["victims_reached"]["all"]
    assert (counted.numerator, counted.denominator) == (expected["n"], expected["d"])
