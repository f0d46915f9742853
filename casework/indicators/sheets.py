"""Figures against their targets, line by line, and the sheet of exact ones for the operator's terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.disclosure.rounding import percent
from casework.indicators.definitions import SEX, STREAM, Indicator
from casework.indicators.operations import ExactFigures
from casework.indicators.plans import Target
from casework.indicators.policies import SitePolicies
from casework.ui.language import _, current

MET, NOT_MET, NO_TARGET, NO_CASES, WITHHELD, FEW, ABSENT = (
    "met",
    "not_met",
    "no_target",
    "no_cases",
    "withheld",
    "few",
    "absent",
)
TOTAL, EXTRA = "total", "extra"


@dataclass(frozen=True)
class Line:
    """One figure: of an indicator's total, a part of a split (``group``), or a count beside it (``extra``).

    ``label`` says which in the language of the page. What is withheld is None; an extra has only a numerator.
    """

    indicator: Indicator
    group: str
    part: str
    label: str
    numerator: int | None
    denominator: int | None
    target: Target | None
    status: str

    @property
    def percent(self) -> float | None:
        """To one decimal; None when withheld, of nobody, or of too few people for a share."""
        if self.numerator is None or self.denominator is None or self.status == FEW:
            return None
        return percent(self.numerator, self.denominator)


@dataclass(frozen=True)
class Sheet:
    """The lines of all indicators for one period, cut-off and area; ``release`` is empty for exact figures."""

    first: date
    last: date
    cut_off: date
    area: str
    plan: str | None
    lines: tuple[Line, ...]
    release: str = ""

    def sections(self) -> Iterator[tuple[Indicator, tuple[Line, ...]]]:
        """The lines of each indicator, its total first."""
        for code in dict.fromkeys(line.indicator.code for line in self.lines):
            lines = tuple(line for line in self.lines if line.indicator.code == code)
            yield lines[0].indicator, lines


def status_of(numerator: int | None, denominator: int | None, target: Target | None, *, enough: bool) -> str:
    """How a figure stands against a target; ``enough`` says whether it is out of enough people for a share."""
    if numerator is None or denominator is None:
        return WITHHELD
    if denominator == 0:
        return NO_CASES
    if not enough:
        return FEW
    if target is None:
        return NO_TARGET
    return MET if target.met(numerator, denominator) else NOT_MET


def exact_sheet(exact: ExactFigures, plan: str | None, policies: SitePolicies) -> Sheet:
    """The lines of exact figures. Nothing that makes a page or a file to hand on takes them."""
    scope = exact.scope
    lines = [
        line
        for indicator in policies.indicators
        for line in _Lines(indicator, policies, scope.last.year, plan).of(exact)
    ]
    return Sheet(scope.first, scope.last, scope.cut_off, scope.area, plan, tuple(lines))


@dataclass(frozen=True)
class _Lines:
    indicator: Indicator
    policies: SitePolicies
    year: int
    plan: str | None

    def of(self, exact: ExactFigures) -> Iterator[Line]:
        figure, language = exact.figures[self.indicator.code], current()
        yield self._line(TOTAL, "", _("Total"), figure.total.numerator, figure.total.denominator)
        names = {STREAM: self.policies.indicators.stream_names, SEX: self.policies.indicators.sex_names}
        for split, parts in figure.splits.items():
            for part, one in parts.items():
                label = names[split][part].of(language)
                yield self._line(split, part, label, one.numerator, one.denominator)
        for extra in self.indicator.extras:
            counted, name = figure.extras[extra.code], extra.name.of(language)
            yield Line(self.indicator, EXTRA, extra.code, name, counted, None, None, NO_TARGET)

    def _line(self, group: str, part: str, label: str, numerator: int, denominator: int) -> Line:
        """No document sets a target by sex."""
        target = None
        if group in (TOTAL, STREAM):
            target = self.policies.plans.target(self.indicator.code, self.year, self.plan, part or None)
        status = status_of(numerator, denominator, target, enough=True)
        return Line(self.indicator, group, part, label, numerator, denominator, target, status)
