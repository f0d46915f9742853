"""The steps of case work."""

import pytest

from casework import vocabulary
from casework.cases.states import STEPS, may_move, neighbours
from casework.paths import ROOT_POLICIES


def test_every_step_has_a_name_in_the_vocabulary() -> None:
    assert vocabulary.load(ROOT_POLICIES)["case_status"].codes == STEPS


@pytest.mark.parametrize(
    ("step", "near"),
    [
        ("engaged", ("assessing",)),
        ("assessing", ("engaged", "planning")),
        ("planning", ("assessing", "acting")),
        ("acting", ("planning", "following_up")),
        ("following_up", ("acting",)),
        ("closed", ()),
    ],
)
def test_a_step_leads_to_its_neighbours_only(step: str, near: tuple[str, ...]) -> None:
    assert neighbours(step) == near
    assert {to for to in STEPS if may_move(step, to)} == set(near)
