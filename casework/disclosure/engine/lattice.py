"""All cells that a catalogue of tables can speak of, and the equations between them.

The lattice is the full cross of the dimensions at the finest level that any table uses, with all roll-ups,
published or not. Its cells are numbered 0 … n − 1 in a fixed order (mixed radix over the codes of each axis).
"""

import hashlib
import json
from collections.abc import Sequence
from copy import copy
from functools import cached_property, reduce
from math import prod

import numpy as np

from casework.disclosure.engine.axes import Axis, Dimension
from casework.disclosure.engine.equations import Equations, Mask, Table

Level = int | tuple[str, int]  # a depth in every version, or a depth in the version named


class Lattice:
    """``tables`` is the catalogue: for each table a level per axis; level 0 is the total alone.

    An int level means that depth in every version of the axis, ("2025", 2) a depth in that version.
    ValueError, in words, for what isn't canonical.
    """

    def __init__(self, axes: Sequence[Axis | Dimension], tables: Sequence[Sequence[Level]]) -> None:
        whole = [one if isinstance(one, Axis) else Axis(one.name, (one,)) for one in axes]
        if not whole or not tables:
            raise ValueError("A lattice needs dimensions and at least one table.")
        for table in tables:
            if len(table) != len(whole):
                raise ValueError("A table must name a level for each dimension.")
            for level, axis in zip(table, whole, strict=True):
                _check(axis, level)
        self.tables = tuple(tuple(table) for table in tables)
        self.axes = tuple(_cut(axis, [table[at] for table in tables]) for at, axis in enumerate(whole))
        self.shape = tuple(len(axis.codes) for axis in self.axes)
        self.leaf_shape = tuple(len(axis.leaves) for axis in self.axes)
        self.size = prod(self.shape)
        self._strides = tuple(prod(self.shape[at + 1 :]) for at in range(len(self.shape)))
        self._numbers = tuple({code: at for at, code in enumerate(axis.codes)} for axis in self.axes)

    def index(self, codes: Sequence[str]) -> int:
        """The number of a cell; ValueError for a code that the lattice doesn't have."""
        if len(codes) != len(self.axes):
            raise ValueError("A cell has a code for each dimension.")
        number = 0
        for axis, code, numbers, stride in zip(self.axes, codes, self._numbers, self._strides, strict=True):
            if code not in numbers:
                raise ValueError(f"{axis.name} has no code {code}.")
            number += numbers[code] * stride
        return number

    def codes(self, cell: int) -> tuple[str, ...]:
        """The codes of a cell."""
        return tuple(
            axis.codes[cell // stride % len(axis.codes)]
            for axis, stride in zip(self.axes, self._strides, strict=True)
        )

    @cached_property
    def numbers(self) -> Table:
        """The cells' numbers in the shape of the axes."""
        return np.arange(self.size, dtype=np.int64).reshape(self.shape)

    @cached_property
    def leaves(self) -> Table:
        """The cells that no equation adds up, in the shape of the leaves."""
        return self.numbers[np.ix_(*([axis.codes.index(code) for code in axis.leaves] for axis in self.axes))]

    @cached_property
    def equations(self) -> Equations:
        """A row for each parent and combination of the others, axis by axis."""
        lengths, columns, weights, independent = [], [], [], []
        for at, axis in enumerate(self.axes):
            numbers = self._numbers[at]
            finest: Mask = np.ones((), dtype=bool)
            for other, length in enumerate(self.shape):
                if other != at:
                    its = self._finest(other) if other < at else np.ones(length, dtype=bool)
                    finest = np.logical_and.outer(finest, its)
            crossed = np.moveaxis(self.numbers, at, 0).reshape(self.shape[at], -1)
            for one in axis.equations:
                parent, parts = one
                where = [numbers[parent], *(numbers[code] for code, _ in parts)]
                columns.append(crossed[where].T.ravel())
                weights.append(np.tile([1, *(-weight for _, weight in parts)], crossed.shape[1]))
                lengths.append(np.full(crossed.shape[1], len(where)))
                independent.append(np.ravel(finest) & (one not in axis.needless))
        starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)
        return Equations(
            starts,
            np.concatenate(columns),
            np.concatenate(weights).astype(np.int64),
            np.concatenate(independent),
        )

    def fill(self, leaf_counts: Table) -> Table:
        """The whole table from its leaf cells (in ``leaf_shape``); ValueError when a count is negative."""
        found = np.asarray(leaf_counts, dtype=np.int64)
        if found.shape != self.leaf_shape:
            raise ValueError(f"The leaf counts must have the shape {self.leaf_shape}.")
        for at, axis in enumerate(self.axes):
            numbers = self._numbers[at]
            below = np.moveaxis(found, at, 0)
            whole = np.zeros((len(axis.codes), *below.shape[1:]), dtype=np.int64)
            whole[[numbers[code] for code in axis.leaves]] = below
            for parent, parts in reversed(axis.equations):
                whole[numbers[parent]] = sum(weight * whole[numbers[code]] for code, weight in parts)
            found = np.moveaxis(whole, 0, at)
        table = np.ascontiguousarray(found).ravel()
        if np.any(table[~self.signed] < 0):
            raise ValueError("A count must not be negative.")
        if self.equations.residues(table).any():
            raise ValueError("The counts do not add up in every version.")
        return table

    @cached_property
    def published(self) -> Mask:
        """The cells that some table of the catalogue shows; hidden leaves and private codes never."""
        shown = np.zeros(self.shape, dtype=bool)
        for table in self.tables:
            shown |= reduce(
                np.logical_and.outer,
                [_shown(axis, level) for axis, level in zip(self.axes, table, strict=True)],
            )
        return shown.ravel()

    def showing(self, cells: Mask) -> "Lattice":
        """The same lattice, of whose published cells only these are still to be shown."""
        fewer = copy(self)
        fewer.__dict__["published"] = self.published & cells
        return fewer

    @cached_property
    def signed(self) -> Mask:
        """Cells that are differences of counts, and so of any sign.

        Those with two hidden or private codes; and those with one, where two things that vary by place are told
        (somebody counselled in one province and prosecuted in another is both in the country alone).
        """
        private = self._counted([[code in axis.private for code in axis.codes] for axis in self.axes])
        varying = self._counted(
            [
                [axis.varying and code not in axis.private | {axis.root} for code in axis.codes]
                for axis in self.axes
            ]
        )
        signed: Mask = (private > 1) | ((private == 1) & (varying > 1))
        return signed

    @cached_property
    def guarded(self) -> Mask:
        """Cells whose counts are protected when they are small."""
        open_ones = self._counted([[code in axis.unguarded for code in axis.codes] for axis in self.axes])
        guarded: Mask = ~self.signed & (open_ones == 0)
        return guarded

    def _counted(self, told: list[list[bool]]) -> Table:
        """How many codes of each cell are told of, axis by axis."""
        return reduce(np.add.outer, [np.array(one, dtype=np.int64) for one in told]).ravel()

    @cached_property
    def key(self) -> str:
        """The same for lattices that have the same cells, equations and tables, in any process."""
        written = [
            [
                [one.name, one.version, sorted(one.parents.items())]
                + [sorted(group) for group in _groups(one)]
                for one in axis.versions
            ]
            for axis in self.axes
        ]
        return hashlib.sha256(json.dumps([written, self.tables], sort_keys=True).encode()).hexdigest()

    def _finest(self, at: int) -> Mask:
        leaves = set(self.axes[at].leaves)
        return np.array([code in leaves for code in self.axes[at].codes])


def _groups(one: Dimension) -> tuple[frozenset[str], ...]:
    return one.overlapping, one.subtracted, one.sensitive, one.private, one.unguarded


def _check(axis: Axis, level: Level) -> None:
    version, depth = level if isinstance(level, tuple) else (None, level)
    known = [one for one in axis.versions if version in {None, one.version}]
    if not known:
        raise ValueError(f"{axis.name} has no version {version}.")
    if depth < 0 or depth > max(max(one.depths.values()) for one in known):
        raise ValueError(f"{axis.name} has no level {depth}.")


def _cut(axis: Axis, levels: Sequence[Level]) -> Axis:
    if len(axis.versions) > 1:
        return axis  # the atoms hold its versions together
    deepest = max(level if isinstance(level, int) else level[1] for level in levels)
    return Axis(axis.name, (axis.versions[0].cut(deepest),))


def _shown(axis: Axis, level: Level) -> Mask:
    version, depth = level if isinstance(level, tuple) else (None, level)
    shown = {
        code
        for one in axis.versions
        if version in {None, one.version}
        for code, its in one.depths.items()
        if its <= depth
    }
    return np.array([code in shown - axis.private for code in axis.codes])
