from dataclasses import FrozenInstanceError
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from casework.disclosure.engine import Dimension, Lattice
from casework.disclosure.engine.cube import Cube, NotRounded, _chances, check, round_cube
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.solver import Solver, Unsolved
from casework.disclosure.engine.sums import added_up
from tests.disclosure.engine.small_worlds import FLAT, THREE, TREE, lattice_of, worlds

KEY = b"of one closed period"


def roundings(lattice: Lattice, table: Table, base: int) -> list[Table]:
    """Every rounding there is, by trying every way of every leaf."""
    leaves = table[lattice.leaves].ravel()
    ways = [(one - one % base, one - one % base + base) if one % base else (one,) for one in leaves.tolist()]
    found = []
    for way in product(*ways):
        whole = lattice.fill(np.array(way).reshape(lattice.leaf_shape))
        if np.all(np.abs(whole - table) < base):
            found.append(whole)
    return found


@settings(max_examples=60)
@given(worlds())
def test_a_cube_adds_up_in_multiples_of_the_base_each_near_its_count(world: tuple[Lattice, Table]) -> None:
    lattice, table = world
    try:
        cube = round_cube(lattice, table, KEY)
    except NotRounded:
        assert np.count_nonzero(table[lattice.leaves] % 5) > 12 or not roundings(lattice, table, 5)
        return
    assert not lattice.equations.residues(cube.values).any()
    assert not (cube.values % 5).any()
    assert np.abs(cube.values - table).max() <= 4
    assert np.array_equal(cube.values[table % 5 == 0], table[table % 5 == 0])
    assert cube.known.holds(table)
    assert np.array_equal(cube.values, round_cube(lattice, table, KEY).values)


def test_keys_draw_most_of_all_roundings_and_the_mean_is_the_count() -> None:
    lattice = lattice_of((FLAT, THREE))
    table = lattice.fill(np.array([[1, 2, 4], [3, 1, 2]]))
    drawn = [round_cube(lattice, table, str(number).encode()).values for number in range(150)]
    possible = {tuple(one) for one in roundings(lattice, table, 5)}
    assert {tuple(one) for one in drawn} <= possible
    assert len({tuple(one) for one in drawn}) > len(possible) / 2
    means = np.mean(drawn, axis=0)[lattice.leaves]
    assert np.abs(means - table[lattice.leaves]).max() < 1.0


def test_a_long_tree_keeps_the_mean_of_its_smallest_counts() -> None:
    parents = {f"p{one}": "VN" for one in range(5)} | {f"c{one:03}": f"p{one % 5}" for one in range(400)}
    lattice = lattice_of((Dimension("area", "1", parents), FLAT))
    table = lattice.fill(np.random.default_rng(7).poisson(1.4, lattice.leaf_shape))
    rounded = np.mean([round_cube(lattice, table, bytes([one, 1])).values for one in range(12)], axis=0)
    finest = np.isin(np.arange(lattice.size), lattice.leaves)
    for count in (1, 2, 3):
        assert abs(rounded[finest & (table == count)].mean() - count) < 0.5


def test_a_cube_is_frozen_and_needs_a_key() -> None:
    lattice = lattice_of((TREE,))
    table = lattice.fill(np.array([3, 1, 4, 1]))
    cube = round_cube(lattice, table, KEY)
    with pytest.raises(FrozenInstanceError):
        cube.values = table  # type: ignore[misc]  # what must be refused
    with pytest.raises(ValueError):
        cube.values[0] = 1
    with pytest.raises(ValueError):
        round_cube(lattice, table, b"")
    with pytest.raises(ValueError):
        round_cube(lattice, table + 1, KEY)
    assert "values" not in repr(cube)


def test_a_failing_solver_gives_no_cube(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise Unsolved("The solver ended with kTimeLimit.")

    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.arange(8).reshape(lattice.leaf_shape))
    monkeypatch.setattr(Solver, "solve", fail)
    with pytest.raises(NotRounded):
        round_cube(lattice, table, KEY)


@pytest.mark.parametrize("lie", [0.0, 1.0])
def test_a_lying_solver_gives_no_cube(monkeypatch: pytest.MonkeyPatch, lie: float) -> None:
    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.array([[1, 4], [4, 2], [1, 3], [2, 4]]))
    monkeypatch.setattr(Solver, "solve", lambda solver: np.full(solver.size, lie))
    with pytest.raises(NotRounded):
        round_cube(lattice, table, KEY)


def test_what_is_drawn_depends_on_the_key_and_the_use() -> None:
    drawn = [_chances(key, use, 100).tolist() for key in (b"a", b"b") for use in ("one", "other")]
    assert len({tuple(one) for one in drawn}) == 4
    assert all(0 < chance < 1 for one in drawn for chance in one)
    lattices = [lattice_of((TREE, FLAT)), Lattice((TREE, FLAT), [(2, 0), (0, 1)])]
    table = np.random.default_rng(2).poisson(2, lattices[0].leaf_shape)
    one, other = (
        [round_cube(lattice, lattice.fill(table), bytes([key])).values.tolist() for key in range(1, 9)]
        for lattice in lattices
    )
    assert one != other


@pytest.mark.parametrize("wrong", [1, 5, 10])
def test_a_wrong_rounding_does_not_pass(wrong: int) -> None:
    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.arange(8).reshape(lattice.leaf_shape))
    values = round_cube(lattice, table, KEY).values.copy()
    check(lattice, table, values, 5)
    values[-1] += wrong
    with pytest.raises(NotRounded):
        check(lattice, table, values, 5)
    with pytest.raises(NotRounded):
        check(lattice, table, table, 5)  # adds up and is near enough


def test_large_tables_are_rounded_band_by_band_as_if_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lattice = lattice_of((TREE, FLAT))
    table = lattice.fill(np.array([[6, 1], [2, 8], [3, 3], [4, 1]]))
    monkeypatch.setattr("casework.disclosure.engine.cube.BAND", 1)
    cube = round_cube(lattice, table, KEY)
    assert any(np.array_equal(cube.values, one) for one in roundings(lattice, table, 5))
    assert isinstance(cube, Cube)


def test_codes_are_added_up_with_their_weights() -> None:
    equations = [("t", (("a", 1), ("b", 1), ("t+", -1))), ("a", (("x", 1), ("y", -1)))]
    sums = added_up(["t", "a"], ["x", "y", "b", "t+"], equations)
    assert sums.of(np.array([7, 2, 5, 1])).tolist() == [9, 5]
