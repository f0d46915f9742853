"""What protection costs: how many cells of each table are withheld (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.releases.tables import ReleasedTable


@dataclass(frozen=True, slots=True)
class Loss:
    """Of how many cells of a table how many are withheld; areas count that have any withheld."""

    table: ReleasedTable
    cells: int
    withheld: int

    @property
    def percent(self) -> float:
        """The share that is withheld."""
        return round(100 * self.withheld / self.cells, 1) if self.cells else 0.0


def losses(tables: Sequence[ReleasedTable]) -> list[Loss]:
    """For each exact table."""
    return [
        Loss(table, len(table.cells), sum(value is None for value in table.cells.values()))
        for table in tables
        if not table.error
    ]
