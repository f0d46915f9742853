"""Rounded numbers of communes beside the exact tables: made, told as bounds, and proved together with them (pure).

One controlled rounding over the country's communes and a split of people. It meets the exact tables in the numbers of
provinces by that split and nowhere else: whatever is possible for the provinces beside the exact tables, and whatever
is possible for the communes of each province that comes to it, is possible together. So every table that the
provinces' proof rests on must be one that the communes can follow, and under these tables together each commune's
small counts must stay open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casework.disclosure.engine import ANY, HIDDEN, Cube, Dimension, Known, Lattice, Policy, Unprotected
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.cube import round_cube
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import small_cells
from casework.disclosure.engine.solver import Unsolved
from casework.indicators.catalogue import TableSpec
from casework.releases.closed import Cells
from casework.releases.counting import COMMUNES
from casework.releases.lattices import AREA, CLOSING, REST, Counts, at_code, filled, number_of
from casework.releases.tables import Codes

Place = Mapping[str, str]
NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Communes:
    """A rounded table: the country, its provinces and their communes, by the dimensions of its ``spec``."""

    spec: TableSpec
    lattice: Lattice

    @classmethod
    def of(cls, spec: TableSpec, dimensions: Mapping[str, Dimension]) -> "Communes":
        """The table over these dimensions, ``communes`` among them."""
        axes = [dimensions[COMMUNES], *(dimensions[name] for name in spec.dimensions)]
        return cls(spec, Lattice(axes, [(2, *(1 for _ in spec.dimensions))]))

    @property
    def counted(self) -> tuple[str, ...]:
        """What people are counted by for it."""
        return (COMMUNES, *self.spec.dimensions)

    def meets(self, names: Sequence[str]) -> bool:
        """Whether exact tables by these dimensions show what it shows of provinces."""
        return set(self.spec.dimensions) <= set(names)

    def rounded(self, counts: Counts, key: bytes, base: int) -> dict[Codes, int | None]:
        """The table; the same counts and key, the same numbers. NotRounded where there is none."""
        cube: Cube = round_cube(self.lattice, filled(self.lattice, counts).ravel(), key, base)
        shown = np.flatnonzero(self.lattice.published)
        return {self.lattice.codes(cell): int(cube.values[cell]) for cell in shown.tolist()}

    def bounds(self, lattice: Lattice, closing: int, cells: Cells, error: int, known: Known) -> Known:
        """What the table of a closing tells of the provinces in another lattice, beside what is known of them.

        Where some areas are added up as the rest, it tells something only if not all the others are known exactly.
        """
        areas = next(axis for axis in lattice.axes if axis.name == AREA)
        names = [axis.name for axis in lattice.axes]
        low, high = np.zeros(lattice.size, dtype=np.int64), np.full(lattice.size, ANY)
        rest, loose = [], False
        for codes, value in self._of_provinces(cells):
            whole = all(code == root for code, root in zip(codes[1:], self._roots, strict=True))
            if value is None or not (whole or self.meets(names)):
                continue
            ends = max(value - error, 0), value + error
            number = number_of(lattice, self._place(closing, codes))
            if number is not None:
                low[number], high[number] = ends
                loose = loose or not known.exact[number]
            elif whole:
                rest.append(ends)
        pooled = number_of(lattice, {CLOSING: f"s{closing}", AREA: REST}) if REST in areas.codes else None
        if pooled is not None:
            if not loose:
                return known
            low[pooled], high[pooled] = sum(one for one, _ in rest), sum(one for _, one in rest)
        return known.join(Known(low, high))

    def follow(
        self,
        lattice: Lattice,
        closing: int,
        tables: Sequence[Table],
        counts: Counts,
        cells: Cells,
        policy: Policy,
    ) -> None:
        """Whether the communes can follow all these tables of provinces and are safe among them; else Unprotected."""
        truth = filled(self.lattice, counts).ravel()
        values = np.array([cells.get(self.lattice.codes(cell)) or 0 for cell in range(self.lattice.size)])
        for block in self._blocks():
            at = np.array([self.lattice.index(block.codes(cell)) for cell in range(block.size)])
            root, hidden = (
                at_code(block, AREA, block.axes[0].root),
                at_code(block, AREA, block.axes[0].root + HIDDEN),
            )
            told = Known.rounded(values[at], policy.b - 1, ~root & ~hidden)
            top = [
                lattice.index([place.get(axis.name, axis.root) for axis in lattice.axes])
                for place in (
                    self._place(closing, block.codes(cell)) for cell in np.flatnonzero(root).tolist()
                )
            ]
            possible = np.unique(np.array([table[top] for table in tables]), axis=0)
            open_cells = np.setdiff1d(small_cells(block, truth[at], policy), np.flatnonzero(root))
            _settle(block, told, root, possible, open_cells, policy)

    def _blocks(self) -> Iterator[Lattice]:
        """Each province with its communes, by itself."""
        whole = self.lattice.axes[0].versions[0]
        for province in whole.children[whole.root]:
            parents = dict.fromkeys(whole.children[province], province)
            area = Dimension(
                AREA, whole.version, parents, overlapping=frozenset({province}) & whole.overlapping
            )
            axes = [area, *(axis.versions[0] for axis in self.lattice.axes[1:])]
            yield Lattice(axes, [(1, *(1 for _ in axes[1:]))])

    def _of_provinces(self, cells: Cells) -> Iterator[tuple[Codes, int | None]]:
        depths = self.lattice.axes[0].versions[0].depths
        return ((codes, value) for codes, value in cells.items() if depths.get(codes[0], 2) < 2)

    def _place(self, closing: int, codes: Codes) -> Place:
        return {
            CLOSING: f"s{closing}",
            AREA: codes[0],
            **dict(zip(self.spec.dimensions, codes[1:], strict=True)),
        }

    @property
    def _roots(self) -> Codes:
        return tuple(axis.root for axis in self.lattice.axes[1:])


def _settle(
    block: Lattice, told: Known, root: Mask, possible: Ints, open_cells: Ints, policy: Policy
) -> None:
    """Look for the communes' tables under each of the province's."""
    low, high = np.full(block.size, ANY), np.full(block.size, -1)

    def enough(least: Ints, most: Ints) -> Mask:
        return np.asarray(most - least >= policy.k - 1)

    for one in possible:
        values = np.zeros(block.size, dtype=np.int64)
        values[root] = one
        known = told.join(Known.exactly(root, values))
        asked = open_cells[~enough(low[open_cells], high[open_cells])]
        try:
            attack(
                block, known, enough=lambda least, _most: np.ones(len(least), dtype=bool)
            )  # one table a part
            found = attack(block, known, asked, enough=enough)
        except (ValueError, Unsolved) as trouble:
            raise Unprotected(open_cells, NOTHING) from trouble
        low[asked], high[asked] = np.minimum(low[asked], found.low), np.maximum(high[asked], found.high)
    if not enough(low[open_cells], high[open_cells]).all():
        raise Unprotected(open_cells, NOTHING)
