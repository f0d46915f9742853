from dataclasses import replace

import numpy as np
import pytest

from casework.disclosure.engine import HIDDEN, Axis, Dimension, Known, Lattice
from tests.disclosure.engine.small_worlds import FLAT, MERGED, NEW, OLD, SHARED, TREE, lattice_of


def test_cells_are_numbered_in_a_fixed_order() -> None:
    lattice = Lattice([TREE, FLAT], [(2, 1)])
    assert lattice.size == 7 * 3
    assert lattice.codes(0) == ("VN", "all")
    assert [lattice.index(lattice.codes(cell)) for cell in range(lattice.size)] == list(range(lattice.size))


def test_the_order_does_not_hang_on_how_a_tree_is_written() -> None:
    turned = Dimension(TREE.name, TREE.version, dict(reversed(list(TREE.parents.items()))))
    one, other = Lattice([TREE, FLAT], [(2, 1)]), Lattice([turned, FLAT], [(2, 1)])
    assert one.key == other.key
    assert one.axes[0].codes == other.axes[0].codes


def test_every_sum_adds_up() -> None:
    lattice = Lattice([TREE, FLAT], [(2, 1)])
    table = lattice.fill(np.arange(8).reshape(4, 2))
    assert table[lattice.index(("VN", "all"))] == 28
    assert table[lattice.index(("N", "m"))] == 1 + 3
    assert not lattice.equations.residues(table).any()
    table[lattice.index(("N", "m"))] += 1
    assert np.count_nonzero(lattice.equations.residues(table)) == 3


def test_people_counted_twice_are_taken_off_once() -> None:
    lattice = Lattice([SHARED], [(1,)])
    table = lattice.fill(_leaves(lattice, dv=4, gbv=3, **{"total" + HIDDEN: 2}))
    assert table[lattice.index(("total",))] == 5
    assert not lattice.published[lattice.index(("total" + HIDDEN,))]


def test_removed_facts_count_against_the_total() -> None:
    entered = Dimension(
        "entered", "1", {"first": "now", "added": "now", "removed": "now"}, subtracted=frozenset({"removed"})
    )
    lattice = Lattice([entered], [(1,)])
    assert lattice.fill(_leaves(lattice, first=9, added=2, removed=1))[0] == 10


def test_two_versions_hold_at_once() -> None:
    lattice = Lattice([MERGED], [(("2024", 1),), (("2025", 1),)])
    table = lattice.fill(_leaves(lattice, p=1, q=2, r=3, s=4))
    counts = {code: int(table[lattice.index((code,))]) for code in ("VN", "o1", "o2", "n1", "n2")}
    assert counts == {"VN": 10, "o1": 3, "o2": 7, "n1": 4, "n2": 6}
    assert not lattice.published[lattice.index(("p",))]


def test_only_what_a_table_shows_is_published() -> None:
    lattice = Lattice([TREE, FLAT], [(2, 0), (1, 1)])
    assert lattice.published[lattice.index(("N1", "all"))]
    assert lattice.published[lattice.index(("N", "f"))]
    assert not lattice.published[lattice.index(("N1", "f"))]


def test_what_no_table_uses_is_left_out() -> None:
    assert Lattice([TREE, FLAT], [(1, 1)]).size == 3 * 3


@pytest.mark.parametrize(
    ("parents", "words"),
    [
        ({"a": "x", "b": "y"}, "one root"),
        ({"a": "b", "b": "a"}, "one root"),
        ({"a": "x", "b": "c", "c": "b"}, "hang"),
        ({"a+": "x"}, "end in"),
    ],
)
def test_what_is_no_tree_is_refused(parents: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Dimension("d", "1", parents)


def test_versions_must_share_their_leaves() -> None:
    with pytest.raises(ValueError, match="share"):
        Axis("area", (OLD, Dimension("area", "2026", {"z": "VN"})))


def test_a_code_must_mean_the_same_in_every_version() -> None:
    other = Dimension("area", "2026", {"o1": "VN", "n2": "VN", "p": "o1", "r": "o1", "q": "n2", "s": "n2"})
    with pytest.raises(ValueError, match="means other places"):
        Axis("area", (OLD, other))


@pytest.mark.parametrize(
    ("table", "words"),
    [((3, 1), "no level"), ((1,), "each dimension"), ((("2030", 1), 1), "no version"), ((1, 0), "no table")],
)
def test_a_table_outside_is_refused(table: tuple[int, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Lattice([TREE, FLAT], [table])


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="no code"):
        lattice_of((TREE, FLAT)).index(("Atlantis", "f"))


def test_counts_are_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        lattice_of((FLAT,)).fill(np.array([-1, 2]))


def test_what_contradicts_itself_is_no_knowledge() -> None:
    everywhere = np.ones(3, dtype=bool)
    told = Known.exactly(everywhere, np.array([5, 2, 3]))
    assert told.join(Known.rounded(np.array([5, 0, 5]), 4)).exact.all()
    with pytest.raises(ValueError, match="contradicts"):
        told.join(Known.rounded(np.array([10, 0, 5]), 4))


def test_old_and_new_places_are_in_one_lattice() -> None:
    assert {"o1", "n2"} <= set(Axis("area", (OLD, NEW)).codes)


def _leaves(lattice: Lattice, **counts: int) -> np.ndarray:
    return np.array([counts[code] for code in lattice.axes[0].leaves])


@pytest.mark.parametrize("axes", [(MERGED, FLAT), (TREE, FLAT), (FLAT, SHARED)])
def test_the_rows_that_suffice_say_all_and_nothing_twice(axes: tuple[Axis | Dimension, ...]) -> None:
    lattice = lattice_of(axes)
    rows = lattice.equations
    matrix = np.zeros((len(rows), lattice.size))
    matrix[rows.rows, rows.columns] = rows.weights
    assert np.linalg.matrix_rank(matrix) == rows.independent.sum()
    assert np.linalg.matrix_rank(matrix[rows.independent]) == rows.independent.sum()


def test_an_equation_that_says_more_than_an_earlier_one_is_needed() -> None:
    assert Axis("area", (OLD, NEW)).needless == {("VN", (("n1", 1), ("n2", 1)))}
    assert not Axis("area", (OLD, replace(NEW, overlapping=frozenset({"VN"})))).needless
