"""Subtraction over the provinces."""

import pytest

from casework.disclosure import Counts, DisclosurePolicy, RawFigure, RawTable, protect_together
from casework.disclosure.provinces import Column, Layer, shown_areas
from tests.disclosure.conftest import TableOf
from tests.disclosure.people import KEY


def hidden(raw: RawTable, policy: DisclosurePolicy) -> set[str]:
    table = protect_together({KEY: raw}, policy)[KEY]
    return {area for area, row in table.figures.items() if row["victims_reached"].hidden}


def country(*provinces: Counts, twice: Counts = Counts(0, 0)) -> Counts:  # noqa: B008 - counts never change
    """What the provinces add up to, less those who are counted twice."""
    return Counts(
        sum(one.numerator for one in provinces) - twice.numerator,
        sum(one.denominator for one in provinces) - twice.denominator,
    )


A, B, C, D = Counts(30, 60), Counts(20, 45), Counts(12, 24), Counts(40, 90)


def test_with_nothing_to_hide_everything_is_shown(policy: DisclosurePolicy, table_of: TableOf) -> None:
    raw = table_of(VN=country(A, B, C, D), a=A, b=B, c=C, d=D)
    assert hidden(raw, policy) == set()


def test_where_one_province_is_hidden_another_is(policy: DisclosurePolicy, table_of: TableOf) -> None:
    small = Counts(7, 15)
    raw = table_of(VN=country(A, B, C, small), a=A, b=B, c=C, d=small)
    assert hidden(raw, policy) == {"d", "c"}


def test_hidden_ones_have_five_together_in_each_number(policy: DisclosurePolicy, table_of: TableOf) -> None:
    few, fewer = Counts(1, 9), Counts(2, 9)
    raw = table_of(VN=country(A, B, few, fewer), a=A, b=B, c=few, d=fewer)
    assert hidden(raw, policy) == {"b", "c", "d"}
    enough = Counts(3, 9)
    raw = table_of(VN=country(A, B, enough, fewer), a=A, b=B, c=enough, d=fewer)
    assert hidden(raw, policy) == {"c", "d"}


def test_provinces_without_cases_are_not_given_away_either(
    policy: DisclosurePolicy, table_of: TableOf
) -> None:
    none = Counts(0, 0)
    raw = table_of(VN=country(A, B, C), a=A, b=B, c=C, d=none, e=none)
    assert hidden(raw, policy) == {"c", "d", "e"}


@pytest.mark.parametrize(("twice", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_people_in_two_provinces_are_not_counted_by_subtraction(
    policy: DisclosurePolicy, table_of: TableOf, twice: int, shown: bool
) -> None:
    raw = table_of(VN=country(A, B, C, D, twice=Counts(twice, twice)), a=A, b=B, c=C, d=D)
    assert (hidden(raw, policy) == set()) is shown
    assert len(hidden(raw, policy)) in {0, 2}


def test_what_is_left_counts_not_only_what_the_hidden_ones_hold(
    policy: DisclosurePolicy, table_of: TableOf
) -> None:
    """Eight not reached in two provinces, but six of them counted elsewhere too: a remainder of two."""
    few, none = Counts(8, 12), Counts(5, 9)
    raw = table_of(VN=country(A, B, D, few, none, twice=Counts(0, 6)), a=A, b=B, c=few, d=none, e=D)
    assert hidden(raw, policy) == {"b", "c", "d"}


def test_ties_go_to_the_first_code(policy: DisclosurePolicy, table_of: TableOf) -> None:
    small = Counts(7, 15)
    for order in ("abcd", "dcba"):
        provinces = {area: small if area == "d" else B for area in order}
        raw = table_of(VN=country(small, B, B, B), **provinces)
        assert hidden(raw, policy) == {"a", "d"}


def test_splits_are_completed_over_the_provinces(policy: DisclosurePolicy) -> None:
    def split(female: Counts, male: Counts) -> RawFigure:
        total = Counts(female.numerator + male.numerator, female.denominator + male.denominator)
        return RawFigure(total, {"sex": {"female": female, "male": male}})

    big, bigger = split(Counts(30, 60), Counts(10, 20)), split(Counts(40, 80), Counts(12, 30))
    few_men = split(Counts(30, 60), Counts(3, 11))
    everywhere = split(Counts(100, 200), Counts(25, 61))
    raw = RawTable(
        {
            area: {"victims_reached": one}
            for area, one in {"VN": everywhere, "a": big, "b": bigger, "c": few_men}.items()
        }
    )
    table = protect_together({KEY: raw}, policy)[KEY]
    split_shown = {area for area, row in table.figures.items() if row["victims_reached"].splits["sex"]}
    assert hidden(raw, policy) == set()
    assert split_shown == {"VN", "b"}


@pytest.mark.parametrize(("held", "expected"), [(3, {"VN"}), (0, {"VN", "a"}), (8, {"VN", "a"})])
def test_nobody_who_knows_of_people_in_two_provinces_learns_a_small_sum(
    held: int, expected: set[str]
) -> None:
    """The country less the province shown is nobody; those held by the hidden ones are counted in both."""
    values = {"VN": 10, "a": 10, "b": held, "c": 0}
    layer = Layer("VN", frozenset({"VN", "a"}), [Column(values, frozenset(values))], values)
    assert shown_areas(layer, 5) == expected
