"""What a closing made: its tables and its counts, as it is kept and as later ones see it (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.disclosure.engine import NotProtected
from casework.indicators.catalogue import Catalogue, Population, TableSpec
from casework.releases.lattices import Counts
from casework.releases.tables import Codes

Cells = Mapping[Codes, int | None]
Counted = Mapping[tuple[str, ...], Counts]


@dataclass(frozen=True)
class Earlier:
    """A release made before in the year: what was counted then of a population, and what its tables show."""

    counts: Counted
    shown: Mapping[str, Cells]


@dataclass(frozen=True)
class Closed:
    """What a population's closing shows, by table, and what was counted for it, by dimensions."""

    tables: Mapping[str, Cells]
    counts: Counted

    @property
    def earlier(self) -> Earlier:
        """The same, as the next closing will see it."""
        return Earlier(self.counts, self.tables)

    @property
    def nothing(self) -> bool:
        """Whether all of it is withheld."""
        return all(value is None for cells in self.tables.values() for value in cells.values())


def base_table(population: Population) -> TableSpec:
    """The table of the base alone; it is part of every release."""
    return TableSpec(f"{population.code}-base", population.name, population.code, "province", population.base)


def whole_areas(cells: Cells) -> set[str]:
    """The areas of which no number is withheld."""
    return {codes[0] for codes in cells} - {codes[0] for codes, value in cells.items() if value is None}


def crosses(
    catalogue: Catalogue, population: Population
) -> Iterator[tuple[tuple[str, ...], list[TableSpec]]]:
    """The dimensions that are counted together, with the tables of them, each table once."""
    left = list(catalogue.of(population.code))
    for names in population.wholes:
        specs = [one for one in left if set(one.dimensions) <= set(names)]
        left = [one for one in left if one not in specs]
        if specs:
            yield names, specs


class Stuck(NotProtected):
    """No way was found for cells of these areas."""

    def __init__(self, trouble: NotProtected, areas: frozenset[str]) -> None:
        super().__init__(str(trouble))
        self.areas = areas
