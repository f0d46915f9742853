"""Official tables beside a rounded cube, and over lattices where people are counted more than once."""

import numpy as np
import pytest
from hypothesis import given, settings

from casework.disclosure.engine import Dimension, Known, Lattice, NotProtected, Policy, climb, protect
from casework.disclosure.engine import blocks as blocks_module
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.cube import NotRounded, round_cube
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.goals import goals
from casework.disclosure.engine.guarantee import Guarantee
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.verify import verify
from tests.disclosure.engine.small_worlds import FLAT, LATTICES, worlds

POLICY = Policy("test")


@settings(max_examples=25)
@given(worlds(LATTICES))
def test_beside_a_cube_every_small_count_has_two_tables_far_enough_apart(
    world: tuple[Lattice, Table],
) -> None:
    lattice, truth = world
    try:
        cube = round_cube(lattice, truth, b"key")
    except NotRounded:
        return
    try:
        release = protect_tables(lattice, truth, POLICY, cube.known)
    except NotProtected:
        return  # nothing is shown; that it isn't always so is tested below
    assert verify(lattice, truth, release, cube.known) == ()
    Guarantee(lattice, truth, POLICY, rounded=True).prove(
        cube.known.join(release.known), release.proof.tables
    )


def test_most_tables_can_be_shown_beside_their_cube() -> None:
    lattice = Lattice([_area(18), FLAT], [(2, 1)])
    shown = 0
    for seed in range(10):
        truth = lattice.fill(np.random.default_rng(seed).poisson(2.5, lattice.leaf_shape))
        cube = round_cube(lattice, truth, b"key")
        try:
            release = protect_tables(lattice, truth, POLICY, cube.known)
        except NotProtected:
            continue
        shown += 1
        assert release.mask.any()
        assert not release.mask.all()
    assert shown >= 8


def test_where_the_cube_leaves_room_for_neither_0_nor_k_the_distance_counts() -> None:
    lattice = Lattice([FLAT], [(1,)])
    truth = lattice.fill(np.array([3, 20]))
    wanted = goals(lattice, truth, POLICY, Known.rounded(np.array([20, 5, 20]), 4))
    assert wanted.narrow.tolist() == [True]
    assert wanted.high[0] - wanted.low[0] == POLICY.k - 1


@pytest.mark.parametrize(("rounds", "one_model"), [(1, 99), (4, 0)])
def test_where_a_block_is_stuck_its_margin_goes_too(
    rounds: int, one_model: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one round no margin is freed; then one model of everything does."""
    monkeypatch.setattr(blocks_module.blocks_of, "__defaults__", (0,))
    monkeypatch.setattr(climb, "ROUNDS", rounds)
    monkeypatch.setattr(protect, "ONE_MODEL", one_model)
    area = Dimension("area", "1", {"p": "VN", "q": "VN", "a": "p", "b": "p", "c": "q", "d": "q"})
    lattice = Lattice([area, FLAT], [(2, 1)])
    truth = lattice.fill(np.array([[3, 6], [10, 11], [9, 9], [8, 12]]))
    told = np.zeros(lattice.size, dtype=bool)
    told[[lattice.index(("b", "f")), lattice.index(("b", "m")), lattice.index(("b", "all"))]] = True
    known = Known.exactly(told, truth)
    release = protect_tables(lattice, truth, POLICY, known)
    assert release.mask[lattice.index(("p", "f"))]
    found = attack(lattice, known.join(release.known), np.array([lattice.index(("a", "f"))]))
    assert found.low[0] == 0
    assert found.high[0] >= 5


def test_groups_under_a_margin_that_must_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module.blocks_of, "__defaults__", (0,))
    monkeypatch.setattr(protect, "ONE_MODEL", 0)
    area = Dimension("area", "1", {"p": "VN", "q": "VN", "a": "p", "b": "p", "c": "q", "d": "q"})
    reached = Dimension("reached", "1", {"yes": "any", "no": "any"}, sensitive=frozenset({"no"}))
    lattice = Lattice([area, reached], [(2, 1)])
    truth = lattice.fill(np.array([[7, 0], [8, 6], [6, 9], [9, 6]]))
    told = np.array([lattice.codes(cell)[0] == "b" for cell in range(lattice.size)])
    known = Known.exactly(told, truth)
    release = protect_tables(lattice, truth, POLICY, known)
    assert release.mask[lattice.index(("p", "yes"))]
    assert verify(lattice, truth, release, known) == ()


@pytest.mark.parametrize("seed", range(2))
def test_people_counted_twice_are_protected_in_blocks_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module.blocks_of, "__defaults__", (0,))
    area = _area(24, frozenset({"VN", "p0", "p1", "p2"}))
    lattice = Lattice([area, FLAT], [(2, 1)])
    assert len(blocks_module.blocks_of(lattice)) == 4
    chance = np.random.default_rng(seed)
    counts = chance.poisson(2, lattice.leaf_shape)
    for code in ("VN+", "p0+", "p1+", "p2+"):
        counts[area_leaf(lattice, code)] = [2, 0] if code in {"VN+", "p1+"} else [0, 1]
    truth = lattice.fill(counts)
    hidden = lattice.index(("p1+", "f"))
    assert truth[hidden] == 2
    release = protect_tables(lattice, truth, POLICY)
    small = np.flatnonzero((truth > 0) & (truth < 5) & ~lattice.signed)
    assert hidden in small
    found = attack(lattice, release.known, small)
    assert np.all(found.low == 0)
    assert np.all(found.high >= 5)


def area_leaf(lattice: Lattice, code: str) -> int:
    return lattice.axes[0].leaves.index(code)


def _area(places: int, overlapping: frozenset[str] = frozenset()) -> Dimension:
    parents = {f"p{number}": "VN" for number in range(3)}
    parents |= {f"c{number:02}": f"p{number % 3}" for number in range(places)}
    return Dimension("area", "1", parents, overlapping)
