"""What protection costs: how many cells of each table are withheld (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.releases.tables import ReleasedTable

Spans = Mapping[str, Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class Loss:
    """Of how many cells of a table how many are withheld.

    ``found``: how many of these can be worked out all the same, never small counts; ``span``: how far apart the least
    and the greatest number are that one of the others could be, at the narrowest.
    """

    table: ReleasedTable
    cells: int
    withheld: int
    found: int | None = None
    span: int | None = None

    @property
    def percent(self) -> float:
        """The share that is withheld."""
        return round(100 * self.withheld / self.cells, 1) if self.cells else 0.0


def losses(tables: Sequence[ReleasedTable], spans: Spans | None = None) -> list[Loss]:
    """For each exact table; ``spans`` by its code, for whoever may see them."""
    return [
        Loss(
            table,
            len(table.cells),
            sum(value is None for value in table.cells.values()),
            *(spans or {}).get(table.code, ()),
        )
        for table in tables
        if not table.error
    ]
