"""From counts of people to the engine's tables: one lattice a cross, chained over the closings of a year (pure).

Closings of one year are a chain: S2 = S1 + added − removed. What is known of people who were added or removed
between two of them is only the difference of each finest cell, so that is what is protected, for any two of them.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from casework.disclosure.engine import Axis, Dimension, Lattice
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.indicators.catalogue import COUNTRY, TableSpec

CLOSING, AREA = "closing", "area"
REST = "rest"
Counts = Mapping[tuple[str, ...], int]


def closings(count: int) -> Axis:
    """The axis of a year's closings s1 … sN; what lies between two of them is never shown.

    One version is the chain of all. Each other one jumps: where a closing in between is withheld, what came in
    two steps, each of them protected, would still be told as one by the closings on both sides.
    """
    jumps = [(first, last) for first in range(1, count) for last in range(first + 2, count + 1)]
    return Axis(CLOSING, tuple(_chain(count, *jump) for jump in [(0, 0), *jumps]))


def _chain(count: int, first: int, last: int) -> Dimension:
    """The closings one on the other, but the last of a jump on its first."""
    between = f"{first}-{last}"
    parents, removed = dict[str, str](), set[str]()
    for at in range(2, count + 1):
        inside = first < at <= last
        parents[f"added{at}"] = f"added{between}" if inside else f"s{at}"
        parents[f"removed{at}"] = f"removed{between}" if inside else f"s{at}"
        if not inside:
            parents[f"s{at - 1}"] = f"s{at}"
            removed.add(f"removed{at}")
    if last:
        parents |= dict.fromkeys((f"s{first}", f"added{between}", f"removed{between}"), f"s{last}")
        removed.add(f"removed{between}")
    private = frozenset(code for code in parents if not code.startswith("s"))
    return Dimension(CLOSING, between, parents, subtracted=frozenset(removed), private=private)


def lattice_of(
    names: Sequence[str],
    tables: Sequence[TableSpec],
    dimensions: Mapping[str, Dimension],
    count: int,
) -> Lattice:
    """The lattice of these dimensions for ``count`` closings: closing (if several) × area × the others."""
    axes: list[Axis | Dimension] = [dimensions[AREA], *(dimensions[name] for name in names)]
    levels = [
        [0 if table.area == COUNTRY else 1, *(1 if name in table.dimensions else 0 for name in names)]
        for table in tables
    ]
    if count > 1:
        chain = closings(count)
        deepest = max(depth for one in chain.versions for depth in one.depths.values())
        axes, levels = [chain, *axes], [[deepest, *level] for level in levels]
    return Lattice(axes, levels)


def filled(lattice: Lattice, counts: Counts, *, skip: int = 0) -> Ints:
    """One closing in the lattice's shape (without its first ``skip`` axes), overlaps worked out.

    ``counts`` has a value for each combination of finest codes of the partitions and of all codes of what
    overlaps; what is missing is nobody.
    """
    axes = lattice.axes[skip:]
    shape = tuple(len(axis.codes) for axis in axes)
    numbers = [{code: at for at, code in enumerate(axis.codes)} for axis in axes]
    found = np.zeros(shape, dtype=np.int64)
    for codes, people in counts.items():
        found[tuple(index[code] for index, code in zip(numbers, codes, strict=True))] = people
    for at, axis in enumerate(axes):
        whole = np.moveaxis(found, at, 0)
        for parent, parts in reversed(axis.equations):
            hidden = [code for code, _ in parts if code in axis.hidden]
            told = sum(weight * whole[numbers[at][code]] for code, weight in parts if code not in axis.hidden)
            if hidden:
                whole[numbers[at][hidden[0]]] = told - whole[numbers[at][parent]]
            else:
                whole[numbers[at][parent]] = told
    return found


def chained(lattice: Lattice, snapshots: Sequence[Counts]) -> Table:
    """The whole table of a lattice for several closings, oldest first."""
    if len(snapshots) == 1:
        return np.ascontiguousarray(filled(lattice, snapshots[0])).ravel()
    chain = lattice.axes[0]
    whole = np.zeros(lattice.shape, dtype=np.int64)
    for at, counts in enumerate(snapshots, start=1):
        whole[chain.codes.index(f"s{at}")] = filled(lattice, counts, skip=1)
        if at > 1:
            before = snapshots[at - 2]
            keys = counts.keys() | before.keys()
            steps = {key: counts.get(key, 0) - before.get(key, 0) for key in keys}
            for code, sign in ((f"added{at}", 1), (f"removed{at}", -1)):
                some = {key: sign * step for key, step in steps.items() if sign * step > 0}
                whole[chain.codes.index(code)] = filled(lattice, some, skip=1)
    for one in chain.versions:
        for parent in one.children.keys() & one.private:
            whole[chain.codes.index(parent)] = sum(
                whole[chain.codes.index(part)] for part in one.children[parent]
            )
    return np.ascontiguousarray(whole).ravel()


def codes_of(table: TableSpec, dimensions: Mapping[str, Dimension]) -> list[tuple[str, ...]]:
    """All cells of a table in its own order: areas, then each dimension's codes from the total down."""
    area = dimensions[AREA]
    areas = [code for code, depth in area.depths.items() if depth <= (0 if table.area == COUNTRY else 1)]
    shown = [list(dimensions[name].depths) for name in table.dimensions]
    return list(product(areas, *shown))


def number_of(lattice: Lattice, place: Mapping[str, str]) -> int | None:
    """The cell with these codes, None where the lattice hasn't got them; dimensions not named are added up."""
    codes = [place.get(axis.name, axis.root) for axis in lattice.axes]
    known = all(code in axis.codes for axis, code in zip(lattice.axes, codes, strict=True))
    return lattice.index(codes) if known else None


def at_code(lattice: Lattice, name: str, code: str) -> Mask:
    """The cells with this code of the named dimension."""
    mask = np.zeros(lattice.shape, dtype=bool)
    at = [axis.name for axis in lattice.axes].index(name)
    np.moveaxis(mask, at, 0)[lattice.axes[at].codes.index(code)] = True
    return mask.ravel()


def area_of(lattice: Lattice, cell: int) -> str:
    """The area that a cell is of."""
    at = [axis.name for axis in lattice.axes].index(AREA)
    return lattice.codes(cell)[at]


def pooled(counts: Counts, areas: Dimension, rest: str) -> Counts:
    """The same counts, areas that the dimension hasn't got added up as the rest."""
    found: dict[tuple[str, ...], int] = {}
    for (area, *codes), people in counts.items():
        key = (area if area in areas.depths else rest, *codes)
        found[key] = found.get(key, 0) + people
    return found


def several_areas(lattice: Lattice, base: Sequence[str]) -> Mask:
    """The cells of people with several areas at each closing, by the base alone."""
    found = np.ones(lattice.shape, dtype=bool)
    for at, axis in enumerate(lattice.axes):
        if axis.name == AREA:
            told = [code in axis.hidden for code in axis.codes]
        elif axis.name == CLOSING:
            told = [code not in axis.private for code in axis.codes]
        else:
            told = [axis.name in base or code == axis.root for code in axis.codes]
        found &= np.array(told).reshape([-1 if other == at else 1 for other in range(len(lattice.axes))])
    return found.ravel()
