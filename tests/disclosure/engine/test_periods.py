from datetime import date

import pytest

from casework.disclosure.engine import Lattice
from casework.disclosure.engine.periods import half_year, time_dimension


def test_a_year_has_two_halves_that_share_people() -> None:
    time = time_dimension(2026, 2026, date(2027, 1, 1))
    assert time.root == "2026"
    assert Lattice([time], [(1,)]).axes[0].codes == ("2026", "2026-h1", "2026-h2", "2026+")


def test_years_hang_together() -> None:
    time = time_dimension(2025, 2026, date(2027, 5, 1), months=True)
    assert time.depths["2026-12"] == 3
    assert len(time.depths) == 1 + 2 * (1 + 2 + 12)
    assert time.parents["2026-07"] == "2026-h2"


def test_a_first_half_does_not_wait_for_its_year() -> None:
    assert half_year(2026, 1, date(2026, 7, 1)).children["2026-h1"][-1] == "2026-06"


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2026, 6, 30)])
def test_a_period_that_is_not_over_is_refused(today: date) -> None:
    with pytest.raises(ValueError, match="not over"):
        time_dimension(2025, 2026, today)
    with pytest.raises(ValueError, match="not over"):
        half_year(2026, 2, today)


def test_years_do_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="end before"):
        time_dimension(2026, 2025, date(2027, 1, 1))
