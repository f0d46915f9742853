"""All that is true of every table of a lattice, written for an attacker: equations, and what counting adds to them.

Beside the equations an attacker knows that nobody is in a child without being in its parent, which the equations do
not say where children share people: x[child] ≤ x[parent] for overlapping parents. A cell with two hidden codes
(counted more than once in two ways) is the only one that may be negative: one woman in two provinces, with another
stream in each, takes one from it.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from casework.disclosure.engine.axes import Axis
from casework.disclosure.engine.equations import Equations, Ints, Mask
from casework.disclosure.engine.known import Known
from casework.disclosure.engine.lattice import Lattice

MOST = 10**8  # no count of people is larger; small enough for exact arithmetic in the solver
ROUNDS = 30


@dataclass(frozen=True)
class System:
    """Rows low ≤ Σ weight · x[column] ≤ high over the cells of a lattice."""

    rows: Equations
    low: Ints
    high: Ints
    floor: Ints
    """The least that each cell can be."""


def system_of(lattice: Lattice) -> System:
    """The equations of the lattice and the rows for overlapping parents."""
    equations = lattice.equations
    children, parents = _overlaps(lattice)
    pairs = len(children)
    rows = Equations(
        np.concatenate([equations.starts, equations.starts[-1] + 2 * np.arange(1, pairs + 1)]),
        np.concatenate([equations.columns, np.stack([parents, children], axis=1).ravel()]),
        np.concatenate([equations.weights, np.tile([1, -1], pairs)]),
        np.concatenate([equations.independent, np.ones(pairs, dtype=bool)]),
    )
    high = np.concatenate([np.zeros(len(equations)), np.full(pairs, MOST)]).astype(np.int64)
    floor = np.where(lattice.signed, -MOST, 0)
    return System(rows, np.zeros(len(rows), dtype=np.int64), high, floor)


def narrowed(system: System, known: Known) -> Known:
    """What follows from single rows, applied over and over; ValueError when it contradicts itself."""
    low, high = ends(system, known)
    rows, weights = system.rows, system.rows.weights
    columns, starts, of = rows.columns, rows.starts[:-1], rows.rows
    for _ in range(ROUNDS if len(rows) else 0):
        both = weights * low[columns], weights * high[columns]
        least, most = np.minimum(*both), np.maximum(*both)
        # What the others leave for this entry: row low − their most, row high − their least.
        others_least = np.add.reduceat(least, starts)[of] - least
        others_most = np.add.reduceat(most, starts)[of] - most
        from_below, from_above = system.low[of] - others_most, system.high[of] - others_least
        up = weights > 0
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, columns, np.where(up, from_below, -from_above))
        np.minimum.at(new_high, columns, np.where(up, from_above, -from_below))
        if np.any(new_low > new_high):
            raise ValueError("What was released contradicts itself.")
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return Known(low, high)


def ends(system: System, known: Known) -> tuple[Ints, Ints]:
    """Between which counts each cell is known to lie; a :class:`Known` that says nothing says 0 everywhere."""
    nothing = (known.low == 0) & (known.high > MOST)
    low = np.where(nothing, system.floor, np.maximum(known.low, system.floor))
    return low, np.minimum(known.high, MOST)


def possible(system: System, known: Known, table: Ints) -> bool:
    """Whether a table satisfies every row and everything that is known, in whole numbers."""
    sums = system.rows.residues(table)
    least, most = ends(system, known)
    return bool(
        np.all(least <= table)
        and np.all(table <= most)
        and np.all(system.low <= sums)
        and np.all(sums <= system.high)
    )


def _overlaps(lattice: Lattice) -> tuple[Ints, Ints]:
    """Cells and the cells of their overlapping parents, where everybody in the one is in the other."""
    children, parents = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for at, axis in enumerate(lattice.axes):
        others = [_finest_steady(other) for number, other in enumerate(lattice.axes) if number != at]
        steady = reduce(np.logical_and.outer, others, np.ones((), dtype=bool)).ravel()
        crossed = np.moveaxis(lattice.numbers, at, 0).reshape(len(axis.codes), -1)[:, steady]
        for one in axis.versions:
            for parent in sorted(one.overlapping):
                for child in one.children[parent]:
                    if child in one.private:
                        continue  # it may be several places added up, in which people are counted twice
                    children.append(crossed[axis.codes.index(child)])
                    parents.append(crossed[axis.codes.index(parent)])
    return np.concatenate(children), np.concatenate(parents)


def _finest_steady(axis: Axis) -> Mask:
    """The codes that a person has, if at all, however often she is counted; but none that adds up others of them."""
    steady = {code for code in axis.codes if code == axis.root or not (axis.varying or code in axis.private)}
    sums = {
        parent
        for parent, parts in axis.equations
        if all(code in steady and weight == 1 for code, weight in parts)
    }
    finest = steady - sums
    return np.array([code in finest for code in axis.codes])
