"""Official tables: no small count can be told by anybody who can add up, by brute force and by attack."""

import numpy as np
import pytest
from hypothesis import given, settings

from casework.disclosure.engine import (
    WITHHELD,
    Dimension,
    Known,
    Lattice,
    NotProtected,
    Policy,
    Proof,
    Release,
)
from casework.disclosure.engine import blocks as blocks_module
from casework.disclosure.engine import protect as protect_module
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.solver import Infeasible, Reals, Solver, Unsolved
from casework.disclosure.engine.verify import verify
from tests.disclosure.engine.every_table import every_table
from tests.disclosure.engine.small_worlds import FLAT, LATTICES, THREE, few_people, lattice_of, worlds

POLICY = Policy("test", group=0)
WITH_GROUPS = Policy("test")
AGE = Dimension("age", "1", {"o": "any", "y": "any"})
BRUTE = [lattice_of((THREE,)), lattice_of((FLAT, THREE)), lattice_of((FLAT, AGE))]


def all_possible(lattice: Lattice, release: Release, most: int) -> Table:
    """Every table that agrees with the release, up to a grand total."""
    known, found = release.known, []
    for total in range(most + 1):
        if known.low[0] <= total <= known.high[0]:
            low, high = known.low.copy(), known.high.copy()
            low[0] = high[0] = total
            found.append(every_table(lattice, Known(low, high)))
    return np.concatenate(found)


@settings(max_examples=25)
@given(few_people(BRUTE))
def test_no_small_count_comes_back_by_writing_down_every_table(world: tuple[Lattice, Table]) -> None:
    lattice, truth = world
    release = protect_tables(lattice, truth, WITH_GROUPS)
    tables = all_possible(lattice, release, int(truth[0]) + 6)
    small = (truth > 0) & (truth < 5)
    assert np.all(tables.min(axis=0)[small] == 0)
    assert np.all(tables.max(axis=0)[small] >= 5)
    for whole, part in (
        (whole, part)
        for whole in range(lattice.size)
        for part in range(lattice.size)
        if _in_a_sensitive_category(lattice, whole, part) and truth[whole] == truth[part] > 0
    ):
        assert np.any(tables[:, part] < tables[:, whole])


def _in_a_sensitive_category(lattice: Lattice, whole: int, part: int) -> bool:
    pairs = list(zip(lattice.axes, lattice.codes(whole), lattice.codes(part), strict=True))
    moved = [(axis.versions[0], one, other) for axis, one, other in pairs if one != other]
    if len(moved) != 1:
        return False
    tree, above, below = moved[0]
    return below in tree.sensitive and tree.parents[below] == above


@settings(max_examples=25)
@given(worlds(LATTICES))
def test_every_release_has_a_proof_and_stands_an_attack(world: tuple[Lattice, Table]) -> None:
    lattice, truth = world
    release = protect_tables(lattice, truth, WITH_GROUPS)
    assert verify(lattice, truth, release) == ()
    small = np.flatnonzero((truth > 0) & (truth < 5) & ~lattice.signed)
    found = attack(lattice, release.known, small)
    assert np.all(found.low == 0)
    assert np.all(found.high >= 5)
    shown = release.values != WITHHELD
    assert np.array_equal(release.values[shown], truth[shown])
    assert np.array_equal(release.mask, lattice.published & ~shown)


def country(places: int, seed: int = 1) -> tuple[Lattice, Table]:
    """A country of six provinces with communes; some provinces hardly have a case."""
    parents = {f"p{number}": "VN" for number in range(6)}
    parents |= {f"c{number:02}": f"p{number % 6}" for number in range(places)}
    area = Dimension("area", "1", parents)
    lattice = Lattice([area, FLAT, AGE], [(2, 1, 1)])
    chance = np.random.default_rng(seed)
    mean = np.array([0.05 if number % 6 == 0 else 1.5 for number in range(places)])
    counts = chance.poisson(np.multiply.outer(mean, np.array([[0.8, 0.4], [0.3, 0.1]])))
    return lattice, lattice.fill(counts)


@pytest.fixture
def in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module.blocks_of, "__defaults__", (0,))


@pytest.mark.usefixtures("in_blocks")
@pytest.mark.parametrize("seed", range(3))
def test_blocks_are_protected_as_one_whole(seed: int) -> None:
    lattice, truth = country(36, seed)
    assert len(blocks_module.blocks_of(lattice)) == 7
    release = protect_tables(lattice, truth, POLICY)
    small = np.flatnonzero((truth > 0) & (truth < 5))
    assert np.any(small < 9 * 7), "the top must have small cells for this to say something"
    found = attack(lattice, release.known, small)
    assert np.all(found.low == 0)
    assert np.all(found.high >= 5)


