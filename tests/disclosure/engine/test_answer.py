from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from casework.disclosure.engine import WITHHELD, Dimension, Lattice, Policy, Release
from casework.disclosure.engine.answer import Answer, ShareAnswer, Shown, answer, share
from casework.disclosure.engine.cube import NotRounded, round_cube
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.ledger import Entry
from casework.disclosure.engine.questions import Count, Share, Unanswerable, cells_of
from tests.disclosure.engine.bots import counts, shares
from tests.disclosure.engine.small_worlds import FLAT, MERGED, SHARED, TREE, lattice_of, worlds

REACHED = Dimension("reached", "1", {"yes": "any", "no": "any"})
LATTICE = lattice_of((TREE, REACHED))
COUNTS = LATTICE.fill(np.array([[20, 2], [7, 30], [1, 12], [40, 60]]))
ALL = np.arange(LATTICE.size)


def release(lattice: Lattice, table: Table, *published: tuple[str, ...]) -> Entry:
    told = np.isin(np.arange(lattice.size), [lattice.index(codes) for codes in published])
    values = np.where(told, table, WITHHELD)
    return Entry(Release(lattice.key, Policy("test"), values, ~told), np.arange(lattice.size))


def cube(lattice: Lattice, table: Table, key: bytes = b"key") -> Entry:
    return Entry(round_cube(lattice, table, key), np.arange(lattice.size))


def test_what_is_published_is_exact_and_the_rest_rounded_or_withheld() -> None:
    told = release(LATTICE, COUNTS, ("VN", "any"), ("N", "any"))
    alone = Shown.of(LATTICE, [told])
    assert answer(Count.of("VN", "any"), alone) == Answer("exact", 172, 172, 172)
    assert answer(Count.of("N1", "yes"), alone) == Answer("withheld")
    both = Shown.of(LATTICE, [told, cube(LATTICE, COUNTS)])
    assert answer(Count.of("N", "any"), both).kind == "exact"
    found = answer(Count.of("N1", "yes"), both)
    assert found.kind == "rounded"
    assert found.value in {0, 5}
    assert answer(Count.of("N", "yes"), both) != answer(Count.of("N", "yes"), alone)


@settings(max_examples=20)
@given(worlds())
def test_the_truth_is_always_between_the_ends(world: tuple[Lattice, Table]) -> None:
    lattice, table = world
    try:
        shown = Shown.of(lattice, [cube(lattice, table)])
    except NotRounded:
        return
    for question in counts(lattice):
        try:
            found = answer(question, shown)
        except Unanswerable:
            continue
        truth = int(table[list(cells_of(lattice, question))].sum())
        assert found.low is not None
        assert found.high is not None
        assert found.low <= truth <= found.high
    for asked in shares(lattice):
        try:
            ratio = share(asked, shown)
        except Unanswerable:
            continue
        whole, part = table[lattice.index(asked.whole)], table[lattice.index(asked.part)]
        if ratio.low is not None and ratio.high is not None:
            assert ratio.low * int(whole) <= int(part) <= ratio.high * int(whole)


def test_sums_take_the_fewest_cells() -> None:
    def cells(*codes: tuple[str, ...]) -> list[tuple[str, ...]]:
        return sorted(LATTICE.codes(cell) for cell in cells_of(LATTICE, Count(codes)))

    assert cells(("N1", "N2"), ("any",)) == [("N", "any")]
    assert cells(("N1", "N2", "S"), ("yes", "no")) == [("VN", "any")]
    assert cells(("N1", "S1"), ("yes",)) == [("N1", "yes"), ("S1", "yes")]
    told = answer(Count((("N1", "S1"), ("yes",))), Shown.of(LATTICE, [cube(LATTICE, COUNTS)]))
    assert told.high is not None
    assert told.low is not None
    assert told.low <= 14 <= told.high <= told.low + 16


