"""Figures against their targets, line by line: the one content of pages, files and the command's output.

A ``ProtectedSheet`` is made of a protected table alone and is what pages and downloads accept; an
``ExactSheet`` is made of exact figures and goes to the operator's terminal alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, final

from casework.disclosure import ProtectedFigure, ProtectedTable, percent
from casework.indicators.definitions import STREAM, Indicator
from casework.indicators.plans import Target
from casework.indicators.policies import SitePolicies
from casework.reports.operations import ExactFigures
from casework.reports.rules import Question

MET, NOT_MET, NO_TARGET, NO_CASES, SUPPRESSED = "met", "not_met", "no_target", "no_cases", "suppressed"
TOTAL, EXTRA = "total", "extra"


@dataclass(frozen=True)
class Line:
    """One figure: of an indicator's total, a part of a split (``group``), or a count beside it (``extra``).

    A figure that is withheld has neither numerator nor denominator; an extra has only a numerator.
    """

    indicator: Indicator
    group: str
    part: str
    numerator: int | None
    denominator: int | None
    target: Target | None
    status: str

    @property
    def percent(self) -> float | None:
        """To one decimal; None when withheld or nobody is counted."""
        if self.numerator is None or self.denominator is None:
            return None
        return percent(self.numerator, self.denominator)


@dataclass(frozen=True)
class Sheet:
    """The lines of all indicators for one period, cut-off and area, and which policies they follow."""

    first: date
    last: date
    cut_off: date
    area: str
    plan: str | None
    lines: tuple[Line, ...]
    indicators_version: str
    disclosure_version: str

    def sections(self) -> Iterator[tuple[Indicator, tuple[Line, ...]]]:
        """The lines of each indicator, its total first."""
        codes = dict.fromkeys(line.indicator.code for line in self.lines)
        for code in codes:
            lines = tuple(line for line in self.lines if line.indicator.code == code)
            yield lines[0].indicator, lines


@final
class ProtectedSheet(Sheet):
    """What may be shown to those who may read figures."""


@final
class ExactSheet(Sheet):
    """What only the operator at the server sees."""


def protected_sheet(table: ProtectedTable, question: Question, policies: SitePolicies) -> ProtectedSheet:
    """The lines of one area of a protected table; anything else raises TypeError."""
    if type(table) is not ProtectedTable:
        raise TypeError("Only protected tables can be shown.")
    lines: list[Line] = []
    for indicator in policies.indicators:
        figure = table.figure(question.area, indicator.code)
        lines += _Lines(indicator, policies, question.year, question.plan).of(figure)
    return ProtectedSheet(
        question.period.first,
        question.period.last,
        question.cut_off,
        question.area,
        question.plan,
        tuple(lines),
        policies.indicators.version,
        table.policy_version,
    )


def exact_sheet(exact: ExactFigures, plan: str | None, policies: SitePolicies) -> ExactSheet:
    """The lines of exact figures, for the operator's terminal."""
    scope, lines = exact.scope, list[Line]()
    for indicator in policies.indicators:
        figure = exact.figures[indicator.code]
        make = _Lines(indicator, policies, scope.last.year, plan)
        lines.append(make.line(TOTAL, "", (figure.total.numerator, figure.total.denominator)))
        for split, parts in figure.splits.items():
            lines += [make.line(split, part, (one.numerator, one.denominator)) for part, one in parts.items()]
        lines += [make.beside(code, figure.extras[code]) for code in figure.extras]
    return ExactSheet(
        scope.first,
        scope.last,
        scope.cut_off,
        scope.area,
        plan,
        tuple(lines),
        policies.indicators.version,
        "",
    )


@dataclass(frozen=True)
class _Lines:
    """Makes the lines of one indicator; all of them, always, so that a missing one tells nothing."""

    indicator: Indicator
    policies: SitePolicies
    year: int
    plan: str | None

    def of(self, figure: ProtectedFigure) -> Iterator[Line]:
        if type(figure) is not ProtectedFigure:
            raise TypeError("Only protected figures can be shown.")
        yield self.line(TOTAL, "", (figure.numerator, figure.denominator))
        for split, names in self._splits().items():
            parts: Mapping[str, Any] = figure.splits[split] or {}
            for part in names:
                one = parts.get(part)
                yield self.line(split, part, (one.numerator, one.denominator) if one else (None, None))
        for extra in self.indicator.extras:
            yield self.beside(extra.code, figure.extras[extra.code])

    def _splits(self) -> Mapping[str, tuple[str, ...]]:
        parts = {"stream": tuple(self.indicator.streams), "sex": tuple(self.indicator.sexes)}
        return {split: parts[split] for split in self.indicator.splits}

    def line(self, group: str, part: str, counts: tuple[int | None, int | None]) -> Line:
        target = self._target(group, part)
        return Line(self.indicator, group, part, *counts, target, _status(*counts, target))

    def beside(self, code: str, value: int | None) -> Line:
        status = SUPPRESSED if value is None else NO_TARGET
        return Line(self.indicator, EXTRA, code, value, None, None, status)

    def _target(self, group: str, part: str) -> Target | None:
        """No document sets a target by sex."""
        if group not in (TOTAL, STREAM):
            return None
        stream = part if group == STREAM else None
        target: Target | None = self.policies.plans.target(self.indicator.code, self.year, self.plan, stream)
        return target


def _status(numerator: int | None, denominator: int | None, target: Target | None) -> str:
    if numerator is None or denominator is None:
        return SUPPRESSED
    if denominator == 0:
        return NO_CASES
    if target is None:
        return NO_TARGET
    return MET if target.met(numerator, denominator) else NOT_MET
