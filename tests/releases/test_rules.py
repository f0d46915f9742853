"""Which closings may be proposed."""

from datetime import date

from casework.disclosure.canonical import Period
from casework.releases.rules import Closing, closes_year, still_open

YEAR, HALF = Period.of_year(2025), Period.of_half(2025, 1)
JUNE = Closing(HALF, date(2025, 6, 9), ("a",))
NOVEMBER = Closing(YEAR, date(2025, 11, 30), ("b",))
DECEMBER = Closing(YEAR, date(2025, 12, 31), ())
BEFORE = Closing(Period.of_year(2024), date(2024, 12, 31), ())


def test_a_year_goes_forward_and_what_was_released_can_be_put_right() -> None:
    offered = [DECEMBER, NOVEMBER, JUNE, BEFORE]
    assert list(still_open(offered, [])) == [(one, False) for one in offered]
    released = [("2025-h1", date(2025, 6, 9)), ("2025", date(2025, 11, 30))]
    assert list(still_open(offered, released)) == [
        (DECEMBER, False),
        (NOVEMBER, True),
        (JUNE, True),
        (BEFORE, False),
    ]
    assert list(still_open(offered, [("2025", date(2025, 12, 31))])) == [(DECEMBER, True), (BEFORE, False)]


def test_a_year_is_closed_once_its_last_day_is_over() -> None:
    last, new_year = date(2025, 12, 31), date(2026, 1, 1)
    assert closes_year("2025", last, new_year)
    assert not closes_year("2025", last, last)
    assert not closes_year("2025", date(2025, 11, 30), new_year)
    assert not closes_year("2025-h1", date(2025, 6, 30), new_year)
