"""The files of ``policies/plans``, read strictly: one document each."""

import re
from datetime import date
from pathlib import Path

from casework.indicators.definitions import CONFIRMED, STREAM, UNCONFIRMED, Indicators
from casework.indicators.plans import (
    ALL,
    AT_LEAST,
    HALF_YEAR,
    MORE_THAN,
    OTHER,
    YEAR,
    Area,
    Duty,
    Plan,
    Plans,
    Remark,
    Report,
    Target,
)
from casework.vocabulary import Units, Words
from casework.vocabulary.policyfiles import Section, fault, open_section
from casework.vocabulary.units import COUNTRY

_LEVELS = ("country", "province", "district", "commune")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_YEARS = (2000, 2100)


def load_plans(folder: Path, indicators: Indicators, units: Units) -> Plans:
    """Read every document in ``folder``; whatever is not understood raises PolicyError with file and key."""
    by_code: dict[str, Plan] = {}
    ranks: set[int] = set()
    for path in sorted(folder.glob("*.toml")):
        plan = _plan(open_section(path), indicators, units)
        if plan.code != path.stem:
            raise fault(path, "code", f"is “{plan.code}” but must be the name of the file.")
        if plan.precedence and plan.precedence in ranks:
            raise fault(path, "precedence", "is that of another document.")
        ranks.add(plan.precedence)
        by_code[plan.code] = plan
    if not by_code:
        raise fault(folder / "*.toml", "", "no plan was found.")
    return Plans(by_code)


def _plan(file: Section, indicators: Indicators, units: Units) -> Plan:
    code, title, number = file.code("code"), file.words("title"), file.optional_text("number")
    issuer, level = file.words("issuer"), file.one_of("level", _LEVELS)
    first, last = _years(file, "years")
    short = file.words("short")
    plan = Plan(
        code=code,
        title=title,
        number=number,
        issuer=issuer,
        signed_by=file.optional_text("signed_by"),
        level=level,
        first_year=first,
        last_year=last,
        precedence=file.integer("precedence", 1, 99) if "precedence" in file else 0,
        area=_area(file.section("area"), units),
        source_status=_status(file),
        targets=tuple(
            _target(part, code, short, issuer, level, indicators) for part in file.sections("target")
        ),
        reports=tuple(_report(part) for part in file.sections("report")),
        duties=tuple(_duty(part, indicators) for part in file.sections("duty")),
        others=_remarks(file, "other"),
        models=_remarks(file, "model"),
        defects=_remarks(file, "defect"),
        recipients=file.texts("recipients") if "recipients" in file else (),
        filing=file.optional_text("filing"),
    )
    file.close()
    codes = [report.code for report in plan.reports]
    if len(codes) > len(set(codes)):
        raise file.error("report", "names a code twice.")
    return plan


def _area(part: Section, units: Units) -> Area:
    known = {COUNTRY, *units.provinces, *units.communes}
    area = Area(
        part.texts("units", known),
        part.texts("partly", known) if "partly" in part else (),
        part.words("words"),
    )
    part.close()
    return area


def _target(
    part: Section, document: str, short: Words, issuer: Words, level: str, indicators: Indicators
) -> Target:
    code = part.one_of("indicator", indicators.codes)
    splits = indicators[code].splits
    streams = tuple(indicators.stream_names) if STREAM in splits or not splits else ()
    first, last = _years(part, "years")
    section = part.words("section")
    target = Target(
        document=document,
        indicator=code,
        stream=part.one_of("stream", (ALL, *streams)) if "stream" in part else ALL,
        percent=part.integer("percent", 1, 100),
        comparison=part.one_of("comparison", (AT_LEAST, MORE_THAN)),
        first_year=first,
        last_year=last,
        milestone=part.integer("milestone", *_YEARS),
        issuer=issuer,
        level=level,
        source=Words(f"{short.vi}, {section.vi}", f"{short.en}, {section.en}"),
        source_status=_status(part),
        note=part.optional_words("note"),
    )
    part.close()
    return target


def _report(part: Section) -> Report:
    report = Report(
        code=part.code("code"),
        name=part.words("name"),
        period=part.one_of("period", (HALF_YEAR, YEAR, OTHER)),
        due_before=_month_day(part, "due_before"),
        data_cut_off=_month_day(part, "data_cut_off"),
        only_year=part.integer("only_year", *_YEARS) if "only_year" in part else None,
        sent_by=part.official("sent_by"),
        to=part.officials("to"),
        section=part.official("section"),
        note=part.optional_words("note"),
    )
    if (report.due_before is None) != (report.data_cut_off is None):
        raise part.error("data_cut_off", "and due_before must be given together or not at all.")
    if report.due_before and report.data_cut_off and report.data_cut_off >= report.due_before:
        raise part.error("data_cut_off", "must be before due_before: nothing later can be in the report.")
    if report.due_before and report.period == OTHER:
        raise part.error("due_before", "needs a report on a half-year or a year.")
    part.close()
    return report


def _duty(part: Section, indicators: Indicators) -> Duty:
    duty = Duty(
        part.official("agency"),
        part.optional_official("now"),
        part.words("words"),
        part.official("section"),
        part.texts("indicators", indicators.codes) if "indicators" in part else (),
    )
    part.close()
    return duty


def _remarks(file: Section, name: str) -> tuple[Remark, ...]:
    remarks = []
    for part in file.sections(name):
        remarks.append(Remark(part.words("words"), part.official("section")))
        part.close()
    return tuple(remarks)


def _years(part: Section, name: str) -> tuple[int, int]:
    inner = part.section(name)
    first, last = inner.integer("from", *_YEARS), inner.integer("to", *_YEARS)
    inner.close()
    if first > last:
        raise part.error(name, "must not end before it begins.")
    return first, last


def _month_day(part: Section, name: str) -> tuple[int, int] | None:
    if name not in part:
        return None
    text = part.text(name)
    match = _MONTH_DAY.fullmatch(text)
    try:
        day = date(2001, int(match[1]), int(match[2])) if match else None  # a year that is no leap year
    except ValueError:
        day = None
    if day is None:
        raise part.error(name, "must be a month and a day of every year, such as 06-10.")
    return day.month, day.day


def _status(part: Section) -> str:
    return part.one_of("source_status", (CONFIRMED, UNCONFIRMED))
