"""Which areas show a layer, so that subtraction over the provinces finds no small count either.

Where one province is hidden another is, until the country less the provinces shown is at least k in each
number. That remainder is not what the hidden ones hold: a person with cases in two provinces counts in
both, so they hold more (or, when a need in one is met by a service in another, less). Both the remainder and
the true sum are held to the rule, so that it withstands a reader who knows nothing about such people, one who
supposes that there are none, and one who knows how many there are. When nothing is hidden
the difference *is* their number, and must not be small.

Which province is hidden for the others' sake follows from the counts and the codes alone: the one that
leaves the fewest numbers unsafe, then the one with the fewest people, then the first code. The same counts
give the same answer for ever.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Column:
    """One number of a layer over all areas.

    ``told`` holds the areas in which showing the layer tells it: a difference to another table is told
    where that one is shown too.
    """

    values: Mapping[str, int]
    told: frozenset[str]
    strict: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Layer:
    """Something to be shown in some areas: its numbers, and who may be considered at all.

    With ``top_down`` no province shows it when the country doesn't.
    """

    country: str
    candidates: frozenset[str]
    columns: Collection[Column]
    people: Mapping[str, int]
    top_down: bool = False


def is_safe(value: int, k: int) -> bool:
    """Nobody, or at least k. A difference may come out negative: its size tells as much."""
    return value == 0 or abs(value) >= k


def shown_areas(layer: Layer, k: int) -> frozenset[str]:
    """The areas that show the layer."""
    safe = frozenset(area for area in layer.candidates if _safe_alone(layer, area, k))
    if layer.country in safe:
        return _Completion(layer, safe - {layer.country}, k).run() | {layer.country}
    return frozenset() if layer.top_down else safe


def _safe_alone(layer: Layer, area: str, k: int) -> bool:
    told = [column for column in layer.columns if area in column.told]
    at_least = area != layer.country
    return all(
        column.values[area] >= k if column.strict and at_least else is_safe(column.values[area], k)
        for column in told
    )


class _Completion:
    """Hides further provinces until no sum over the hidden ones is small."""

    def __init__(self, layer: Layer, shown: frozenset[str], k: int) -> None:
        self.layer = layer
        self.k = k
        self.shown = set(shown)
        self.provinces = layer.people.keys() - {layer.country}
        self.columns = [column for column in layer.columns if layer.country in column.told]
        self.known = [self.shown & column.told for column in self.columns]
        self.left = [
            column.values[layer.country] - sum(column.values[area] for area in known)
            for column, known in zip(self.columns, self.known, strict=True)
        ]
        self.hidden = [
            sum(column.values[area] for area in self.provinces - known)
            for column, known in zip(self.columns, self.known, strict=True)
        ]

    def run(self) -> frozenset[str]:
        while self.shown and (len(self.provinces - self.shown) == 1 or self._unsafe()):
            area = min(self.shown, key=lambda area: (self._unsafe(area), self.layer.people[area], area))
            self._hide(area)
        return frozenset(self.shown)

    def _unsafe(self, without: str | None = None) -> int:
        """How many numbers are unsafe, were this province hidden as well."""
        count = 0
        for number, column in enumerate(self.columns):
            gone = column.values[without] if without is not None and without in self.known[number] else 0
            left, hidden = self.left[number] + gone, self.hidden[number] + gone
            if len(self.known[number]) - (without in self.known[number]) == len(self.provinces):
                safe = is_safe(left, self.k)
            elif column.strict:
                safe = left >= self.k and hidden >= self.k
            else:
                safe = is_safe(left, self.k) and is_safe(hidden, self.k)
            count += not safe
        return count

    def _hide(self, area: str) -> None:
        self.shown.remove(area)
        for number, column in enumerate(self.columns):
            if area in self.known[number]:
                self.known[number] = self.known[number] - {area}
                self.left[number] += column.values[area]
                self.hidden[number] += column.values[area]
