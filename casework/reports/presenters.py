"""Figures in words: labels, statuses, notes and headings, in the language of the page."""

from casework.indicators.definitions import CONFIRMED, SEX, STREAM, Indicator, Indicators
from casework.indicators.plans import ALL, MORE_THAN, CutOff, Plan, Target
from casework.indicators.policies import SitePolicies
from casework.refusal import N_
from casework.reports.sheets import EXTRA, MET, NO_CASES, NO_TARGET, NOT_MET, SUPPRESSED, Line, Sheet
from casework.ui.language import _, current, show_date, show_number, show_percent
from casework.vocabulary.units import COUNTRY, Units

STATUS_WORDS = {
    MET: N_("Target met"),
    NOT_MET: N_("Target not met"),
    NO_TARGET: N_("No target"),
    NO_CASES: N_("No cases"),
    SUPPRESSED: N_("Not published"),
}
STATUS_COLOURS = {MET: "green", NOT_MET: "orange", NO_TARGET: "grey", NO_CASES: "grey", SUPPRESSED: "grey"}
HEADS = (
    N_("Indicator"),
    N_("Group"),
    N_("Numerator"),
    N_("Denominator"),
    N_("Percent"),
    N_("Target"),
    N_("Status"),
    N_("Source of the target"),
)
WITHHELD = N_(
    "“Not published” stands where figures so small, or so close to others, could tell about a single person. "
    "It looks the same whatever the reason, and also where there was nobody."
)


def area_name(units: Units, code: str) -> str:
    """The country, or the name of a province or commune."""
    return _("The whole country") if code == COUNTRY else units.label(code)


def period_name(code: str) -> str:
    """Year 2026, or one of its halves."""
    year, _dash, half = code.partition("-h")
    if not half:
        return _("Year %(year)s", year=year)
    words = N_("First half of %(year)s") if half == "1" else N_("Second half of %(year)s")
    return _(words, year=year)


def plan_name(plan: Plan) -> str:
    """Short enough to choose from: who issued it, and for which years."""
    years = (
        str(plan.first_year) if plan.first_year == plan.last_year else f"{plan.first_year}–{plan.last_year}"
    )
    return f"{plan.issuer.of(current())} ({years})"


def cut_off_name(one: CutOff, plan: Plan, period: str) -> str:
    """The day, for which period, and whose report closes on it."""
    return f"{show_date(one.day)} – {period_name(period)}, {plan.issuer.of(current())}"


def group_name(line: Line, indicators: Indicators) -> str:
    """Total, the stream, the sex, or what is counted beside the figure."""
    language = current()
    if line.group == STREAM:
        return indicators.stream_names[line.part].of(language)
    if line.group == SEX:
        return indicators.sex_names[line.part].of(language)
    if line.group == EXTRA:
        return next(extra.name.of(language) for extra in line.indicator.extras if extra.code == line.part)
    return _("Total")


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
    if line.group == EXTRA and line.status != SUPPRESSED:
        return ""
    return _(STATUS_WORDS[line.status])


def shown(line: Line) -> str:
    """What stands at a bar: 52 of 95 (54.7 %), or why there is nothing."""
    if line.status == SUPPRESSED or line.numerator is None:
        return _(STATUS_WORDS[SUPPRESSED])
    if line.denominator is None:
        return show_number(line.numerator)
    if line.status == NO_CASES:
        return _(STATUS_WORDS[NO_CASES])
    counts = f"{show_number(line.numerator)}/{show_number(line.denominator)}"
    return f"{counts} ({show_percent(line.percent)})"


def bars(lines: tuple[Line, ...], indicators: Indicators) -> list[dict[str, object]]:
    """The bars of one indicator; all of them, in the order of the definitions."""
    return [
        {
            "label": group_name(line, indicators),
            "shown": shown(line),
            "value": line.percent or 0,
            "suppressed": line.status == SUPPRESSED,
            "pattern": line.group != "total",
        }
        for line in lines
        if line.group != EXTRA
    ]


def notes(sheet: Sheet, policies: SitePolicies) -> list[str]:
    """What every copy of the figures says about itself."""
    language = current()
    said = [words.of(language) for words in policies.indicators.notes.values()]
    if sheet.disclosure_version:
        said.append(_(WITHHELD))
    return said


def particulars(sheet: Sheet, policies: SitePolicies) -> list[tuple[str, str]]:
    """Period, cut-off, area, plan and policies, as a copy of the figures names them."""
    plan = policies.plans[sheet.plan] if sheet.plan else None
    versions = [_("indicators %(version)s", version=sheet.indicators_version)]
    if sheet.disclosure_version:
        versions.append(_("protection %(version)s", version=sheet.disclosure_version))
    return [
        (_("Period"), f"{show_date(sheet.first)} – {show_date(sheet.last)}"),
        (_("Data closed on"), show_date(sheet.cut_off)),
        (_("Area"), area_name(policies.units, sheet.area)),
        (_("Plan"), plan.title.of(current()) if plan else _("National targets")),
        (_("Policies"), ", ".join(versions)),
        (_("Source"), _("Cases recorded in this system")),
    ]


def heads() -> list[dict[str, object]]:
    """Column headings of the table; numbers stand to the right."""
    numeric = {"Numerator", "Denominator", "Percent"}
    return [{"text": _(head), "numeric": head in numeric} for head in HEADS]


def count(number: int | None) -> str:
    """A count, or that it is not published."""
    return _(STATUS_WORDS[SUPPRESSED]) if number is None else show_number(number)


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


def about(indicator: Indicator) -> list[dict[str, object]]:
    """Where the definition comes from and whose the indicator is."""
    language = current()
    return [
        {"key": _("Source"), "value": indicator.source.of(language)},
        {"key": _("Status of the source"), "value": source_status(indicator.source_status)},
        {"key": _("Responsible"), "value": indicator.owner.of(language)},
        {"key": _("Code"), "value": indicator.code},
    ]


def month_day(day: tuple[int, int] | None) -> str:
    """10/6; nothing where the plan names no date."""
    return f"{day[1]}/{day[0]}" if day else _("no date")
