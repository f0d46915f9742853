"""What may be asked: closed half-years and years, a plan's cut-offs, the country and provinces."""

from datetime import date
from typing import Any

import pytest

from casework.disclosure import Period
from casework.refusal import Refusal
from casework.reports.rules import Question, allowed_cut_offs, ask, choices, newest_half, outside, words_of

TODAY = date(2026, 11, 22)
H1_2025, Y_2025 = Period.of_half(2025, 1), Period.of_year(2025)


def put(policies: Any, **said: Any) -> Question:
    return ask(policies.plans, policies.units, TODAY, **{"period": H1_2025} | said)


@pytest.mark.parametrize(
    "said",
    [
        {"period": Period(date(2025, 1, 1), date(2025, 6, 29))},
        {"period": Period(date(2025, 1, 2), date(2025, 6, 30))},
        {"period": Period.of_half(2026, 2)},
        {"period": Period.of_year(2026)},
        {"period": Period.of_year(2019)},
        {"area": "12391"},
        {"area": "99"},
        {"area": ""},
        {"plan": "nobody"},
        {"plan": "nq-28-2021"},
        {"cut_off": date(2025, 6, 8)},
        {"cut_off": date(2025, 12, 31)},
        {"plan": "tran-lieu-2025", "cut_off": date(2025, 6, 9)},
    ],
)
def test_nothing_else_may_be_asked(policies: Any, said: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        put(policies, **said)
    assert refused.value.field in said


def test_a_plans_own_cut_off_may_be_asked(policies: Any) -> None:
    assert put(policies, plan="hung-yen-2025", cut_off=date(2025, 6, 9)).cut_off == date(2025, 6, 9)
    assert put(policies, cut_off=date(2025, 6, 9)).plan is None


def test_the_cut_offs_are_the_plans_reports(policies: Any) -> None:
    assert allowed_cut_offs(policies.plans, H1_2025) == {date(2025, 6, 30), date(2025, 6, 9)}
    assert allowed_cut_offs(policies.plans, Y_2025) == {
        date(2025, 12, 31),
        date(2025, 12, 9),
        date(2025, 11, 30),
    }
    assert allowed_cut_offs(policies.plans, Period.of_half(2025, 2)) == {date(2025, 12, 31)}


def test_all_that_is_offered_may_be_asked(policies: Any) -> None:
    offered = choices(policies.plans, policies.units, TODAY)
    assert offered.periods[0] == Period.of_half(2026, 1)
    assert len(offered.areas) == 35
    for one in offered.cut_offs:
        asked = put(policies, period=Period(one.first, one.last), cut_off=one.day, plan=one.plan)
        assert asked.cut_off == one.day
    for period in offered.periods:
        assert Period.from_code(put(policies, period=period).period.code) == period


def test_the_newest_half_year(policies: Any) -> None:
    assert newest_half(policies.plans, date(2026, 12, 31)) == Period.of_half(2026, 1)
    assert newest_half(policies.plans, date(2027, 1, 1)) == Period.of_half(2026, 2)


def test_an_address_holds_codes_alone(policies: Any) -> None:
    asked = put(policies, plan="hung-yen-2025", cut_off=date(2025, 6, 9), area="33")
    assert words_of(asked) == {
        "period": "2025-h1",
        "area": "33",
        "cut_off": "2025-06-09",
        "plan": "hung-yen-2025",
    }
    assert not outside(policies.plans["hung-yen-2025"], asked)
    assert outside(policies.plans["nghe-an-2024"], asked)
