"""What must be true of an incident."""

from datetime import date

import pytest

from casework.incidents import rules
from casework.refusal import Refusal

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("occurred", ["", "2026", "2026-11", "2026-11-22", "1999-12-31"])
def test_a_day_that_may_have_come_passes(occurred: str) -> None:
    rules.check_occurred(occurred, TODAY)


@pytest.mark.parametrize("occurred", ["2027", "2026-12", "2026-11-23"])
def test_a_day_that_has_not_come_is_refused(occurred: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_occurred(occurred, TODAY)
    assert refused.value.field == "occurred"


def test_an_incident_says_something() -> None:
    rules.check_content(("a",), (), "")
    rules.check_content((), ("the_chat",), "")
    rules.check_content((), (), "Lời kể")
    with pytest.raises(Refusal):
        rules.check_content((), (), "  ")


@pytest.mark.parametrize(
    ("relation", "acts", "warned"),
    [
        ("vo_chong_cu", ("a",), True),
        ("song_chung", ("d", "o"), True),
        ("song_chung", (), False),
        ("vo_chong", ("a",), False),
        ("khac", ("a",), False),
    ],
)
def test_the_decree_on_former_spouses_and_partners_is_pointed_out(
    relation: str, acts: tuple[str, ...], warned: bool
) -> None:
    assert bool(rules.warnings(relation, acts)) is warned