def test_what_counts_against_its_parent_is_not_folded_into_it() -> None:
    entered = Dimension("entered", "1", {"first": "now", "removed": "now"}, subtracted=frozenset({"removed"}))
    lattice = lattice_of((entered,))
    assert len(cells_of(lattice, Count((("first", "removed"),)))) == 2


@pytest.mark.parametrize(
    "codes",
    [
        (("VN",),),
        (("VN",), ("maybe",)),
        (("N", "N1"), ("any",)),
        (("N1", "N1"), ("any",)),
        ((), ("any",)),
    ],
)
def test_what_the_lattice_does_not_have_nobody_may_ask(codes: tuple[tuple[str, ...], ...]) -> None:
    for entries in ([], [cube(LATTICE, COUNTS)], [cube(LATTICE, 0 * COUNTS)]):
        with pytest.raises(Unanswerable):
            answer(Count(codes), Shown.of(LATTICE, entries))


def test_codes_that_share_people_or_are_hidden_or_of_two_versions_do_not_add_up() -> None:
    shared, merged = lattice_of((SHARED, FLAT)), lattice_of((MERGED, FLAT))
    for lattice, codes in (
        (shared, (("dv", "gbv"), ("all",))),
        (shared, (("total+",), ("all",))),
        (merged, (("o1", "n2"), ("all",))),
    ):
        with pytest.raises(Unanswerable):
            cells_of(lattice, Count(codes))
    assert len(cells_of(merged, Count((("p", "r"), ("all",))))) <= 2


def test_shares_have_ends_and_nothing_below_twenty_has_one() -> None:
    shown = Shown.of(LATTICE, [cube(LATTICE, COUNTS)])
    found = share(Share(("VN", "any"), ("VN", "yes")), shown)
    whole, part = (answer(Count.of("VN", one), shown) for one in ("any", "yes"))
    assert whole.value is not None
    assert part.value is not None
    assert found.value == Fraction(part.value, whole.value)
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low <= Fraction(2 * 4, whole.value - 4)  # three counts bound it, not two
    assert share(Share(("S1", "any"), ("S1", "yes")), shown) == ShareAnswer("withheld")
    with pytest.raises(Unanswerable):
        share(Share(("N", "any"), ("S1", "any")), shown)
    with pytest.raises(Unanswerable):
        share(Share(("N", "any"), ("N1", "yes")), shown)
    exact = Shown.of(LATTICE, [release(LATTICE, COUNTS, ("VN", "any"), ("VN", "yes"))])
    told = share(Share(("VN", "any"), ("VN", "yes")), exact)
    assert (told.kind, told.low, told.high) == ("exact", Fraction(104, 172), Fraction(104, 172))


def test_a_target_that_is_straddled_is_not_missed() -> None:
    found = ShareAnswer("rounded", Fraction(78, 100), Fraction(74, 100), Fraction(82, 100))
    assert found.meets(Fraction(80, 100)) is None
    assert found.meets(Fraction(70, 100)) is True
    assert found.meets(Fraction(90, 100)) is False
    assert ShareAnswer("withheld").meets(Fraction(1, 2)) is None


def test_the_same_question_keeps_its_answer_when_more_is_released() -> None:
    first = [cube(LATTICE, COUNTS)]
    later = [*first, cube(LATTICE, COUNTS, b"another key")]
    for question in counts(LATTICE):
        try:
            assert answer(question, Shown.of(LATTICE, first)) == answer(question, Shown.of(LATTICE, later))
        except Unanswerable:
            continue


def test_withheld_looks_the_same_whatever_is_behind_it() -> None:
    shown = Shown.of(LATTICE, [release(LATTICE, COUNTS, ("VN", "any"))])
    nothing = replace(shown, exact=np.full(LATTICE.size, WITHHELD))
    assert answer(Count.of("N1", "yes"), shown) == answer(Count.of("N1", "no"), nothing) == Answer("withheld")
