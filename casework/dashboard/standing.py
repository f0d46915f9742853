"""How an area stands against the targets, read out of a release."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.dashboard.grids import codes_of
from casework.indicators.definitions import STREAM, Indicator
from casework.indicators.plans import ALL, Target
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import ABSENT, EXTRA, NO_TARGET, TOTAL, WITHHELD, Line, Sheet, status_of
from casework.releases.figures import Figures
from casework.releases.presenters import code_name
from casework.releases.tables import TOTAL as ALL_CODES
from casework.releases.tables import Head
from casework.ui.language import _, current

# An indicator may be split by what a person is, not by what was done about her: that is its numerator.
SPLITS = (STREAM, "sex", "age_group")


@dataclass(frozen=True)
class Answer:
    """What one document asks of an indicator, and how the area stands against it."""

    target: Target
    line: Line
    status: str


@dataclass(frozen=True)
class Reader:
    """Reads the lines of one area out of a release; ``plan`` is asked for targets before the national documents."""

    figures: Figures
    policies: SitePolicies
    area: str
    year: int
    plan: str | None = None

    def lines(self, indicator: Indicator) -> tuple[Line, ...]:
        """The total, the parts that the release tells of, and what is counted beside; withheld or not."""
        total = self.total(indicator)
        if total.status == ABSENT:
            return (total,)
        return (total, *self._parts(indicator), *self._beside(indicator))

    def total(self, indicator: Indicator) -> Line:
        """The figure of everybody; its status says so where the release does not tell of the indicator."""
        if not self.figures.has(indicator.code, self.area):
            return Line(indicator, TOTAL, "", _("Total"), None, None, None, ABSENT)
        return self._line(indicator, TOTAL, "", _("Total"))

    def answers(self, indicator: Indicator, lines: tuple[Line, ...]) -> list[Answer]:
        """Each national document's target for the year, and the plan's, measured by the part that it speaks of.

        Other plans are not asked: they are of another area than the one that is looked at.
        """
        asked = {one.code for one in self.policies.plans.national} | {self.plan}
        by_stream = {line.part: line for line in lines if line.group == STREAM}
        found = []
        for target in self.policies.plans.targets(indicator.code, self.year):
            if target.document not in asked:
                continue
            line = lines[0] if target.stream == ALL else by_stream.get(target.stream)
            if line is not None:
                found.append(Answer(target, line, self._status(line, target)))
        return found

    def _parts(self, indicator: Indicator) -> Iterator[Line]:
        for dimension in SPLITS:
            if not self.figures.has(indicator.code, self.area, dimension):
                continue
            for code in self._codes(indicator, dimension):
                yield self._line(indicator, dimension, code, code_name(dimension, code, self.policies))

    def _codes(self, indicator: Indicator, dimension: str) -> list[str]:
        """The codes of a dimension as the table that tells of it has them."""
        spec = self.figures.catalogue.figures[indicator.code]
        wanted = {dimension, *spec.numerator, *spec.denominator}
        table = next(
            one
            for one in self.figures.tables.values()
            if one.population == spec.population and not one.error and wanted <= set(one.dimensions)
        )
        return [code for code in codes_of(table, dimension, self.policies) if code != ALL_CODES]

    def _line(self, indicator: Indicator, group: str, part: str, label: str) -> Line:
        """No document sets a target by sex or age."""
        cell = {group: part} if part else {}
        figure = self.figures.figure(indicator.code, self.area, **cell)
        target = None
        if group in (TOTAL, STREAM):
            target = self.policies.plans.target(indicator.code, self.year, self.plan, part or None)
        status = status_of(figure.numerator, figure.denominator, target, enough=figure.enough)
        return Line(indicator, group, part, label, figure.numerator, figure.denominator, target, status)

    def _beside(self, indicator: Indicator) -> Iterator[Line]:
        counted = self.figures.figure(indicator.code, self.area).extras
        names = {extra.code: extra.name.of(current()) for extra in indicator.extras}
        for code, value in counted.items():
            status = WITHHELD if value is None else NO_TARGET
            yield Line(indicator, EXTRA, code, names.get(code, code), value, None, None, status)

    def _status(self, line: Line, target: Target) -> str:
        cell = {line.group: line.part} if line.part else {}
        if line.status == ABSENT:
            return ABSENT
        enough = self.figures.figure(line.indicator.code, self.area, **cell).enough
        return status_of(line.numerator, line.denominator, target, enough=enough)


def sheet_of(reader: Reader, head: Head) -> Sheet:
    """All indicators of the area on one sheet."""
    lines = [line for indicator in reader.policies.indicators for line in reader.lines(indicator)]
    return Sheet(head.first, head.last, head.cut_off, reader.area, reader.plan, tuple(lines), head.code)
