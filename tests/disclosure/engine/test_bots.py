"""Bots ask everything that may be asked, over halves and years, old and new places, corrections; they find nobody."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings

from casework.disclosure.engine import WITHHELD, Axis, Dimension, Lattice, NotProtected, Policy, Release
from casework.disclosure.engine.answer import Shown
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.cube import NotRounded, round_cube
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.ledger import Ledger, Refused, accept
from casework.disclosure.engine.protect import protect_tables
from tests.disclosure.engine.bots import heard, open_cells, surviving
from tests.disclosure.engine.every_table import every_table
from tests.disclosure.engine.small_worlds import FLAT, MERGED, THREE, few_people, lattice_of

POLICY = Policy("test")
AREA = Dimension(
    "area",
    "1",
    {f"p{one}": "VN" for one in range(3)} | {f"c{one}": f"p{one % 3}" for one in range(12)},
    overlapping=frozenset({"VN"}),
)
FEW = Dimension(
    "area",
    "1",
    {"p0": "VN", "p1": "VN", "c0": "p0", "c1": "p0", "c2": "p1", "c3": "p1"},
    overlapping=frozenset({"VN"}),
)
TIME = Dimension("time", "1", {"h1": "year", "h2": "year"}, overlapping=frozenset({"year"}))
ENTERED = Dimension(
    "entered",
    "1",
    {"first": "now", "added": "now", "removed": "now"},
    subtracted=frozenset({"removed"}),
    private=frozenset({"added", "removed"}),
)


def people(lattice: Lattice, mean: float, seed: int) -> Table:
    """Counts with few people counted twice, and only where they can be."""
    rng = np.random.default_rng(seed)
    leaves = rng.negative_binomial(0.8, 0.8 / (0.8 + mean), lattice.leaf_shape)
    for at, axis in enumerate(lattice.axes):
        for code in axis.private & set(axis.leaves):
            np.moveaxis(leaves, at, 0)[axis.leaves.index(code)] = 0
    return lattice.fill(leaves)


def release_all(ledger: Ledger, *, cube: bytes | None) -> Ledger:
    """A cube and the official tables, accepted together or not at all."""
    if cube is not None:
        told = accept(round_cube(ledger.lattice, ledger.truth, cube), ledger)
        assert isinstance(told, Ledger), told.reason
        ledger = told
    found = accept(protect_tables(ledger.lattice, ledger.truth, ledger.policy, ledger.known), ledger)
    assert isinstance(found, Ledger), found.reason
    return found


def found_out(ledger: Ledger, *, rounded: bool) -> Sequence[int]:
    """What the differencing bot finds out: the small cells that its answers leave too little room."""
    shown = Shown.from_ledger(ledger)
    small = np.flatnonzero((ledger.truth > 0) & (ledger.truth < ledger.policy.k) & ~ledger.lattice.signed)
    ends = attack(ledger.lattice, heard(shown), small)
    return list(open_cells(ends.low, ends.high, ledger.truth[small], ledger.policy.k, rounded=rounded))


@settings(max_examples=15)
@given(few_people())
def test_every_answer_held_against_every_possible_table(world: tuple[Lattice, Table]) -> None:
    lattice, table = world
    ledger = Ledger(lattice, table, POLICY)
    try:
        ledger = release_all(ledger, cube=b"key")
    except (NotRounded, NotProtected):
        return
    shown = Shown.from_ledger(ledger)
    if shown.exact[0] == WITHHELD:
        return  # without a total there is no end of tables
    tables = surviving(every_table(lattice, ledger.known), shown)
    assert len(tables)
    least, most = tables.min(axis=0), tables.max(axis=0)
    assert not len(open_cells(least, most, np.where(lattice.signed, 0, table), 5, rounded=True))


@pytest.mark.parametrize("cube", [None, b"key"])
def test_the_differencing_bot_finds_nobody(cube: bytes | None) -> None:
    lattice = Lattice((AREA, FLAT, THREE), [(2, 1, 0), (1, 1, 1)])
    ledger = release_all(Ledger(lattice, people(lattice, 3, 1), POLICY), cube=cube)
    assert not found_out(ledger, rounded=cube is not None)


def test_the_bot_finds_those_who_are_not_protected() -> None:
    lattice = Lattice((AREA, FLAT, THREE), [(2, 1, 0), (1, 1, 1)])
    truth = people(lattice, 3, 1)
    small = (truth > 0) & (truth < 5)
    values = np.where(lattice.published & ~small, truth, WITHHELD)
    naive = Release(lattice.key, POLICY, values, lattice.published & small)
    assert isinstance(accept(naive, Ledger(lattice, truth, POLICY)), Refused)
    # Were it shown all the same, subtraction would do.
    shown = Shown(lattice, values, np.full(lattice.size, -1), 0)
    cells = np.flatnonzero(small & ~lattice.signed)
    ends = attack(lattice, heard(shown), cells)
    assert len(open_cells(ends.low, ends.high, truth[cells], 5, rounded=False)) > len(cells) / 3


@pytest.mark.parametrize("cube", [None, b"key"])
def test_the_time_bot_finds_nobody_between_july_january_and_a_correction(cube: bytes | None) -> None:
    half = Lattice((FEW,), [(2,)])
    year = Lattice((FEW, TIME), [(2, 1)])
    later = Lattice((FEW, TIME, ENTERED), [(2, 1, 1)])
    last = people(later, 8, 3)
    first = _slice(later, year, last, {"entered": "first"})
    july = _slice(year, half, first, {"time": "h1"})
    ledger = release_all(Ledger(half, july, POLICY), cube=cube)
    ledger = release_all(ledger.moved(year, first, {"time": "h1"}), cube=None)
    assert not found_out(ledger, rounded=cube is not None)
    ledger = release_all(ledger.moved(later, last, {"entered": "first"}), cube=None)
    told = [np.count_nonzero(entry.what.values != WITHHELD) for entry in ledger.entries]
    assert len(told) == (3 if cube is None else 4)
    assert min(told) > 3
    assert not found_out(ledger, rounded=cube is not None)


@pytest.mark.parametrize("cube", [None, b"key"])
def test_the_geography_bot_finds_nobody_between_old_and_new_places(cube: bytes | None) -> None:
    old = {f"o{one}": "VN" for one in range(4)} | {f"a{one:02}": f"o{one // 4}" for one in range(16)}
    new = {f"n{one}": "VN" for one in range(4)} | {
        f"a{one:02}": f"n{(one + 2) % 16 // 4}" for one in range(16)
    }
    area = Axis("area", (Dimension("area", "2024", old), Dimension("area", "2025", new)))
    lattice = Lattice((area, FLAT), [(("2024", 1), 1), (("2025", 1), 1)])
    ledger = release_all(Ledger(lattice, people(lattice, 1.2, 4), POLICY), cube=cube)
    assert not found_out(ledger, rounded=cube is not None)
    assert np.any(Shown.from_ledger(ledger).exact != WITHHELD)


def test_a_release_in_a_second_geography_must_hold_with_the_first() -> None:
    # Old and new places differ by one commune with two people.
    lattice = lattice_of((MERGED,))
    truth = lattice.fill(np.array([20, 2, 30, 40]))
    ledger = Ledger(lattice, truth, POLICY)
    told = np.array([codes[0] in {"VN", "o1", "o2"} for codes in map(lattice.codes, range(lattice.size))])
    both = told | np.array(
        [codes[0] in {"n1", "n2", "p", "s"} for codes in map(lattice.codes, range(lattice.size))]
    )
    for cells, fine in ((told, True), (both, False)):
        values = np.where(cells, truth, WITHHELD)
        one = Release(lattice.key, POLICY, values, ~cells)
        assert isinstance(accept(one, ledger), Ledger) is fine


def _slice(outer: Lattice, inner: Lattice, table: Table, fixed: dict[str, str]) -> Table:
    cells = [
        outer.index(
            tuple(
                fixed[axis.name]
                if axis.name in fixed
                else codes[[one.name for one in inner.axes].index(axis.name)]
                for axis in outer.axes
            )
        )
        for codes in map(inner.codes, range(inner.size))
    ]
    return table[cells]
