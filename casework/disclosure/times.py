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
        if key.period == other.key.period:
            yield from _less(numbers, other, periods_differ=False, sign=1)
        elif _inside(other.key, key):
            yield from _less(numbers, other, periods_differ=True, sign=1)
        elif _inside(key, other.key):
            yield from _less(numbers, other, periods_differ=True, sign=-1)
    yield from _came_back(key, numbers, settled)


def _inside(half: TableKey, year: TableKey) -> bool:
    """Whether what the half's table counts belongs to the year's, by days and by facts."""
    days = year.period.first <= half.period.first and half.period.last <= year.period.last
    return days and half.cut_off <= year.cut_off


def _less(
    numbers: Mapping[str, Numbers], other: Settled, *, periods_differ: bool, sign: int
) -> Iterator[Column]:
    some = next(iter(numbers.values()))
    for name, number in some.items():
        if periods_differ and not number.grows:
            continue
        values = {
            area: sign * (told[name].value - other.numbers[area][name].value)
            for area, told in numbers.items()
        }
        yield Column(values, other.shown)


def _came_back(key: TableKey, numbers: Mapping[str, Numbers], settled: list[Settled]) -> Iterator[Column]:
    """People with cases in both halves: the halves together less the year."""
    year = _at_end(other for other in settled if _covers(other, key))
    half = _at_end(other for other in settled if year is not None and _covers(year, other.key))
    if year is None or half is None or half.key.period == key.period:
        return
    some = next(iter(numbers.values()))
    for name in (name for name, number in some.items() if number.everybody):
        values = {
            area: told[name].value + half.numbers[area][name].value - year.numbers[area][name].value
            for area, told in numbers.items()
        }
        yield Column(values, half.shown & year.shown)


def _covers(year: Settled, key: TableKey) -> bool:
    return year.key.period != key.period and (
        year.key.period.first <= key.period.first and key.period.last <= year.key.period.last
    )


def _at_end(found: Iterator[Settled]) -> Settled | None:
    return next((one for one in found if one.key.cut_off == one.key.period.last), None)
