"""Subtraction over the rows of a table."""

import pytest

from casework.disclosure.subtraction import Rows, shown_rows

WHOLE = ""
Pair = tuple[int, int]
A, B, C, D = (30, 60), (20, 45), (12, 24), (40, 90)


def hidden(twice: Pair = (0, 0), **parts: Pair) -> set[str]:
    """Which parts are hidden beside their sum, less those who count in two of them."""
    whole = tuple(sum(part[at] for part in parts.values()) - twice[at] for at in (0, 1))
    rows = {WHOLE: whole, **parts}
    numbers = {name: (row[0], row[1] - row[0], row[1]) for name, row in rows.items()}
    columns = [{name: told[at] for name, told in numbers.items()} for at in range(3)]
    people = {name: row[1] for name, row in rows.items()}
    return set(rows) - shown_rows(Rows(WHOLE, columns, people), 5)


def test_with_nothing_to_hide_everything_is_shown() -> None:
    assert hidden(a=A, b=B, c=C, d=D) == set()


def test_where_one_is_hidden_another_is() -> None:
    assert hidden(a=A, b=B, c=C, d=(3, 15)) == {"d", "c"}


def test_hidden_ones_have_five_together_in_each_number() -> None:
    assert hidden(a=A, b=B, c=(1, 9), d=(2, 9)) == {"b", "c", "d"}
    assert hidden(a=A, b=B, c=(3, 9), d=(2, 9)) == {"c", "d"}


@pytest.mark.parametrize(("twice", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_people_in_two_rows_are_not_counted_by_subtraction(twice: int, shown: bool) -> None:
    found = hidden((twice, twice), a=A, b=B, c=C, d=D)
    assert (found == set()) is shown
    assert len(found) in {0, 2}


def test_what_is_left_counts_not_only_what_the_hidden_ones_hold() -> None:
    """Eight not reached in two rows, but six of them counted elsewhere too: a remainder of two."""
    assert hidden((0, 6), a=A, b=B, c=(8, 12), d=(4, 8), e=D) == {"b", "c", "d"}


def test_ties_go_to_the_first_name() -> None:
    for order in ("abcd", "dcba"):
        assert hidden(**{name: (3, 15) if name == "d" else B for name in order}) == {"a", "d"}


@pytest.mark.parametrize(("held", "expected"), [(3, {WHOLE}), (0, {WHOLE, "a"}), (8, {WHOLE, "a"})])
def test_nobody_who_knows_of_people_in_two_rows_learns_a_small_sum(held: int, expected: set[str]) -> None:
    """The whole less the row shown is nobody; those held by the others are counted in both."""
    values = {WHOLE: 10, "a": 10, "b": held, "c": 0}
    found = shown_rows(Rows(WHOLE, [values], values), 5)
    assert found >= {WHOLE}
    assert ("a" in found) is ("a" in expected)
