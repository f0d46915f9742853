"""Small lattices with tables, drawn by Hypothesis: trees, splits, people counted twice, old and new places."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from casework.disclosure.engine import Axis, Dimension, Lattice
from casework.disclosure.engine.equations import Table

FLAT = Dimension("sex", "1", {"f": "all", "m": "all"})
THREE = Dimension("kind", "1", {"a": "any", "b": "any", "c": "any"}, sensitive=frozenset("abc"))
TREE = Dimension("area", "1", {"N": "VN", "S": "VN", "N1": "N", "N2": "N", "S1": "S", "S2": "S"})
SHARED = Dimension("stream", "1", {"dv": "total", "gbv": "total"}, overlapping=frozenset({"total"}))
OLD = Dimension("area", "2024", {"o1": "VN", "o2": "VN", "p": "o1", "q": "o1", "r": "o2", "s": "o2"})
NEW = Dimension("area", "2025", {"n1": "VN", "n2": "VN", "p": "n1", "r": "n1", "q": "n2", "s": "n2"})
MERGED = Axis("area", (OLD, NEW))

CROSSES: list[tuple[Axis | Dimension, ...]] = [
    (THREE,),
    (FLAT, THREE),
    (TREE, FLAT),
    (TREE, SHARED),
    (MERGED, FLAT),
    (FLAT, SHARED, THREE),
    (FLAT, THREE, Dimension("reached", "1", {"y": "any", "n": "any"})),
]


def _deepest(axis: Axis | Dimension) -> int:
    trees = axis.versions if isinstance(axis, Axis) else (axis,)
    return max(depth for tree in trees for depth in tree.depths.values())


def lattice_of(axes: tuple[Axis | Dimension, ...]) -> Lattice:
    """Everything at its finest level in one table."""
    return Lattice(axes, [tuple(_deepest(axis) for axis in axes)])


LATTICES = [lattice_of(axes) for axes in CROSSES]


@st.composite
def worlds(draw: Any, lattices: list[Lattice] = LATTICES, most: int = 9) -> tuple[Lattice, Table]:
    """A lattice and a table of it; someone counted more than once is counted in at least two children."""
    lattice = draw(st.sampled_from(lattices))
    number = int(np.prod(lattice.leaf_shape))
    counts = np.array(draw(st.lists(st.integers(0, most), min_size=number, max_size=number)))
    return lattice, lattice.fill(_possible(lattice, counts.reshape(lattice.leaf_shape)))


@st.composite
def few_people(draw: Any, lattices: list[Lattice] = LATTICES) -> tuple[Lattice, Table]:
    """So few people that every possible table can be written down."""
    lattice = draw(st.sampled_from(lattices))
    number = int(np.prod(lattice.leaf_shape))
    most = 2 if number > 16 else 3 if any(axis.hidden for axis in lattice.axes) else 5 if number > 6 else 8
    places = draw(st.lists(st.integers(0, number - 1), min_size=1, max_size=most))
    counts = np.bincount(places, minlength=number)
    return lattice, lattice.fill(_possible(lattice, counts.reshape(lattice.leaf_shape)))


def _possible(lattice: Lattice, leaves: Table) -> Table:
    """Nobody is counted twice who isn't in both parts."""
    for at, axis in enumerate(lattice.axes):
        for hidden in axis.hidden:
            moved = np.moveaxis(leaves, at, 0)
            parts = [code for code, parent in axis.versions[0].parents.items() if parent + "+" == hidden]
            fewest = np.min([moved[axis.leaves.index(code)] for code in parts], axis=0)
            place = axis.leaves.index(hidden)
            moved[place] = np.minimum(moved[place], fewest)
    return leaves
