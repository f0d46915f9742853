import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.disclosure.engine import Diff, Known, Lattice
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.proofs import NOBODY, Tables
from casework.disclosure.engine.system import possible, system_of
from tests.disclosure.engine.small_worlds import FLAT, TREE, lattice_of, worlds

GRID = lattice_of((TREE, FLAT))
COUNTS = GRID.fill(np.array([[4, 6], [3, 5], [7, 2], [6, 1]]))


def moved(changes: dict[int, int]) -> Diff:
    """Some cells changed, whether or not that adds up."""
    cells = sorted(changes)
    values = [changes[cell] for cell in cells]
    return Diff(np.array(cells, dtype=np.int64), np.array(values, dtype=np.int64))


@settings(max_examples=40)
@given(worlds(), st.data())
def test_many_tables_at_once_are_judged_as_each_alone(
    world: tuple[Lattice, Table], data: st.DataObject
) -> None:
    lattice, table = world
    system = system_of(lattice)
    where = np.array(data.draw(st.lists(st.booleans(), min_size=lattice.size, max_size=lattice.size)))
    known = Known.exactly(where & lattice.published, table)
    cells = st.integers(0, lattice.size - 1)
    changes = st.dictionaries(cells, st.integers(-3, 3).filter(bool), max_size=3)
    diffs = [moved(one) for one in data.draw(st.lists(changes, max_size=4))]
    # Changes that add up: another table of the same lattice, or its opposite.
    for seed in range(3):
        leaves = table[lattice.leaves].copy()
        plain = [place for place in np.ndindex(leaves.shape) if not _hidden(lattice, place)]
        leaves[plain[np.random.default_rng(seed).integers(len(plain))]] += 1
        other = lattice.fill(leaves)
        diffs += [Diff.between(table, other), Diff.between(other, table)]
    judged = Tables.of(diffs).possible(system, known, table).tolist()
    assert judged == [possible(system, known, one.on(table)) for one in diffs]


def test_a_table_that_speaks_of_a_cell_twice_is_none() -> None:
    known = Known.nothing(GRID.size)
    fine = Diff(np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    twice = Diff(np.array([1, 1]), np.array([1, -1]))
    assert Tables.of([fine, twice]).possible(system_of(GRID), known, COUNTS).tolist() == [True, False]


def test_extremes_say_who_goes_furthest() -> None:
    diffs = [
        Diff(np.array([2, 5]), np.array([-1, 4])),
        Diff(np.array([2]), np.array([-2])),
        Diff(np.array([5]), np.array([9])),
    ]
    low, high, low_table, high_table = Tables.of(diffs).extremes(COUNTS)
    assert (low[2], high[5]) == (COUNTS[2] - 2, COUNTS[5] + 9)
    assert (low_table[2], high_table[5], high_table[2], low_table[0]) == (1, 2, NOBODY, NOBODY)


def test_groups_come_apart_by_either_side() -> None:
    groups = np.array([[0, 1], [0, 2], [3, 4]])
    diffs = [Diff(np.array([0, 1]), np.array([3, 3])), Diff(np.array([0, 2]), np.array([1, -1]))]
    best, whose = Tables.of(diffs).apart(groups)
    assert best.tolist() == [1, 3, 0]
    assert whose.tolist() == [1, 0, NOBODY]


def _hidden(lattice: Lattice, place: tuple[int, ...]) -> bool:
    return any(axis.leaves[at] in axis.private for axis, at in zip(lattice.axes, place, strict=True))
