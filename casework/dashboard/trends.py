"""How an indicator moved from one released closing to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.dashboard.standing import Reader
from casework.indicators.definitions import Indicator
from casework.indicators.sheets import Line
from casework.releases.models import Release

MOST = 8


@dataclass(frozen=True)
class Point:
    """A figure at the closing of a period; ``name`` is its period's code."""

    name: str
    line: Line


@dataclass(frozen=True)
class Trend:
    """One indicator at several closings, the oldest first."""

    indicator: Indicator
    points: tuple[Point, ...]


def closings(releases: Iterable[Release]) -> list[Release]:
    """For each period the release that counts the most (the latest cut-off, corrections first), oldest period first."""
    best: dict[str, Release] = {}
    for one in sorted(releases, key=lambda one: (one.last, one.cut_off, one.number or 0)):
        best[one.period] = one
    return sorted(best.values(), key=lambda one: (one.last, one.cut_off))[-MOST:]


def trends(indicators: Iterable[Indicator], readers: Sequence[tuple[str, Reader]]) -> list[Trend]:
    """Every indicator's total at each closing: the code of its period, and who reads its figures."""
    return [
        Trend(one, tuple(Point(name, reader.total(one)) for name, reader in readers)) for one in indicators
    ]
