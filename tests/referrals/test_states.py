"""The machine by itself: no way around consent and acceptance, no dead end, nobody acts for the other side."""

import pytest

from casework.referrals import states
from casework.referrals.states import ACTS, ENDED, RECEIVER, REVEALED, SENDER, SIDES, STATES, UNOPENED
from casework.vocabulary.required import REQUIRED


def reached(start: str, without: frozenset[str] = frozenset(), sides: tuple[str, ...] = SIDES) -> set[str]:
    """The states that can be come to from one, by any acts but some."""
    found, open_ends = {start}, [start]
    while open_ends:
        state = open_ends.pop()
        for side in sides:
            for act in states.acts_from(state, side):
                leads = states.after(state, act, side)
                if act not in without and leads and leads not in found:
                    found.add(leads)
                    open_ends.append(leads)
    return found


def test_the_code_lists_name_every_state_and_act() -> None:
    assert REQUIRED["referral_state"] == STATES
    assert REQUIRED["referral_act"] == tuple(ACTS)


def test_every_state_can_be_come_to_and_each_can_end() -> None:
    assert reached(states.DRAFT) == set(STATES)
    for state in STATES:
        assert reached(state) & ENDED, state


def test_what_has_ended_stays_so() -> None:
    for state in ENDED:
        for side in SIDES:
            assert states.acts_from(state, side) == (), state


def test_nobody_is_revealed_but_by_acceptance() -> None:
    inside = (SENDER, RECEIVER)
    assert not reached(states.DRAFT, frozenset({"accept"}), inside) & REVEALED
    assert reached(states.DRAFT, frozenset({"send"})) == {states.DRAFT}


def test_the_sender_can_take_back_just_what_is_unopened() -> None:
    for state in STATES:
        assert ("revoke" in states.acts_from(state, SENDER)) is (state in UNOPENED), state


def test_whatever_is_open_somebody_can_move() -> None:
    for state in set(STATES) - ENDED:
        assert states.acts_from(state, SENDER) or states.acts_from(state, RECEIVER), state


def from_here(state: str, case: bool) -> set[tuple[str, bool]]:
    """What one act makes of a referral at a receiver of ours: its state, and whether its case is open."""
    found = set()
    for side in (SENDER, RECEIVER):
        for act in states.acts_from(state, side):
            if (act == "open_case" and case) or (act in states.NEED_CASE and not case):
                continue
            leads = states.after(state, act, side)
            assert leads
            found.add((leads, case or act == "open_case"))
    return found


def test_nobody_is_stuck_with_or_without_a_case_and_none_is_closed_without_one() -> None:
    found = {(states.DRAFT, False)}
    open_ends = list(found)
    while open_ends:
        new = from_here(*open_ends.pop()) - found
        found |= new
        open_ends += new
    for state, case in found - {(state, case) for state in ENDED for case in (True, False)}:
        seen, ends = {(state, case)}, [(state, case)]
        while ends:
            further = from_here(*ends.pop()) - seen
            seen |= further
            ends += further
        assert {one for one, _case in seen} & ENDED, (state, case)
    assert {(state, case) for state, case in found if state in (states.ENGAGED, states.CLOSED)} == {
        (states.ENGAGED, True),
        (states.CLOSED, True),
    }
    assert {(states.DECLINED_BY_PERSON, case) for case in (True, False)} <= found
    assert all(not case for state, case in found if state not in REVEALED)


def test_what_is_deleted_is_not_revealed_and_what_wants_a_case_is_accepted() -> None:
    for state in STATES:
        for case in (True, False):
            revealed = states.revealed(state, case=case)
            assert not (revealed and states.left(state, case=case))
            assert not states.lacks_case(state, case=case) or (revealed and not case)
    assert states.left(states.DECLINED_BY_PERSON, case=False)
    assert states.revealed(states.DECLINED_BY_PERSON, case=True)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_of_one_side(act: str) -> None:
    whose, starts, leads = ACTS[act]
    for side in SIDES:
        for state in STATES:
            allowed = states.after(state, act, side)
            stays = leads == states.STAYS
            assert allowed == ((state if stays else leads) if side == whose and state in starts else None)
