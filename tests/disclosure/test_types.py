"""A raw count does not print itself."""

import re

import pytest

from casework.disclosure import Counts, RawFigure, RawTable, percent


def test_raw_counts_do_not_print_themselves() -> None:
    figure = RawFigure(Counts(3, 4711), {"sex": {"female": Counts(3, 4711)}}, {"reintegrated": 4711})
    for raw in (figure.total, figure, RawTable({"VN": {"x": figure}})):
        for text in (repr(raw), str(raw), f"{raw}", f"{[raw]}"):
            assert "withheld" in text
            assert "4711" not in text


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_refused_without_naming_them(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="between 0 and its denominator") as caught:
        Counts(numerator, denominator)
    assert not re.search(r"\d\d|[^0]\d", str(caught.value).replace("0 and", ""))


def test_a_table_has_one_shape() -> None:
    with pytest.raises(ValueError, match="same indicators"):
        RawTable({"VN": {"x": RawFigure(Counts(1, 1))}, "01": {}})
    with pytest.raises(ValueError, match="same indicators"):
        RawTable(
            {"VN": {"x": RawFigure(Counts(1, 1))}, "01": {"x": RawFigure(Counts(1, 1), extras={"e": 1})}}
        )
    with pytest.raises(ValueError, match="same indicators"):
        RawTable({})


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 0, None), (0, 7, 0.0), (7, 7, 100.0), (52, 95, 54.7), (1, 16, 6.3), (3, 16, 18.8), (2, 3, 66.7)],
)
def test_percentages_have_one_decimal_and_round_half_up(
    numerator: int, denominator: int, expected: float | None
) -> None:
    assert percent(numerator, denominator) == expected