@pytest.mark.usefixtures("in_blocks")
def test_groups_are_protected_across_blocks() -> None:
    area = Dimension("area", "1", {"p": "VN", "q": "VN", "a": "p", "b": "p", "c": "q", "d": "q"})
    reached = Dimension("reached", "1", {"yes": "any", "no": "any"}, sensitive=frozenset({"yes", "no"}))
    lattice = Lattice([area, reached], [(2, 1)])
    truth = lattice.fill(np.array([[0, 7], [0, 8], [9, 6], [6, 0]]))
    release = protect_tables(lattice, truth, WITH_GROUPS)
    assert verify(lattice, truth, release) == ()
    assert release.mask[lattice.index(("p", "no"))]
    assert len(release.proof.groups) == 4


def test_one_child_goes_with_its_parent() -> None:
    area = Dimension("area", "1", {"p": "VN", "q": "VN", "only": "p", "c": "q", "d": "q"})
    lattice = Lattice([area], [(2,)])
    truth = lattice.fill(np.array([20, 30, 3]))
    release = protect_tables(lattice, truth, POLICY)
    told = {lattice.codes(cell)[0] for cell in np.flatnonzero(release.mask).tolist()}
    assert {"p", "only"} <= told


def test_the_same_input_gives_the_same_bytes() -> None:
    lattice, truth = country(24)
    one, other = (protect_tables(lattice, truth, POLICY) for _ in range(2))
    assert one.values.tobytes() == other.values.tobytes()
    assert repr([*map(repr, one.proof.tables)]) == repr([*map(repr, other.proof.tables)])
    assert one.proof.witnesses == other.proof.witnesses


@pytest.mark.usefixtures("in_blocks")
def test_more_workers_give_the_same_bytes() -> None:
    lattice, truth = country(36)
    alone = protect_tables(lattice, truth, POLICY)
    together = protect_tables(lattice, truth, POLICY, workers=2)
    assert alone.values.tobytes() == together.values.tobytes()
    assert alone.proof.witnesses == together.proof.witnesses


def test_no_time_means_no_release() -> None:
    lattice, truth = country(24)
    with pytest.raises(NotProtected):
        protect_tables(lattice, truth, POLICY, seconds=0)


def test_a_failing_solver_means_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(solver: Solver, **_: bool) -> Table:
        raise Unsolved("out of memory")

    monkeypatch.setattr(Solver, "solve", fail)
    lattice, truth = country(24)
    with pytest.raises(NotProtected):
        protect_tables(lattice, truth, POLICY)


def test_a_lying_solver_means_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Solver.solve

    def lie(solver: Solver, *, afresh: bool = False) -> Reals:
        found = honest(solver, afresh=afresh)
        found[:40] = np.rint(found[:40]) + 1
        return found

    monkeypatch.setattr(Solver, "solve", lie)
    lattice, truth = country(24)
    with pytest.raises(NotProtected):
        protect_tables(lattice, truth, POLICY)


def test_a_release_whose_proof_fails_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect_module, "compose", lambda *_: Proof())
    lattice, truth = country(24)
    with pytest.raises(NotProtected):
        protect_tables(lattice, truth, POLICY)


def test_what_the_solver_calls_impossible_means_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(solver: Solver, **_: bool) -> Table:
        raise Infeasible

    monkeypatch.setattr(Solver, "solve", never)
    lattice, truth = country(24)
    with pytest.raises(NotProtected):
        protect_tables(lattice, truth, POLICY)


def test_what_was_shown_before_cannot_be_taken_back() -> None:
    lattice = lattice_of((FLAT,))
    truth = lattice.fill(np.array([9, 3]))
    shown = Known.exactly(np.ones(3, dtype=bool), truth)
    with pytest.raises(NotProtected):
        protect_tables(lattice, truth, POLICY, shown)


def test_earlier_cells_are_known_to_the_attacker() -> None:
    lattice = lattice_of((FLAT, THREE))
    truth = lattice.fill(np.array([[9, 3, 8], [7, 6, 9]]))
    before = np.zeros(lattice.size, dtype=bool)
    before[[lattice.index(("f", "a")), lattice.index(("all", "b"))]] = True
    known = Known.exactly(before, truth)
    release = protect_tables(lattice, truth, POLICY, known)
    assert verify(lattice, truth, release, known) == ()
    small = np.array([lattice.index(("f", "b"))])
    found = attack(lattice, known.join(release.known), small)
    assert found.low[0] == 0
    assert found.high[0] >= 5


def test_words_of_a_refusal_name_no_cell() -> None:
    lattice = lattice_of((FLAT,))
    truth = lattice.fill(np.array([9, 3]))
    with pytest.raises(NotProtected) as refused:
        protect_tables(lattice, truth, POLICY, Known.exactly(np.ones(3, dtype=bool), truth))
    assert not any(sign.isdigit() for sign in str(refused.value))
