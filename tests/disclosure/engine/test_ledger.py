from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.disclosure.engine import WITHHELD, Diff, Dimension, Lattice, NotProtected, Policy, Release
from casework.disclosure.engine.cube import Cube, NotRounded, round_cube
from casework.disclosure.engine.equations import Mask, Table
from casework.disclosure.engine.goals import alike
from casework.disclosure.engine.ledger import Entry, Ledger, Reason, Refused, accept
from casework.disclosure.engine.parts import Part
from casework.disclosure.engine.places import places
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.solver import Solver, Unsolved
from tests.disclosure.engine.every_table import every_table
from tests.disclosure.engine.small_worlds import FLAT, MERGED, SHARED, THREE, TREE, few_people, lattice_of

POLICY = Policy("test")
PLAIN = Dimension("kind", "1", {"a": "any", "b": "any", "c": "any"})
GRID = lattice_of((PLAIN, Dimension("area", "1", {"x": "all", "y": "all", "z": "all"})))
COUNTS = GRID.fill(np.array([[2, 9, 8], [7, 2, 9], [6, 8, 9]]))


def shows(lattice: Lattice, table: Table, withheld: Mask, policy: Policy = POLICY) -> Release:
    """A release by hand."""
    values = np.where(lattice.published & ~withheld, table, WITHHELD)
    return Release(lattice.key, policy, values, lattice.published & withheld)


def cells(lattice: Lattice, *codes: tuple[str, ...]) -> Mask:
    return np.isin(np.arange(lattice.size), [lattice.index(one) for one in codes])


def ring(*areas: str) -> Mask:
    return cells(GRID, *[(kind, area) for kind in "ab" for area in areas])


def refused(found: Ledger | Refused) -> Reason:
    assert isinstance(found, Refused), "accepted"
    return found.reason


def accepted(found: Ledger | Refused) -> Ledger:
    assert isinstance(found, Ledger), found.reason
    return found


def test_a_cube_alone_is_proved_without_a_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Solver) -> None:
        raise Unsolved("The solver ended with kTimeLimit.")

    for axes in ((TREE, FLAT, PLAIN), (TREE, SHARED), (MERGED, FLAT)):
        lattice = lattice_of(axes)
        leaves = np.random.default_rng(5).poisson(2, lattice.leaf_shape)
        for at, axis in enumerate(lattice.axes):
            for code in axis.hidden:
                np.moveaxis(leaves, at, 0)[axis.leaves.index(code)] = 0
        cube = round_cube(lattice, lattice.fill(leaves), b"key")
        with monkeypatch.context() as broken:
            broken.setattr(Solver, "solve", fail)
            accepted(accept(cube, Ledger(lattice, lattice.fill(leaves), POLICY)))


def test_branches_are_searched_one_by_one_and_the_rest_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lattice = lattice_of((TREE, FLAT, PLAIN))
    table = lattice.fill(np.random.default_rng(3).poisson(2, lattice.leaf_shape))
    ledger = Ledger(lattice, table, POLICY)
    cube = round_cube(lattice, table, b"key")
    at_once = accepted(accept(cube, ledger)).proof
    monkeypatch.setattr("casework.disclosure.engine.branches.WHOLE", 0)
    monkeypatch.setattr("casework.disclosure.engine.guarantee.MANY", 0)
    by_branch = accepted(accept(cube, ledger)).proof
    assert [one.cell for one in by_branch.witnesses] == [one.cell for one in at_once.witnesses]
    for one in by_branch.witnesses:
        low, high = (by_branch.tables[number].on(table) for number in (one.low, one.high))
        assert high[one.cell] - low[one.cell] >= 4
        assert cube.known.holds(low)
        assert not lattice.equations.residues(high).any()


