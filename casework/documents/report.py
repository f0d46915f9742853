"""The report of a plan as a draft: letterhead and parts as staff wrote them, figures as they were released."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.dashboard.standing import Reader
from casework.documents.draft import Block, Draft, Heading, Paragraph
from casework.documents.grids import indicator_grid, table_grids, withheld
from casework.indicators import presenters as figures
from casework.indicators.plans import HALF_YEAR, Plan, Report
from casework.indicators.policies import SitePolicies
from casework.releases.figures import Figures
from casework.releases.tables import Head
from casework.reporting.text import Written
from casework.ui.language import show_date
from casework.vocabulary.units import COUNTRY

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class Told:
    """All that a report says: which one, its text, and the release with its head."""

    plan: Plan
    report: Report
    year: int
    written: Written
    head: Head
    figures: Figures


def area_of(plan: Plan, policies: SitePolicies) -> str:
    """The area of a plan for which there are figures: a province, else the country."""
    communes = policies.units.communes
    provinces = {communes[unit].province_code if unit in communes else unit for unit in plan.area.units}
    [area, *others] = sorted(provinces) or [COUNTRY]
    return COUNTRY if others or area not in policies.units.provinces else area


def report_draft(told: Told, policies: SitePolicies, today: date) -> Draft:
    """The document; in Vietnamese, whatever the page speaks."""
    head = told.written.head
    area = area_of(told.plan, policies)
    areas = [area] if area == COUNTRY else [area, COUNTRY]
    return Draft(
        kind="Báo cáo",
        subject=_subject(told),
        above=head.get("above", ""),
        agency=head.get("agency", "") or "…",
        symbol=head.get("symbol", "") or "BC-…",
        place=head.get("place", "") or "…",
        year=today.year,
        blocks=tuple(_blocks(told, area, policies)),
        recipients=recipients(told.plan, told.report),
        filing=told.plan.filing or "VT",
        capacity=tuple(line.strip() for line in head.get("capacity", "").split("/") if line.strip()),
        annex=(
            Paragraph(source(told.head), remark=True),
            *table_grids(told.figures.tables.values(), areas, policies),
            Paragraph(_explained(), remark=True),
            *(Paragraph(note.vi, remark=True) for note in policies.indicators.notes.values()),
        ),
    )


def recipients(plan: Plan, report: Report) -> tuple[str, ...]:
    """Whom it goes to: the agencies of the line, then those of the plan that are not among them."""
    line = [one.vi for one in report.to]
    others = [one for one in plan.recipients if not any(one.startswith(name) for name in line)]
    return (*(f"{name} (để báo cáo)" for name in line), *others)


def source(head: Head) -> str:
    """Which release the figures come from."""
    return (
        f"Nguồn: đợt công bố số liệu {head.code}; người được phát hiện từ {show_date(head.first)} đến "
        f"{show_date(head.last)}, số liệu chốt ngày {show_date(head.cut_off)}; mã kiểm tra {head.digest[:16]}."
    )


def _explained() -> str:
    return (
        f"“{withheld()[:1].upper()}{withheld()[1:]}”: số không được công bố để không ai có thể bị nhận ra; "
        "lý do không được nêu và trông giống nhau trong mọi trường hợp."
    )


def _subject(told: Told) -> str:
    name = told.report.name.vi.removeprefix("Báo cáo ").strip()
    title = told.plan.title.vi
    when = "" if str(told.year) in name else f", năm {told.year}"
    return f"Kết quả thực hiện {title} ({name[:1].lower()}{name[1:]}{when})"


def _blocks(told: Told, area: str, policies: SitePolicies) -> Iterator[Block]:
    half = told.report.period == HALF_YEAR
    span = f"6 tháng đầu năm {told.year}" if half else f"năm {told.year}"
    yield Paragraph(
        f"Thực hiện {told.plan.title.vi}, {told.written.head.get('agency') or '…'} báo cáo kết quả {span} như sau "
        f"(số liệu chốt ngày {show_date(told.head.cut_off)}):"
    )
    parts = [part for part in policies.narrative.parts if part.required or told.written.parts.get(part.code)]
    for number, part in zip(ROMAN, parts, strict=False):
        yield Heading(f"{number}. {part.name.vi}")
        lines = [line.strip() for line in told.written.parts.get(part.code, "").splitlines()]
        yield from (Paragraph(line) for line in lines if line)
        if not any(lines):
            yield Paragraph("…")
        if part.figures:
            yield from _figures(told, area, policies)


def _figures(told: Told, area: str, policies: SitePolicies) -> Iterator[Block]:
    reader = Reader(told.figures, policies, area, told.year, told.plan.code)
    yield Heading("Số liệu", 2)
    yield indicator_grid(reader)
    yield Paragraph(source(told.head), remark=True)
    yield Paragraph(_explained(), remark=True)
    units = set(told.plan.area.units)
    if units != {area}:
        named = figures.area_name(policies.units, area)
        words = told.plan.area.words.vi.rstrip(".")
        yield Paragraph(f"Phạm vi kế hoạch: {words}. Số liệu trên đây là của {named}.", remark=True)
