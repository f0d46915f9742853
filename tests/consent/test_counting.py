"""Which answer counts for whom: never more than she said."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.consent import rules
from casework.consent.rules import GIVEN, REFUSED, WITHDRAWN
from casework.refusal import Refusal

FIRST = date(2026, 11, 1)
MORNING = datetime(2026, 11, 1, 2, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)
# Whom somebody may be told: one unit of the police, another, a unit not on record, a court.
TARGETS = (("cong_an", ONE), ("cong_an", OTHER), ("cong_an", None), ("toa_an", None), ("", None))
SCOPES = (("", None), ("cong_an", None), ("toa_an", None), ("cong_an", ONE), ("cong_an", OTHER))


@dataclass(frozen=True)
class Said:
    """An answer, as the rules see it."""

    answer: str = GIVEN
    recipient_kind: str = ""
    recipient_id: UUID | None = None
    given_on: date = FIRST
    expires_on: date | None = None
    recorded_at: datetime = MORNING
    purpose: str = "share_police"


def said(answer: str, day: int, scope: int = 0, until: int | None = None) -> Said:
    kind, key = SCOPES[scope]
    ends = None if until is None else FIRST + timedelta(until)
    return Said(answer, kind, key, FIRST + timedelta(day), ends, MORNING + timedelta(day))


answers = st.builds(
    said,
    st.sampled_from(rules.ANSWERS),
    st.integers(0, 6),
    st.integers(0, len(SCOPES) - 1),
    st.none() | st.integers(0, 12),
).map(lambda each: each if each.answer == GIVEN else replace(each, expires_on=None))
ledgers = st.lists(answers, max_size=8)
days = st.integers(0, 14).map(lambda day: FIRST + timedelta(day))


def covered(ledger: list[Said], target: tuple[str, UUID | None], on: date) -> bool:
    found = rules.counting(ledger, *target, on)
    return found is not None and rules.holds(found, on)


@given(ledgers, st.sampled_from(TARGETS), days, st.randoms(use_true_random=False))
def test_in_which_order_answers_are_read_changes_nothing(
    ledger: list[Said], target: tuple[str, UUID | None], on: date, chance: Random
) -> None:
    other = chance.sample(ledger, len(ledger))
    assert covered(ledger, target, on) is covered(other, target, on)


@given(ledgers, st.sampled_from(TARGETS), days)
def test_nobody_is_told_without_a_yes_about_him_that_holds_and_was_not_taken_back(
    ledger: list[Said], target: tuple[str, UUID | None], on: date
) -> None:
    if not covered(ledger, target, on):
        return
    about = [each for each in ledger if rules.speaks_of(each, *target) and each.given_on <= on]
    yes = max((each for each in about if rules.holds(each, on)), key=rules.order)
    assert not [no for no in about if no.answer != GIVEN and rules.order(no) > rules.order(yes)]


@given(ledgers, days)
def test_a_no_to_everybody_ends_all_of_it_at_once(ledger: list[Said], on: date) -> None:
    until = [each for each in ledger if each.given_on <= on]
    no = replace(said(WITHDRAWN, 0), given_on=on, recorded_at=MORNING + timedelta(99))
    assert not any(covered([*until, no], target, on) for target in TARGETS)


@given(ledgers, days, st.sampled_from(rules.ANSWERS))
def test_an_answer_about_one_changes_nothing_for_another(ledger: list[Said], on: date, answer: str) -> None:
    newer = replace(said(answer, 0, 3), given_on=on, recorded_at=MORNING + timedelta(99))
    for target in TARGETS[1:]:
        assert covered([*ledger, newer], target, on) == covered(ledger, target, on)
    assert covered([*ledger, newer], TARGETS[0], on) == (answer == GIVEN)


@given(ledgers, days)
def test_a_no_about_one_stands_against_a_later_yes_to_all(ledger: list[Said], on: date) -> None:
    no = replace(said(REFUSED, 0, 3), given_on=on, recorded_at=MORNING + timedelta(98))
    yes = replace(said(GIVEN, 0), given_on=on, recorded_at=MORNING + timedelta(99))
    assert not covered([*ledger, no, yes], TARGETS[0], on)
    again = replace(said(GIVEN, 0, 3), given_on=on, recorded_at=MORNING + timedelta(100))
    assert covered([*ledger, no, yes, again], TARGETS[0], on)


@pytest.mark.parametrize(
    ("ledger", "target", "day", "expected"),
    [
        ([], 0, 5, False),
        ([said(GIVEN, 1)], 0, 5, True),
        ([said(GIVEN, 1)], 0, 0, False),  # not yet said on that day
        ([said(GIVEN, 1, 3)], 0, 5, True),
        ([said(GIVEN, 1, 3)], 1, 5, False),  # a yes to one unit is none to another
        ([said(GIVEN, 1, 1)], 1, 5, True),
        ([said(GIVEN, 1, 1)], 3, 5, False),
        ([said(GIVEN, 1, 0, 4)], 0, 4, True),  # on its last day
        ([said(GIVEN, 1, 0, 4)], 0, 5, False),
        ([said(GIVEN, 1, 0, 4), said(GIVEN, 3)], 0, 5, True),
        ([said(GIVEN, 1), said(GIVEN, 3, 3, 4)], 0, 5, False),  # for this one it was until then
        ([said(GIVEN, 1), said(GIVEN, 3, 3, 4)], 1, 5, True),
        ([said(GIVEN, 1, 3), said(WITHDRAWN, 2)], 0, 5, False),
        ([said(GIVEN, 1), said(WITHDRAWN, 2, 3)], 0, 5, False),
        ([said(GIVEN, 1), said(WITHDRAWN, 2, 3)], 1, 5, True),
    ],
)
def test_examples(ledger: list[Said], target: int, day: int, expected: bool) -> None:
    assert covered(ledger, TARGETS[target], FIRST + timedelta(day)) is expected


def test_of_one_moment_the_no_counts() -> None:
    for ledger in ([said(GIVEN, 1), said(REFUSED, 1)], [said(REFUSED, 1), said(GIVEN, 1)]):
        assert not covered(ledger, TARGETS[0], FIRST + timedelta(1))


@pytest.mark.parametrize(
    ("earlier", "told", "field"),
    [
        ([said(GIVEN, 1)], said(WITHDRAWN, 2, 3), None),  # this one no more
        ([said(GIVEN, 1, 3)], said(WITHDRAWN, 2), None),  # nobody any more
        ([said(GIVEN, 1, 4)], said(WITHDRAWN, 2, 3), "answer"),
        ([said(GIVEN, 1), said(WITHDRAWN, 2)], said(WITHDRAWN, 3), "answer"),
        ([said(GIVEN, 5, 4)], said(GIVEN, 3, 3), None),  # the other one was asked later
        ([said(GIVEN, 5)], said(GIVEN, 3, 3), "given_on"),
        ([], said(GIVEN, 3, 0, 2), "expires_on"),
        ([], said(GIVEN, 3, 0, 3), None),
    ],
)
def test_what_may_follow(earlier: list[Said], told: Said, field: str | None) -> None:
    today = FIRST + timedelta(9)
    if field is None:
        rules.check_answer(told, earlier, today)
        return
    with pytest.raises(Refusal) as refused:
        rules.check_answer(told, earlier, today)
    assert refused.value.field == field
