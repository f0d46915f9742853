"""What everybody knows of a population once a closing is shown, beside all that was shown before (pure).

It is looked at in pictures: the base, then each cross by itself, each in a lattice over all closings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from casework.disclosure.engine import Dimension, Known
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.lattice import Lattice
from casework.indicators.catalogue import Catalogue, Population, TableSpec
from casework.releases.closed import Cells, Counted, Earlier, areas_told, base_table, crosses
from casework.releases.communes import Communes
from casework.releases.lattices import (
    AREA,
    CLOSING,
    REST,
    chained,
    lattice_of,
    number_of,
    pooled,
    several_areas,
)

Picture = tuple[tuple[str, ...], list[TableSpec], Mapping[str, Dimension]]
Told = tuple[tuple[str, ...], list[TableSpec], Lattice, Table, Known]


@dataclass(frozen=True)
class Outlook:
    """Of one population, for the closing after the ``earlier`` ones; rounded numbers are at most ``error`` off."""

    catalogue: Catalogue
    population: Population
    dimensions: Mapping[str, Dimension]
    error: int
    earlier: Sequence[Earlier]

    @property
    def number(self) -> int:
        """Which closing of the year it is, from 1."""
        return len(self.earlier) + 1

    @cached_property
    def base(self) -> TableSpec:
        """The table that every release has."""
        return base_table(self.population)

    @cached_property
    def communes(self) -> list[Communes]:
        """Its rounded tables."""
        rounded = [one for one in self.catalogue.rounded.values() if one.population == self.population.code]
        return [Communes.of(one, self.dimensions) for one in rounded]

    def told(self, newest: Earlier) -> Iterator[Told]:
        """What everybody knows once the newest closing is shown: a lattice at a time, with its tables and the truth."""
        for names, specs, dimensions in self.pictures(newest.shown):
            lattice, truth = self.picture(names, specs, dimensions, newest.counts)
            yield names, specs, lattice, truth, self.known(lattice, specs, newest.shown, truth)

    def rounded(self, shown: Mapping[str, Cells]) -> list[Communes]:
        """The rounded tables that a closing shows."""
        return [
            one
            for one in self.communes
            if any(value is not None for value in shown.get(one.spec.code, {}).values())
        ]

    def meet_rounded(self, names: tuple[str, ...], newest: Mapping[str, Cells]) -> bool:
        """Whether a closing shows a rounded table that tells of what is counted by these names."""
        shown = [*(one.shown for one in self.earlier), newest]
        return any(one.meets(names) for tables in shown for one in self.rounded(tables))

    def pictures(self, newest: Mapping[str, Cells]) -> Iterator[Picture]:
        """What is looked at by itself: the base, then (once its table is there) each cross, and with which areas."""
        yield self.population.base, [self.base], self.dimensions
        told = [one[self.base.code] for one in (newest, *(earlier.shown for earlier in self.earlier))]
        pooled = {**self.dimensions, AREA: areas_told(self.dimensions[AREA], told)}
        for names, specs in crosses(self.catalogue, self.population):
            yield names, specs, self.dimensions if self.meet_rounded(names, newest) else pooled

    def picture(
        self,
        names: tuple[str, ...],
        specs: Sequence[TableSpec],
        dimensions: Mapping[str, Dimension],
        counts: Counted,
    ) -> tuple[Lattice, Table]:
        """The lattice of these dimensions over all closings, and the true table."""
        lattice = lattice_of(names, [*specs, self.base], dimensions, self.number)
        whole = (*(some.counts for some in self.earlier), counts)
        return lattice, chained(lattice, [pooled(one[names], dimensions[AREA], REST) for one in whole])

    def known(
        self,
        lattice: Lattice,
        specs: Sequence[TableSpec],
        newest: Mapping[str, Cells],
        truth: Table,
    ) -> Known:
        """What the earlier closings' tables tell, these of the newest one, and how many have several provinces.

        The last is no secret; were it one, what a cross shows could tell of another's people through it.
        """
        where, values = several_areas(lattice, self.population.base), np.zeros(lattice.size, dtype=np.int64)
        values[where] = truth[where]
        for at, shown in enumerate((*(one.shown for one in self.earlier), newest), start=1):
            for spec in (*specs, self.base):
                for codes, value in shown.get(spec.code, {}).items():
                    place = {
                        CLOSING: f"s{at}",
                        AREA: codes[0],
                        **dict(zip(spec.dimensions, codes[1:], strict=True)),
                    }
                    number = number_of(lattice, place)
                    if value is not None and number is not None:
                        where[number], values[number] = True, value
        known = Known.exactly(where, values)
        for at, shown in enumerate((*(one.shown for one in self.earlier), newest), start=1):
            for one in self.rounded(shown):
                known = one.bounds(lattice, at, shown[one.spec.code], self.error, known)
        return known
