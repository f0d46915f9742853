from datetime import date

import pytest

from casework.disclosure import Period, closed_periods

FIRST, SECOND, YEAR = Period.of_half(2026, 1), Period.of_half(2026, 2), Period.of_year(2026)


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 6, 30), Period.of_half(2025, 2)),
        (date(2026, 7, 1), FIRST),
        (date(2026, 12, 31), FIRST),
        (date(2027, 1, 1), SECOND),
    ],
)
def test_a_period_closes_when_its_last_day_is_over(today: date, newest: Period) -> None:
    assert closed_periods(today, 2025)[0] == newest
    assert all(period.last < today for period in closed_periods(today, 2025))


def test_closed_periods_start_with_the_first_year() -> None:
    assert closed_periods(date(2026, 11, 22), 2025) == (
        FIRST,
        Period.of_half(2025, 2),
        Period.of_year(2025),
        Period.of_half(2025, 1),
    )
    assert closed_periods(date(2026, 3, 1), 2027) == ()


@pytest.mark.parametrize(("period", "code"), [(FIRST, "2026-h1"), (SECOND, "2026-h2"), (YEAR, "2026")])
def test_codes_go_both_ways(period: Period, code: str) -> None:
    assert period.code == code
    assert Period.from_code(code) == period


@pytest.mark.parametrize(
    "code", ["", "2026-h3", "2026-H1", "0000", "26", "2026-01-01", "2026-h1 ", "２０２６"]
)
def test_other_words_name_no_period(code: str) -> None:
    assert Period.from_code(code) is None


def test_a_free_period_has_no_code() -> None:
    free = Period(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(ValueError, match="code"):
        _ = free.code


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 2, 1), date(2026, 1, 31))
