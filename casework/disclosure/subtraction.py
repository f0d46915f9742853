"""Which rows of a table show their numbers beside the whole, so that subtraction finds no small count either.

Where one row is hidden another is, until the whole less the rows shown is at least k in each number. That remainder is
not what the hidden ones hold where somebody counts in two rows. Both the remainder and the true sum are held to the
rule, so that it withstands a reader who knows nothing about such people, one who supposes that there are none, and one
who knows how many there are. When nothing is hidden the difference *is* their number, and must not be small.

Which row is hidden for the others' sake follows from the counts and the names alone: the one that leaves the fewest
numbers unsafe, then the one with the fewest people, then the first name. The same counts give the same answer for ever.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Column = Mapping[str, int]
"""One number of every row, the whole among them."""


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The rows of a table: which of them is the whole, their numbers, and how many people each counts."""

    whole: str
    columns: Collection[Column]
    people: Mapping[str, int]


def is_safe(value: int, k: int) -> bool:
    """Nobody, or at least k. A difference may come out negative: its size tells as much."""
    return value == 0 or abs(value) >= k


def shown_rows(rows: Rows, k: int) -> frozenset[str]:
    """The rows that show their numbers."""
    safe = {name for name in rows.people if all(is_safe(column[name], k) for column in rows.columns)}
    if rows.whole not in safe:
        return frozenset(safe)
    return _Completion(rows, safe - {rows.whole}, k).run() | {rows.whole}


class _Completion:
    """Hides further rows until no sum over the hidden ones is small."""

    def __init__(self, rows: Rows, shown: set[str], k: int) -> None:
        self.rows, self.shown, self.k = rows, shown, k
        self.parts = rows.people.keys() - {rows.whole}
        self.left = [column[rows.whole] - sum(column[name] for name in shown) for column in rows.columns]
        self.hidden = [sum(column[name] for name in self.parts - shown) for column in rows.columns]

    def run(self) -> frozenset[str]:
        while self.shown and (len(self.parts - self.shown) == 1 or self._unsafe()):
            name = min(self.shown, key=lambda name: (self._unsafe(name), self.rows.people[name], name))
            self.shown.remove(name)
            for number, column in enumerate(self.rows.columns):
                self.left[number] += column[name]
                self.hidden[number] += column[name]
        return frozenset(self.shown)

    def _unsafe(self, without: str | None = None) -> int:
        """How many numbers are unsafe, were this row hidden as well."""
        count = 0
        for number, column in enumerate(self.rows.columns):
            gone = column[without] if without is not None else 0
            left, hidden = self.left[number] + gone, self.hidden[number] + gone
            all_shown = without is None and len(self.shown) == len(self.parts)
            safe = is_safe(left, self.k) and (all_shown or is_safe(hidden, self.k))
            count += not safe
        return count
