"""Tables held against each other: the country alone, one number at a time."""

from collections.abc import Mapping
from datetime import date

import pytest

from casework.disclosure import (
    Counts,
    DisclosurePolicy,
    Period,
    RawFigure,
    RawTable,
    TableKey,
    protect_together,
)

FIRST, YEAR, SECOND = Period.of_half(2025, 1), Period.of_year(2025), Period.of_half(2025, 2)
HALF, WHOLE, LATER = (TableKey(period, period.last) for period in (FIRST, YEAR, SECOND))
EARLY, WHOLE_EARLY = TableKey(FIRST, date(2025, 6, 9)), TableKey(YEAR, date(2025, 12, 9))


def shown(policy: DisclosurePolicy, **counts: Counts) -> set[str]:
    keys = {"half": HALF, "early": EARLY, "whole": WHOLE, "whole_early": WHOLE_EARLY, "later": LATER}
    raw = {keys[name]: RawTable({"VN": {"x": RawFigure(one)}}) for name, one in counts.items()}
    result = protect_together(raw, policy)
    assert result.keys() == raw.keys()
    return {name for name in counts if not result[keys[name]].figure("VN", "x").hidden}


@pytest.mark.parametrize(
    ("early", "both"),
    [
        (Counts(40, 80), True),
        (Counts(36, 80), False),  # four reached since
        (Counts(35, 80), True),
        (Counts(40, 79), False),  # one known since
        (Counts(30, 71), True),
    ],
)
def test_two_cut_offs(policy: DisclosurePolicy, early: Counts, both: bool) -> None:
    expected = {"half", "early"} if both else {"half"}
    assert shown(policy, half=Counts(40, 80), early=early) == expected


@pytest.mark.parametrize(
    ("whole", "both"),
    [
        (Counts(60, 120), True),
        (Counts(43, 120), False),  # three reached, not yet in the first half
        (Counts(60, 82), False),  # two in the second half alone
        (Counts(40, 80), True),
        (Counts(60, 102), True),  # two more not reached: some new, others reached meanwhile
    ],
)
def test_a_half_and_its_year(policy: DisclosurePolicy, whole: Counts, both: bool) -> None:
    assert shown(policy, half=Counts(40, 80), whole=whole) == ({"half", "whole"} if both else {"half"})


@pytest.mark.parametrize(("came_back", "visible"), [(0, True), (1, False), (4, False), (5, True)])
def test_people_who_came_back(policy: DisclosurePolicy, came_back: int, visible: bool) -> None:
    counts = {"half": Counts(40, 80), "whole": Counts(80, 150), "later": Counts(40, 70 + came_back)}
    assert ("later" in shown(policy, **counts)) is visible
    assert {"half", "whole"} <= shown(policy, **counts)


def test_a_half_is_not_held_against_a_year_that_knew_less(policy: DisclosurePolicy) -> None:
    """The second half to its end and the year to the ninth of December: neither contains the other."""
    counts: Mapping[str, Counts] = {
        "half": Counts(40, 80),
        "whole": Counts(90, 160),
        "whole_early": Counts(52, 130),
        "later": Counts(50, 80),
    }
    assert shown(policy, **counts) == set(counts)
