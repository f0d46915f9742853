"""From definitions to what SQL can count: conditions on one case row, gathered to flags on one person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, true

from casework.cases.models import Case
from casework.indicators.definitions import Indicator

TOTAL, STREAM, EXTRA = "total", "stream", "extra"
Delivered = Callable[[tuple[str, ...]], ColumnElement[bool]]


@dataclass(frozen=True)
class Measure:
    """Who counts in a denominator and, of those, in the numerator: conditions on the row of one case.

    ``key`` is (indicator, "total" | "stream" | "extra", part).
    """

    key: tuple[str, str, str]
    denominator: ColumnElement[bool]
    numerator: ColumnElement[bool]

    def flags(self, at: int) -> list[ColumnElement[int]]:
        """Per person: 1 where any of her rows meets the condition."""
        met = and_(self.denominator, self.numerator)
        return [any_of(self.denominator).label(f"d{at}"), any_of(met).label(f"n{at}")]


def any_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Over the rows of a group: 1 where any meets the condition."""
    return func.max(case((condition, 1), else_=0))


def sums(table: Any, measures: Sequence[Measure]) -> list[ColumnElement[int]]:
    """Over all persons: how many have each flag."""
    names = (f"{flag}{at}" for at in range(len(measures)) for flag in "dn")
    return [func.coalesce(func.sum(table.c[name]), 0).label(name) for name in names]


def victim_measures(indicators: Iterable[Indicator], delivered: Delivered) -> list[Measure]:
    """Total, streams and extras of every indicator that counts victims.

    ``delivered`` answers, for kinds of service, whether this case has one of them delivered in time.
    """
    measures = []
    for indicator in indicators:
        kinds = Case.kind.in_(indicator.case_kinds)
        scope = kinds if indicator.need is None else and_(kinds, Case.need.in_(indicator.need))
        reached = delivered(indicator.numerator.kinds)
        measures.append(Measure((indicator.code, TOTAL, ""), scope, reached))
        for part, of_part in indicator.streams.items():
            measures.append(
                Measure((indicator.code, STREAM, part), and_(scope, Case.kind.in_(of_part)), reached)
            )
        for extra in indicator.extras:
            key = (indicator.code, EXTRA, extra.code)
            if extra.need is not None:
                measures.append(Measure(key, and_(kinds, Case.need.in_(extra.need)), true()))
            else:
                measures.append(Measure(key, scope, delivered(extra.services)))
    return measures
