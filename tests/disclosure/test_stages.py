"""Stages of a way: what is shown, held against what an attacker can subtract."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.disclosure import stages
from casework.disclosure.stages import ProtectedStages, Stages, protect_stages

K, COUNT = 5, 4
Parts = Mapping[str, Mapping[str, Stages]]


@st.composite
def parts(draw: st.DrawFn) -> Parts:
    row = st.lists(st.integers(0, 24), min_size=COUNT, max_size=COUNT).map(
        lambda counts: Stages(tuple(sorted(counts, reverse=True)))
    )
    inner = st.dictionaries(st.sampled_from("pqrs"), row, min_size=1)
    found: Parts = draw(st.dictionaries(st.sampled_from("abcd"), inner, max_size=4))
    return found


def safe(number: int) -> bool:
    return number == 0 or number >= K


def stopped(counts: tuple[int, ...]) -> list[int]:
    return [before - after for before, after in zip(counts, (*counts[1:], 0), strict=True)]


def told(shown: ProtectedStages) -> list[int]:
    """Every number of people that subtraction along a row or from a row above gives."""
    numbers: list[int] = []
    for path, counts in shown.rows.items():
        numbers += stopped(counts)
        inner = [row for other, row in shown.rows.items() if other[:-1] == path and other != path]
        if inner:
            rest = tuple(whole - sum(column) for whole, *column in zip(counts, *inner, strict=True))
            numbers += stopped(rest)
    return numbers


@given(parts())
def test_nothing_that_is_shown_tells_a_small_number(rows: Parts) -> None:
    shown = protect_stages(rows, COUNT, K)
    assert all(safe(number) for number in told(shown))


@given(parts())
def test_what_is_shown_is_true(rows: Parts) -> None:
    shown = protect_stages(rows, COUNT, K)
    for path, counts in shown.rows.items():
        if len(path) == 2:
            assert counts == tuple(rows[path[0]][path[1]].counts[stage] for stage in shown.stages)


def test_an_attack_would_find_the_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the parts that are hidden for the others' sake, subtraction finds the small one."""
    rows = {
        "a": {"p": Stages((3, 3, 3, 3))},
        "b": {"q": Stages((20, 10, 5, 5))},
        "c": {"r": Stages((9, 9, 9, 9))},
    }
    assert all(safe(number) for number in told(protect_stages(rows, COUNT, K)))
    monkeypatch.setattr(
        stages,
        "_shown",
        lambda whole, them, chosen, k: {
            name for name, row in them.items() if all(safe(number) for number in row.stopped(chosen))
        },
    )
    assert not all(safe(number) for number in told(protect_stages(rows, COUNT, K)))


def test_a_stage_that_would_tell_a_small_number_is_left_out_of_every_row() -> None:
    rows = {"a": {"p": Stages((23, 20, 12, 5)), "q": Stages((10, 10, 10, 0))}}
    shown = protect_stages(rows, COUNT, K)
    assert shown.stages == (0, 2, 3)
    assert shown.rows[()] == (33, 22, 5)


def test_few_people_show_nothing_and_nobody_shows_nobody() -> None:
    assert protect_stages({"a": {"p": Stages((4, 4, 0, 0))}}, COUNT, K).rows == {}
    assert protect_stages({}, COUNT, K).rows == {(): (0, 0, 0, 0)}


def test_stages_that_grow_are_refused() -> None:
    with pytest.raises(ValueError, match="among those of the stage before"):
        Stages((3, 4))
    assert "3" not in repr(Stages((3, 1)))
