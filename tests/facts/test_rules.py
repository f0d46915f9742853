"""Age groups: at their edges, with what is known of a date of birth, and as a partition."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.facts.rules import YOUNGEST_FIRST, age_group, youngest
from casework.paths import ROOT_POLICIES
from casework.vocabulary import load
from tests.facts import naive

DAY = date(2026, 3, 5)
CASES = {
    "": "unknown",
    "2010-03-06": "0_15",
    "2010-03-05": "16_17",
    "2008-03-06": "16_17",
    "2008-03-05": "18_59",
    "1966-03-06": "18_59",
    "1966-03-05": "60_up",
    "1900": "60_up",
    "2010": "0_15",  # of a year the youngest that she can be
    "2009": "16_17",
    "2010-03": "0_15",
    "2010-02": "16_17",
    "2026": "0_15",
    "2026-03-05": "0_15",
    "2026-03-06": "unknown",  # not born yet
    "2027": "unknown",
}


@pytest.mark.parametrize("birth", CASES)
def test_the_edges(birth: str) -> None:
    assert age_group(birth, DAY) == CASES[birth]


def test_whoever_was_born_on_the_29th_is_a_year_older_on_the_first_of_march() -> None:
    assert age_group("2008-02-29", date(2026, 2, 28)) == "16_17"
    assert age_group("2008-02-29", date(2026, 3, 1)) == "18_59"


def test_the_groups_are_the_code_list_youngest_first() -> None:
    assert load(ROOT_POLICIES)["age_group"].codes == YOUNGEST_FIRST
    assert sorted(YOUNGEST_FIRST) == list(YOUNGEST_FIRST)


def test_the_first_of_several_detections_is_the_youngest() -> None:
    assert youngest(["18_59", "16_17", "unknown"]) == "16_17"
    assert youngest(["unknown"]) == "unknown"


BIRTHS = st.dates(date(1900, 1, 1), date(2026, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"])
)


@given(birth=BIRTHS, days=st.lists(st.dates(date(2020, 1, 1), date(2027, 12, 31)), min_size=2, max_size=2))
def test_everybody_is_in_one_group_and_never_in_a_younger_one_later(birth: str, days: list[date]) -> None:
    groups = [age_group(birth, day) for day in sorted(days)]
    known = [YOUNGEST_FIRST.index(group) for group in groups if group != "unknown"]
    assert known == sorted(known)
    assert groups == [naive.age(birth, day) for day in sorted(days)]
