"""Reports in words: what they are called, how they stand, and the calendar as a page shows it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from casework.indicators.plans import OTHER, Plan, Report
from casework.indicators.policies import SitePolicies
from casework.indicators.presenters import plan_name
from casework.reporting import rules, states
from casework.reporting.models import PlanReport
from casework.reporting.rules import OCCASIONAL, Due
from casework.reporting.text import Written
from casework.ui.language import _, _l, current
from casework.vocabulary import Words

STATES = {
    states.DUE: (_l("Not begun"), "grey"),
    states.IN_WORK: (_l("In work"), "blue"),
    states.SUBMITTED: (_l("Submitted"), "yellow"),
    states.RETURNED: (_l("Returned"), "orange"),
    states.ACCEPTED: (_l("Accepted by all"), "green"),
}


@dataclass(frozen=True)
class Row:
    """One report of the calendar; ``href`` leads to it, else it can be begun at ``begin`` (by a form that posts).

    ``asks`` leads to a page where more has to be said first.
    """

    name: str
    plan: str
    section: str
    last_day: date | None
    cut_off: date | None
    state: str
    overdue: bool
    to: tuple[Words, ...]
    href: str = ""
    begin: str = ""
    asks: str = ""


def calendar(
    dues: Iterable[Due], begun: Iterable[PlanReport], policies: SitePolicies, now: datetime
) -> list[Row]:
    """The year's reports: those of the calendar in its order, then those that were asked for beside it."""
    by_key: dict[tuple[str, str], list[PlanReport]] = {}
    for one in begun:
        by_key.setdefault((one.plan, one.report), []).append(one)
    rows = [row for due in dues for row in _rows(due, by_key.pop(due.key, []), policies, now)]
    rest = [_begun(one, policies, now) for ones in by_key.values() for one in ones]
    return rows + rest


def _rows(due: Due, begun: list[PlanReport], policies: SitePolicies, now: datetime) -> Iterator[Row]:
    yield from (_begun(one, policies, now) for one in begun)
    if due.cut_off is None or not any(one.occasion == 0 for one in begun):
        yield _waiting(due, now)


def _waiting(due: Due, now: datetime) -> Row:
    plan, report = due.key
    said = due.cut_off is not None
    return Row(
        name=due.report.name.of(current()),
        plan=plan_name(due.plan),
        section=due.report.section.of(current()),
        last_day=due.last_day,
        cut_off=due.cut_off,
        state=states.DUE,
        overdue=states.overdue(states.DUE, rules.due_at(due.last_day), now),
        to=due.report.to,
        begin=url_for("reporting.begin", year=due.year, plan=plan, report=report) if said else "",
        asks="" if said else url_for("reporting.new", wanted=f"{plan}/{report}", year=due.year),
    )


def _begun(one: PlanReport, policies: SitePolicies, now: datetime) -> Row:
    found = rules.report_of(policies.plans, policies.narrative, one.plan, one.report)
    return Row(
        name=name(one, policies),
        plan=plan_name(found[0]) if found else one.plan,
        section=found[1].section.of(current()) if found else "",
        last_day=rules.last_day_of(one.due_at),
        cut_off=one.cut_off,
        state=one.state,
        overdue=states.overdue(one.state, one.due_at, now),
        to=found[1].to if found else (),
        href=url_for("reporting.show", report_id=one.id),
    )


def name(one: PlanReport, policies: SitePolicies) -> str:
    """What the report is called; one that the policies don't know any more by its code."""
    found = rules.report_of(policies.plans, policies.narrative, one.plan, one.report)
    words = found[1].name.of(current()) if found else one.report
    return _("%(name)s, no. %(number)s", name=words, number=one.occasion) if one.occasion else words


def heading(one: PlanReport, policies: SitePolicies) -> str:
    """The name with the year, where it doesn't say it already."""
    words = name(one, policies)
    return words if str(one.year) in words else f"{words}, {one.year}"


def state(code: str) -> tuple[str, str]:
    """The words and the colour of a state."""
    words, colour = STATES[code]
    return str(words), colour


@dataclass(frozen=True)
class Station:
    """One agency of the line, and how the report stands there: code "", "here", "passed"."""

    name: Words
    standing: str


def line(one: PlanReport, report: Report | None) -> list[Station]:
    """The agencies through which it goes up."""
    if report is None:
        return []
    passed = one.stations if one.state == states.ACCEPTED else one.station

    def standing(at: int) -> str:
        if at < passed:
            return "passed"
        return "here" if at == passed and one.state == states.SUBMITTED else ""

    return [Station(words, standing(at)) for at, words in enumerate(report.to)]


def occasions(policies: SitePolicies) -> list[tuple[str, str]]:
    """The reports that can be begun outside the calendar: each plan's own, with its section, and one for any plan."""
    listed = []
    for plan in policies.plans.plans:
        own = [
            (one.code, f"{one.name.of(current())} ({one.section.of(current())})")
            for one in plan.reports
            if one.period == OTHER
        ]
        for code, words in [*own, (OCCASIONAL, policies.narrative.occasional.of(current()))]:
            shown = _("%(report)s – %(plan)s", report=words, plan=plan_name(plan))
            listed.append((f"{plan.code}/{code}", shown))
    return listed


def begun_with(plan: Plan | None, policies: SitePolicies) -> Mapping[str, str]:
    """The letterhead to begin with: what the plan tells of who issued it, in Vietnamese as documents are."""
    if plan is None:
        return {}
    issuer = re.sub(r"\s*\(.*\)", "", plan.issuer.vi)
    agency, _comma, above = issuer.partition(", ")
    province = _province(plan, policies)
    return {
        "above": f"Ủy ban nhân dân {above}" if above else "",
        "agency": agency,
        "symbol": "BC-UBND",
        "place": province,
        "capacity": "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
    }


def _province(plan: Plan, policies: SitePolicies) -> str:
    unit = next(iter(plan.area.units), "")
    code = policies.units.communes[unit].province_code if unit in policies.units.communes else unit
    found = policies.units.provinces.get(code)
    return found.name.removeprefix("Tỉnh ").removeprefix("Thành phố ") if found else ""


def written(one: PlanReport, policies: SitePolicies) -> Written:
    """What is written of it; the letterhead of an untouched one is begun from its plan."""
    found = Written.of(one.text)
    if found.head:
        return found
    plan = policies.plans.by_code.get(one.plan)
    return Written(found.parts, begun_with(plan, policies))
