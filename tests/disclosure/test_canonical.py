from datetime import date

import pytest

from casework.disclosure import Period, TableKey, closed_periods, family, is_canonical
from casework.disclosure.canonical import in_order

FIRST, SECOND, YEAR = Period.of_half(2026, 1), Period.of_half(2026, 2), Period.of_year(2026)


def test_halves_and_years_alone_are_canonical() -> None:
    assert all(is_canonical(period) for period in (FIRST, SECOND, YEAR))
    assert not is_canonical(Period(date(2026, 1, 1), date(2026, 6, 29)))
    assert not is_canonical(Period(date(2026, 1, 2), date(2026, 12, 31)))
    assert not is_canonical(Period(date(2026, 7, 1), date(2027, 6, 30)))
    assert not is_canonical(Period(date(2025, 7, 1), date(2026, 12, 31)))


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


def test_a_free_period_has_no_code_and_no_family() -> None:
    free = Period(date(2026, 1, 1), date(2026, 3, 31))
    with pytest.raises(ValueError, match="code"):
        _ = free.code
    with pytest.raises(ValueError, match="protected"):
        family(free, lambda period: [])


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


def test_what_is_published_first_depends_on_nothing_later() -> None:
    def early(period: Period) -> list[date]:
        return [period.last, date(2026, 6, 9) if period == FIRST else date(2026, 12, 9)]

    assert family(FIRST, early) == (TableKey(FIRST, FIRST.last), TableKey(FIRST, date(2026, 6, 9)))
    assert family(YEAR, early)[:2] == family(FIRST, early)
    whole = family(SECOND, early)
    assert whole[:4] == family(YEAR, early)
    assert [key.period for key in whole[4:]] == [SECOND, SECOND]
    assert in_order(set(whole)) == whole
