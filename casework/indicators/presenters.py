"""Indicators, targets and plans in words, in the language of the page."""

from casework.indicators.definitions import CONFIRMED, Indicator, Indicators
from casework.indicators.plans import ALL, MORE_THAN, Plan, Target
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import ABSENT, EXTRA, FEW, MET, NO_CASES, NO_TARGET, NOT_MET, WITHHELD, Line
from casework.refusal import N_
from casework.ui.language import _, current, show_number, show_percent
from casework.vocabulary.units import COUNTRY, Units

STATUS_WORDS = {
    MET: N_("Target met"),
    NOT_MET: N_("Target not met"),
    NO_TARGET: N_("No target"),
    NO_CASES: N_("No cases"),
    WITHHELD: N_("withheld"),
    FEW: N_("Too few people for a share"),
    ABSENT: N_("Not part of this release"),
}
DIMENSIONS = {
    "active": N_("Had an activity or not"),
    "area": N_("Area"),
    "age_group": N_("Age group"),
    "counselled": N_("Counselled or not"),
    "harm": N_("Form of violence"),
    "helped": N_("Helped or not"),
    "prosecuted": N_("Prosecuted or not"),
    "reached": N_("Reached by a basic service or not"),
    "reintegrated": N_("Reintegration service or not"),
    "relation": N_("Relation to the perpetrator"),
    "service": N_("Service delivered"),
    "sex": N_("Sex"),
    "source": N_("Source of detection"),
    "stream": N_("Stream"),
    "supported": N_("Supported or not"),
}
"""What people are counted by."""
STATUS_COLOURS = {MET: "green", NOT_MET: "orange"}


def area_name(units: Units, code: str) -> str:
    """The country, or the name of a province or commune."""
    return _("The whole country") if code == COUNTRY else units.label(code)


def plan_name(plan: Plan) -> str:
    """Short enough to choose from: who issued it, and for which years."""
    return f"{plan.issuer.of(current())} ({years(plan)})"


def target_text(target: Target | None) -> str:
    """80 %, or more than 80 %."""
    if target is None:
        return ""
    shown = f"{show_number(target.percent)} %"
    return _("more than %(percent)s", percent=shown) if target.comparison == MORE_THAN else shown


def target_source(target: Target | None) -> str:
    """Document and section."""
    return target.source.of(current()) if target else ""


def status_text(line: Line) -> str:
    """The status in words; a count beside a figure that is shown has none."""
    if line.group == EXTRA and line.numerator is not None:
        return ""
    return _(STATUS_WORDS[line.status])


def shown(line: Line) -> str:
    """What stands at a bar: 52/95 (54.7 %), or why there is nothing."""
    if line.numerator is None or (line.denominator is None and line.group != EXTRA):
        return _(STATUS_WORDS[line.status])
    if line.denominator is None:
        return show_number(line.numerator)
    if line.status == NO_CASES:
        return _(STATUS_WORDS[NO_CASES])
    counts = f"{show_number(line.numerator)}/{show_number(line.denominator)}"
    share = line.percent
    return counts if share is None else f"{counts} ({show_percent(share)})"


def years(spoken_of: Plan | Target) -> str:
    """2025, or 2021–2025."""
    first, last = spoken_of.first_year, spoken_of.last_year
    return str(first) if first == last else f"{first}–{last}"


def targets(indicator: Indicator, policies: SitePolicies) -> list[Target]:
    """What all documents ask of the indicator, national ones first, then by years."""
    documents = (*policies.plans.national, *policies.plans.plans)
    return [
        target for document in documents for target in document.targets if target.indicator == indicator.code
    ]


def stream_name(target: Target, indicators: Indicators) -> str:
    """The part of the indicator that a document speaks of."""
    return _("Total") if target.stream == ALL else indicators.stream_names[target.stream].of(current())


def source_status(status: str) -> str:
    """Whether somebody compared it with the official text."""
    return _("compared with the document") if status == CONFIRMED else _("not yet compared with the document")


def month_day(day: tuple[int, int] | None) -> str:
    """10/6; nothing where the plan names no date."""
    return f"{day[1]}/{day[0]}" if day else _("no date")
