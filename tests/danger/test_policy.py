"""What the answers about danger call for, at every edge of the thresholds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.danger import NO, UNKNOWN, YES, Danger, Said
from casework.indicators.policies import SitePolicies
from casework.vocabulary.required import REQUIRED

SIGNS = tuple(sign for sign in REQUIRED["risk_sign"] if sign != "great_fear")
ANSWERS = st.dictionaries(st.sampled_from(SIGNS), st.sampled_from((YES, NO, UNKNOWN)))
FEAR = st.none() | st.integers(0, 10)


@pytest.fixture(scope="session")
def danger(policies: SitePolicies) -> Danger:
    return policies.danger


def said(danger: Danger, unknown: int, fear: int | None = 0) -> Said:
    """So many unknown answers, and no to the others."""
    return Said({sign: UNKNOWN if at < unknown else NO for at, sign in enumerate(danger.signs)}, fear)


def test_the_form_asks_the_published_signs_and_her_fear(danger: Danger) -> None:
    assert danger.signs == SIGNS
    assert danger.questions() == 13


@pytest.mark.parametrize("sign", SIGNS)
def test_three_signs_call_for_at_least_high(danger: Danger, sign: str) -> None:
    grave = sign in {"strangulation", "weapon", "threat_to_kill"}
    assert danger.called_for(Said({sign: YES}, 0)) == ("high" if grave else "")
    assert danger.called_for(Said({sign: NO}, 0)) == ""
    assert danger.called_for(Said({sign: UNKNOWN}, 0)) == ""


@pytest.mark.parametrize(("fear", "level"), [(None, ""), (0, ""), (8, ""), (9, "high"), (10, "high")])
def test_her_own_fear_calls_for_it_from_nine_on(danger: Danger, fear: int | None, level: str) -> None:
    assert danger.called_for(Said({}, fear)) == level


@pytest.mark.parametrize(
    ("unknown", "fear", "ruled_out"),
    [(0, 0, False), (5, 0, False), (6, 0, True), (4, None, False), (5, None, True), (12, 5, True)],
)
def test_above_forty_hundredths_unknown_it_is_not_low(
    danger: Danger, unknown: int, fear: int | None, ruled_out: bool
) -> None:
    assert danger.impossible(said(danger, unknown, fear)) == ({"low"} if ruled_out else frozenset())


def test_just_the_threshold_does_not_rule_it_out(danger: Danger) -> None:
    ten = replace(danger, signs=danger.signs[:9])  # with her fear ten questions
    assert ten.impossible(said(ten, 4)) == frozenset()
    assert ten.impossible(said(ten, 5)) == {"low"}


@given(ANSWERS, FEAR)
def test_what_nobody_asked_is_unknown_and_never_no(
    danger: Danger, answers: dict[str, str], fear: int | None
) -> None:
    whole = Said({sign: answers.get(sign, UNKNOWN) for sign in SIGNS}, fear)
    assert danger.unknown(Said(answers, fear)) == danger.unknown(whole)
    assert danger.called_for(Said(answers, fear)) == danger.called_for(whole)
    worse = Said({sign: YES if one == UNKNOWN else one for sign, one in whole.signs.items()}, fear)
    assert danger.unknown(worse) <= danger.unknown(whole)
    assert danger.called_for(worse) or not danger.called_for(whole)


def test_an_answer_that_is_none_counts_as_unknown(danger: Danger) -> None:
    assert Said({"weapon": "perhaps"}).answer("weapon") == UNKNOWN
    assert danger.unknown(Said({"weapon": "perhaps"})) == 13


def test_tools_of_others_are_named_with_levels_of_their_own(danger: Danger) -> None:
    assert {"danger_assessment", "dash"} <= set(danger.tools)
    assert list(danger.tools["dash"].levels) == ["standard", "medium", "high"]
