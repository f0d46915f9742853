"""Plans and national documents: targets, reports with their deadlines, duties, recipients."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from casework.vocabulary import Words

AT_LEAST, MORE_THAN = "at_least", "more_than"
HALF_YEAR, YEAR, OTHER = "half_year", "year", "other"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Target:
    """What one document asks of one indicator in the years from ``first_year`` to ``last_year``.

    ``stream`` is ``all`` or the part of the indicator that the document speaks of; ``milestone`` is the
    year in the document's own words ("by 2025"); ``source`` names document and section.
    """

    document: str
    indicator: str
    stream: str
    percent: int
    comparison: str
    first_year: int
    last_year: int
    milestone: int
    issuer: Words
    level: str
    source: Words
    source_status: str
    note: Words | None

    def met(self, numerator: int, denominator: int) -> bool:
        """Whether so many of so many reach it; reckoned in whole numbers, without rounding."""
        reached, wanted = numerator * 100, self.percent * denominator
        return reached > wanted if self.comparison == MORE_THAN else reached >= wanted


@dataclass(frozen=True, slots=True)
class Report:
    """A report that a plan asks for.

    ``due_before`` (month, day) is strict: the last day to send it is the day before. ``data_cut_off``
    is the last day whose facts are in it. Both are None where the plan names no date. ``only_year`` is
    set where the plan speaks of one year alone.
    """

    code: str
    name: Words
    period: str
    due_before: tuple[int, int] | None
    data_cut_off: tuple[int, int] | None
    only_year: int | None
    sent_by: Words
    to: tuple[Words, ...]
    section: Words
    note: Words | None


@dataclass(frozen=True, slots=True)
class CutOff:
    """The day on which the data of a report are closed, for the period that it reports on."""

    plan: str
    report: Report
    first: date
    last: date
    day: date
    last_day_to_send: date


@dataclass(frozen=True, slots=True)
class Duty:
    """What an agency has to do, in our words; ``now`` is the agency that has the task today."""

    agency: Words
    now: Words | None
    words: Words
    section: Words
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a plan says that the system does not reckon with, or a defect in its text."""

    words: Words
    section: Words


@dataclass(frozen=True, slots=True)
class Area:
    """Where a plan applies, in units of today.

    ``units`` lie wholly in it; ``partly`` are units of which it has a part, so that a sum over them is
    approximate (``exact`` is false).
    """

    units: tuple[str, ...]
    partly: tuple[str, ...]
    words: Words

    @property
    def exact(self) -> bool:
        """Whether the units of today cover it exactly."""
        return bool(self.units) and not self.partly


@dataclass(frozen=True, slots=True)
class Plan:
    """One document: who it is, what it asks for, and whom it goes to.

    ``precedence`` is 0 for a plan; national documents are asked for targets in its order.
    """

    code: str
    title: Words
    number: str
    issuer: Words
    signed_by: str
    level: str
    first_year: int
    last_year: int
    precedence: int
    area: Area
    source_status: str
    targets: tuple[Target, ...]
    reports: tuple[Report, ...]
    duties: tuple[Duty, ...]
    others: tuple[Remark, ...]
    models: tuple[Remark, ...]
    defects: tuple[Remark, ...]
    recipients: tuple[str, ...]
    filing: str

    def cut_offs(self, year: int) -> tuple[CutOff, ...]:
        """The cut-offs of its dated reports for a year of its period; none for other years."""
        if not self.first_year <= year <= self.last_year:
            return ()
        return tuple(found for report in self.reports if (found := self._cut_off(report, year)))

    def _cut_off(self, report: Report, year: int) -> CutOff | None:
        if report.due_before is None or report.data_cut_off is None:
            return None
        if report.only_year not in (None, year):
            return None
        last = date(year, 6, 30) if report.period == HALF_YEAR else date(year, 12, 31)
        sent = date(year, *report.due_before) - timedelta(days=1)
        return CutOff(self.code, report, date(year, 1, 1), last, date(year, *report.data_cut_off), sent)


@dataclass(frozen=True)
class Plans:
    """All plans and national documents by code."""

    by_code: Mapping[str, Plan]

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that can be chosen, in order of their code."""
        return tuple(plan for plan in self.by_code.values() if not plan.precedence)

    @cached_property
    def national(self) -> tuple[Plan, ...]:
        """The national documents, the first to be asked first."""
        return tuple(
            sorted((one for one in self.by_code.values() if one.precedence), key=lambda one: one.precedence)
        )

    def __getitem__(self, code: str) -> Plan:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def target(
        self, indicator: str, year: int, plan: str | None = None, stream: str | None = None
    ) -> Target | None:
        """The target of an indicator in a year; None where no document sets one.

        A chosen plan is asked first, then the national documents in their order (Resolution 28/NQ-CP
        before all). For a ``stream``, a document's target for that stream comes before its general one.
        """
        found = None
        if plan:
            found = _first((self.by_code[plan],), indicator, year, (stream, ALL) if stream else (ALL,))
        if found is None and stream:  # a national programme for this stream is nearer than the general goal
            found = _first(self.national, indicator, year, (stream,))
        return found or _first(self.national, indicator, year, (ALL,))

    def targets(self, indicator: str, year: int) -> tuple[Target, ...]:
        """What all documents ask of an indicator in a year, national ones first."""
        return tuple(
            target
            for document in (*self.national, *self.plans)
            for target in document.targets
            if target.indicator == indicator and target.first_year <= year <= target.last_year
        )

    def cut_offs(self, plan: str, year: int) -> tuple[CutOff, ...]:
        """The cut-offs of a plan's dated reports for a year: the day before each strict deadline."""
        return self.by_code[plan].cut_offs(year)


def _first(asked: tuple[Plan, ...], indicator: str, year: int, streams: tuple[str, ...]) -> Target | None:
    fitting = (
        target
        for document in asked
        for stream in streams
        for target in document.targets
        if (target.indicator, target.stream) == (indicator, stream)
        and target.first_year <= year <= target.last_year
    )
    return next(fitting, None)
