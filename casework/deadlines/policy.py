"""The clocks: ``policies/deadlines.toml``, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from casework.deadlines.spans import Span, parse_span
from casework.vocabulary import Words
from casework.vocabulary.policyfiles import Section, open_section

LEVELS = ("extreme", "high", "medium", "low")  # the most urgent first
SUPERVISOR, COORDINATOR, OFFICER = "supervisor", "coordinator", "officer"
TELLS = (SUPERVISOR, COORDINATOR, OFFICER)
SOURCES = ("law", "guidance", "ours")
CLOCKS = (
    "acknowledge",
    "triage",
    "first_contact",
    "open_case",
    "answer",
    "letter",
    "find_another",
    "countersign",
    "order_decision",
    "order_cancellation",
    "order_chair",
    "order_court",
    "permitted_contact",
    "reassess",
    "reassess_event",
    "programme_alarm",
    "programme_news",
    "risk_lowering",
    "without_worker",
    "consent_renewal",
    "report_due",
    "report_begin",
    "draft",
    "link",
)
ANY = "any"


@dataclass(frozen=True, slots=True)
class Clock:
    """One kind of deadline: its period for each level of risk, and who is told how long after the due time.

    ``escalate`` maps whom to tell to hundredths of the period beyond the due time.
    """

    code: str
    words: Words
    source_status: str
    spans: Mapping[str, Span]
    escalate: Mapping[str, int]

    def span(self, risk: str = "") -> Span:
        """The period at a level of risk; where the clock asks for a level and nobody has set one, the shortest."""
        if ANY in self.spans:
            return self.spans[ANY]
        return self.spans[risk or LEVELS[0]]


@dataclass(frozen=True)
class Deadlines:
    """All clocks by code. A level of risk that is no level raises KeyError, as does a clock that is none."""

    version: str
    clocks: Mapping[str, Clock]

    def __getitem__(self, clock: str) -> Clock:
        return self.clocks[clock]

    def due(self, clock: str, risk: str, start: datetime) -> datetime:
        """When it is due, a full minute; from that moment on it is overdue. ``risk`` may be "" (not assessed)."""
        return self.clocks[clock].span(risk).after(start)

    def overdue(self, clock: str, risk: str, start: datetime, now: datetime) -> bool:
        """Whether the period is over: derived whenever it is asked, stored nowhere."""
        return self.due(clock, risk, start) <= now

    def begun_by(self, clock: str, risk: str, now: datetime) -> datetime:
        """The latest start that is overdue now: ``start <= begun_by`` in a query is ``overdue`` for its rows."""
        return self.clocks[clock].span(risk).begun_by(now)

    def told_at(self, clock: str, risk: str, start: datetime, whom: str) -> datetime | None:
        """When somebody else is told that it has not been done; None: that person is never told."""
        one = self.clocks[clock]
        if whom not in one.escalate:
            return None
        span = one.span(risk)
        return span.after(start) + span.part(one.escalate[whom])

    def told_by(self, clock: str, risk: str, whom: str, now: datetime) -> datetime | None:
        """The latest start of which somebody else is told by now, as ``told_at`` reckons; None: never told."""
        one = self.clocks[clock]
        if whom not in one.escalate:
            return None
        span = one.span(risk)
        return span.begun_by(now - span.part(one.escalate[whom]))


def load_deadlines(path: Path) -> Deadlines:
    """Read deadlines.toml; a clock that is missing or unknown, or a period that is none, raises PolicyError."""
    file = open_section(path)
    version = file.text("version")
    clocks = {code: _clock(code, file.section(code)) for code in CLOCKS}
    file.close()
    return Deadlines(version, MappingProxyType(clocks))


def _clock(code: str, part: Section) -> Clock:
    words, status = part.words("words"), part.one_of("source_status", SOURCES)
    levels = (ANY,) if ANY in part else LEVELS
    spans = {level: _span(part, level) for level in levels}
    in_order = [spans[level].minutes for level in levels]
    if in_order != sorted(in_order):
        raise part.error("", "gives a higher risk a longer period than a lower one.")
    escalate: dict[str, int] = {}
    if "escalate" in part:
        told = part.section("escalate")
        escalate = {whom: told.integer(whom, 0, 1000) for whom in TELLS if whom in told}
        told.close()
        if any(span.months for span in spans.values()):
            raise part.error("escalate", "needs a period of minutes, hours or days.")
    part.close()
    return Clock(code, words, status, MappingProxyType(spans), MappingProxyType(escalate))


def _span(part: Section, level: str) -> Span:
    span = parse_span(part.text(level))
    if span is None:
        raise part.error(level, "must be a period such as 30 min, 4 h, 5 d or 4 months, of a year at most.")
    if span.months and level != ANY:
        raise part.error(level, "must not count in months: such a period has no fixed length.")
    return span
