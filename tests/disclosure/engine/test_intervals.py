import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.disclosure.engine import Dimension, Known, Lattice
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.cube import NotRounded, round_cube
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.parts import Part, Search
from casework.disclosure.engine.solver import Solver, Unsolved
from casework.disclosure.engine.system import narrowed, possible, system_of
from tests.disclosure.engine.every_table import ends, every_table
from tests.disclosure.engine.small_worlds import FLAT, SHARED, THREE, TREE, few_people, lattice_of, worlds


def some(lattice: Lattice, table: Table, hidden: set[int]) -> Known:
    """Everything but these cells and those that are never published; the total always."""
    told = np.array([cell == 0 or (cell not in hidden) for cell in range(lattice.size)])
    return Known.exactly(told & (lattice.published | (np.arange(lattice.size) == 0)), table)


@settings(max_examples=40)
@given(few_people(), st.data())
def test_intervals_are_what_every_possible_table_spans(
    world: tuple[Lattice, Table], data: st.DataObject
) -> None:
    lattice, table = world
    hidden = data.draw(st.sets(st.integers(1, lattice.size - 1), min_size=lattice.size // 3))
    known = some(lattice, table, hidden)
    if data.draw(st.booleans()):
        try:
            cube = round_cube(lattice, table, b"key")
        except NotRounded:
            return
        known = known.join(cube.known)
    low, high = ends(lattice, known)
    found = attack(lattice, known)
    assert np.array_equal(found.low, low)
    assert np.array_equal(found.high, high)


@settings(max_examples=30)
@given(worlds(), st.sets(st.integers(1, 20), min_size=4))
def test_tables_seen_are_possible_ones(world: tuple[Lattice, Table], hidden: set[int]) -> None:
    lattice, table = world
    known = some(lattice, table, hidden)
    told = narrowed(system_of(lattice), known)
    shown = []

    def see(cells: Table, values: Table) -> None:
        # What isn't in the part is unknown in another one, where the truth is possible.
        other = table.copy()
        other[cells] = values
        shown.append(other)

    attack(lattice, known, seen=see)
    assert all(possible(system_of(lattice), known, one) for one in shown)
    assert told.holds(table)


def test_hiding_only_small_counts_hides_nothing() -> None:
    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.array([[9, 3], [8, 7], [6, 9], [7, 8]]))
    small = np.flatnonzero((table > 0) & (table < 5))
    found = attack(lattice, Known.exactly(~np.isin(np.arange(lattice.size), small), table), small)
    assert np.array_equal(found.low, table[small])
    assert np.array_equal(found.high, table[small])


def test_three_two_way_tables_with_large_margins_can_tell_an_inner_count() -> None:
    two = [FLAT, THREE, TREE]
    lattice = Lattice(two, [(1, 1, 0), (1, 0, 1), (0, 1, 1)])
    table = lattice.fill(np.array([[[0, 7], [0, 6], [9, 8]], [[8, 7], [9, 6], [7, 0]]]))
    found = attack(lattice, Known.exactly(lattice.published, table), lattice.leaves.ravel())
    assert np.all(table[lattice.published] >= 6)
    assert np.array_equal(found.low, found.high)


def test_ends_are_whole_tables_where_the_relaxation_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = [Dimension(name, "1", {f"{name}{one}": name for one in range(4)}) for name in "abc"]
    lattice = Lattice(axes, [(1, 1, 0), (1, 0, 1), (0, 1, 1)])
    table = lattice.fill(np.random.default_rng(1).poisson(1, lattice.leaf_shape))
    known = Known.exactly(lattice.published, table)
    shown: list[Table] = []
    attack(lattice, known, seen=lambda _, values: shown.append(values))
    assert shown
    assert all(np.issubdtype(one.dtype, np.integer) for one in shown)
    monkeypatch.setattr(Solver, "whole", lambda *_, **__: None)
    monkeypatch.setattr(Search, "_between", lambda *_: None)
    with pytest.raises(Unsolved):
        attack(lattice, known)


def test_in_two_streams_is_nobody_who_is_not_in_both() -> None:
    lattice = lattice_of((SHARED,))
    table = lattice.fill(np.array([9, 3, 2]))
    told = np.array([code in {"total", "gbv"} for code in lattice.axes[0].codes])
    found = attack(lattice, Known.exactly(told, table))
    spans = {
        code: (int(found.low[cell]), int(found.high[cell])) for cell, code in enumerate(lattice.axes[0].codes)
    }
    assert spans == {"total": (10, 10), "gbv": (3, 3), "dv": (7, 10), "total+": (0, 3)}


def test_contradictions_and_failures_are_no_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.arange(8).reshape(lattice.leaf_shape))
    wrong = table.copy()
    wrong[0] += 1
    with pytest.raises(ValueError):
        attack(lattice, Known.exactly(np.ones(lattice.size, dtype=bool), wrong))
    known = some(lattice, table, set(range(1, lattice.size)))
    monkeypatch.setattr(Part, "holds", lambda *_: False)
    with pytest.raises(Unsolved):
        attack(lattice, known)

    def fail(_: Solver) -> None:
        raise Unsolved("The solver ended with kTimeLimit.")

    monkeypatch.setattr(Solver, "solve", fail)
    with pytest.raises(Unsolved):
        attack(lattice, known)


def test_enough_stops_early_and_never_tells_too_much() -> None:
    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.array([[9, 3], [8, 7], [6, 9], [7, 8]]))
    known = some(lattice, table, set(range(1, lattice.size)))
    exact = attack(lattice, known)
    soon = attack(lattice, known, enough=lambda low, high: (low == 0) & (high >= 5))
    assert np.all(exact.low <= soon.low)
    assert np.all(soon.high <= exact.high)
    assert np.all((soon.low == 0) & (soon.high >= 5) | (soon.low == exact.low) & (soon.high == exact.high))


def test_every_table_is_every_table() -> None:
    lattice = lattice_of((FLAT, THREE))
    table = lattice.fill(np.array([[1, 0, 1], [0, 1, 0]]))
    assert len(every_table(lattice, some(lattice, table, set(range(1, lattice.size))))) == 56