@settings(max_examples=15)
@given(few_people(), st.booleans(), st.sampled_from([2, 3]))
def test_what_was_accepted_leaves_every_small_count_open(
    world: tuple[Lattice, Table], cube: bool, k: int
) -> None:
    lattice, table = world
    policy = Policy("test", k=k, b=k)
    ledger = Ledger(lattice, table, policy)
    top = np.zeros(lattice.size, dtype=bool)
    top[0] = lattice.published[0] and table[0] >= k
    try:
        if cube:
            ledger = accepted(accept(round_cube(lattice, table, b"key", k), ledger))
        release = protect_tables(lattice, table, policy, ledger.known)
    except (NotRounded, NotProtected):
        return
    ledger = accepted(accept(release, ledger))
    if not (release.values != WITHHELD)[0]:
        return  # without a total there is no end of tables
    tables = every_table(lattice, ledger.known)
    low, high = tables.min(axis=0), tables.max(axis=0)
    small = (table > 0) & (table < k) & ~lattice.signed
    assert np.all((high - low >= k - 1)[small])
    if not cube:
        assert np.all(low[small] == 0)
        assert np.all(high[small] >= k)
    for whole, part in alike(lattice, table, policy).tolist():
        assert np.any(tables[:, part] < tables[:, whole])


def test_two_releases_each_safe_alone_are_refused_together() -> None:
    # Both withhold the small ones; what one withholds beside them the other shows.
    other = cells(
        GRID, *[(kind, area) for pair in ("ax", "by") for kind in {pair[0], "c"} for area in {pair[1], "z"}]
    )
    one = ring("x", "y")
    empty = Ledger(GRID, COUNTS, POLICY)
    first, second = shows(GRID, COUNTS, one), shows(GRID, COUNTS, other)
    ledger = accepted(accept(first, empty))
    accepted(accept(second, empty))
    found = accept(second, ledger)
    assert refused(found) is Reason.UNPROTECTED
    assert isinstance(found, Refused)
    assert set(found.cells.tolist()) == set(np.flatnonzero((COUNTS > 0) & (COUNTS < 5)).tolist())
    assert len(accepted(accept(first, ledger)).entries) == 2


def test_a_rounded_cube_and_a_release_are_one_system() -> None:
    cube = round_cube(GRID, COUNTS, b"key")
    ledger = accepted(accept(cube, Ledger(GRID, COUNTS, POLICY)))
    assert refused(accept(shows(GRID, COUNTS, cells(GRID, ("a", "x"))), ledger)) is Reason.UNPROTECTED
    accepted(accept(shows(GRID, COUNTS, np.arange(GRID.size) > 0), ledger))


def test_what_does_not_fit_is_refused() -> None:
    empty = Ledger(GRID, COUNTS, POLICY)
    good = shows(GRID, COUNTS, ring("x", "y"))
    assert refused(accept(replace(good, lattice_key="other"), empty)) is Reason.OTHER_TABLES
    assert refused(accept(replace(good, values=good.values[1:]), empty)) is Reason.OTHER_TABLES
    assert refused(accept(replace(good, policy=Policy("lax", k=3)), empty)) is Reason.WEAKER_POLICY
    assert refused(accept(Cube(GRID.key, 3, COUNTS - COUNTS % 3), empty)) is Reason.WEAKER_POLICY
    untrue = np.where(good.values == WITHHELD, WITHHELD, good.values + 1)
    assert refused(accept(replace(good, values=untrue), empty)) is Reason.NOT_THE_COUNTS


def test_old_tables_are_checked_again_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = accepted(accept(shows(GRID, COUNTS, ring("x", "y")), Ledger(GRID, COUNTS, POLICY)))
    assert ledger.proof.tables
    invented = Diff(np.arange(GRID.size), np.where(np.arange(GRID.size) % 2, 5, -5))
    bent = replace(ledger, proof=replace(ledger.proof, tables=(invented,)))
    anew = accepted(accept(shows(GRID, COUNTS, ring("x", "y")), bent)).proof
    assert all(one.values.tolist() != invented.values.tolist() for one in anew.tables)
    # Whether or not a solver can be asked: tables at hand do, invented ones don't.
    monkeypatch.setattr(Part, "holds", lambda *_: False)
    assert len(ledger.proved().witnesses) == 2
    assert refused(accept(shows(GRID, COUNTS, ring("x", "y")), bent)) is Reason.UNSOLVED


def test_what_the_attack_brings_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def invent(
        _: Lattice, __: object, cells: Table, *, seen: Callable[[Table, Table], None], **more: object
    ) -> None:
        seen(cells, np.zeros(len(cells), dtype=np.int64))
        seen(cells, np.full(len(cells), 5))

    empty = Ledger(GRID, COUNTS, POLICY)
    monkeypatch.setattr("casework.disclosure.engine.guarantee.attack", invent)
    assert refused(accept(shows(GRID, COUNTS, ring("x", "y")), empty)) is Reason.UNPROTECTED


