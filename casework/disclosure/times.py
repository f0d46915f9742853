"""What several tables tell together: another cut-off, a half and its year, two halves and their year.

Tables are settled one after another (``canonical.in_order``); each gives way to those before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.disclosure.canonical import TableKey
from casework.disclosure.numbers import Numbers
from casework.disclosure.provinces import Column


@dataclass(frozen=True, slots=True, repr=False)
class Settled:
    """One layer in one table: its numbers in every area, and the areas that show it."""

    key: TableKey
    numbers: Mapping[str, Numbers]
    shown: frozenset[str]


def differences(key: TableKey, numbers: Mapping[str, Numbers], settled: list[Settled]) -> Iterator[Column]:
    """The numbers that a reader gets by holding this layer against those already settled."""
    for other in settled:
        if _inside(other.key, key) or _inside(key, other.key):
            yield from _less(numbers, other)
    yield from _came_back(key, numbers, settled)


def _inside(small: TableKey, large: TableKey) -> bool:
    """Whether one table's people belong to the other's, by days and by facts: an earlier cut-off, a half."""
    days = large.period.first <= small.period.first and small.period.last <= large.period.last
    return days and small.cut_off <= large.cut_off


def _less(numbers: Mapping[str, Numbers], other: Settled) -> Iterator[Column]:
    """The people that one table has more than the other; a set that may also shrink says nothing by it."""
    some = next(iter(numbers.values()))
    for name in (name for name, number in some.items() if number.grows):
        values = {area: told[name].value - other.numbers[area][name].value for area, told in numbers.items()}
        yield Column(values, other.shown)


def _came_back(key: TableKey, numbers: Mapping[str, Numbers], settled: list[Settled]) -> Iterator[Column]:
    """People with cases in both halves: the halves together less the year."""
    some = next(iter(numbers.values()))
    for year, half in _year_and_half(key, settled):
        for name in (name for name, number in some.items() if number.everybody):
            values = {
                area: told[name].value + half.numbers[area][name].value - year.numbers[area][name].value
                for area, told in numbers.items()
            }
            yield Column(values, half.shown & year.shown)


def _year_and_half(key: TableKey, settled: list[Settled]) -> Iterator[tuple[Settled, Settled]]:
    """For a second half: its year up to the same day, and the whole first half."""
    for year in settled:
        for half in settled:
            if (
                (year.key.period.first, year.key.period.last) == (half.key.period.first, key.period.last)
                and half.key.period.last < key.period.first
                and year.key.cut_off == key.cut_off
                and half.key.cut_off == half.key.period.last
            ):
                yield year, half