def test_nobody_can_prove_that_all_of_a_group_share_a_category() -> None:
    lattice = lattice_of((THREE, FLAT))
    table = lattice.fill(np.array([[0, 20], [6, 20], [0, 20]]))
    everything = np.zeros(lattice.size, dtype=bool)
    found = accept(shows(lattice, table, everything), Ledger(lattice, table, POLICY))
    assert isinstance(found, Refused)
    assert found.reason is Reason.UNPROTECTED
    whole, part = lattice.index(("any", "f")), lattice.index(("b", "f"))
    assert [whole, part] in found.groups.tolist()
    withheld = cells(lattice, *[(kind, sex) for kind in "ab" for sex in "fm"])
    ledger = accepted(accept(shows(lattice, table, withheld), Ledger(lattice, table, POLICY)))
    witness = next(one for one in ledger.proof.groups if (one.whole, one.part) == (whole, part))
    other = ledger.proof.tables[witness.table].on(table)
    assert other[part] < other[whole]
    large = Ledger(lattice, table, Policy("small groups", group=5))
    accepted(accept(shows(lattice, table, everything, large.policy), large))


def test_july_is_remembered_in_january() -> None:
    half = lattice_of((TREE,))
    year = lattice_of(
        (TREE, Dimension("time", "1", {"h1": "year", "h2": "year"}, overlapping=frozenset({"year"})))
    )
    july = half.fill(np.array([12, 2, 3, 11]))
    counts = np.stack([[12, 2, 3, 11], [7, 9, 6, 8], [1, 0, 1, 2]], axis=1)
    january = year.fill(counts)
    first = shows(half, july, cells(half, ("N1",), ("N2",), ("S1",), ("S2",)))
    ledger = accepted(accept(first, Ledger(half, july, POLICY)))
    longer = ledger.moved(year, january, {"time": "h1"})
    assert longer.known.low[year.index(("VN", "h1"))] == july[0]
    assert longer.known.high[year.index(("N1", "h1"))] > july[0]
    assert len(longer.proved().witnesses) == np.count_nonzero((january > 0) & (january < 5) & ~year.signed)
    some = shows(
        year, january, np.array([code != ("VN", "year") for code in map(year.codes, range(year.size))])
    )
    assert len(accepted(accept(some, longer)).entries) == 2
    assert (
        refused(accept(shows(year, january, np.zeros(year.size, dtype=bool)), longer)) is Reason.UNPROTECTED
    )
    early = shows(half, july, np.ones(half.size, dtype=bool))
    assert isinstance(accepted(accept(early, longer, half, time="h1")).entries[-1], Entry)


def test_a_correction_that_tells_one_late_woman_is_refused() -> None:
    entered = Dimension(
        "entered", "1", {"first": "now", "added": "now", "removed": "now"}, subtracted=frozenset({"removed"})
    )
    lattice = lattice_of((PLAIN, entered))
    before = lattice_of((PLAIN,))
    table = lattice.fill(np.array([[1, 20, 0], [0, 30, 0], [0, 25, 0]]))
    old = shows(before, before.fill(np.array([20, 30, 25])), np.zeros(before.size, dtype=bool))
    first = accepted(accept(old, Ledger(before, before.fill(np.array([20, 30, 25])), POLICY)))
    ledger = first.moved(lattice, table, {"entered": "first"})
    now = np.array([code[1] == "now" for code in map(lattice.codes, range(lattice.size))])
    found = accept(shows(lattice, table, ~now), ledger)
    assert refused(found) is Reason.UNPROTECTED


def test_a_place_in_a_larger_lattice_is_found_by_its_codes() -> None:
    small, large = lattice_of((FLAT,)), lattice_of((TREE, FLAT, THREE))
    at = places(small, large, {"area": "N1", "kind": "b"})
    assert [large.codes(cell) for cell in at.tolist()] == [("N1", code, "b") for code in small.axes[0].codes]
    with pytest.raises(ValueError, match="kind has no place"):
        places(small, large, {"area": "N1"})
    with pytest.raises(ValueError, match="no place in the larger"):
        places(large, small, {})
    with pytest.raises(ValueError, match="area has no place for elsewhere"):
        places(small, large, {"area": "elsewhere", "kind": "b"})
