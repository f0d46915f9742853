"""The statistics tables on domestic violence as a draft, in the culture ministry's shape as far as known."""

from datetime import date

from casework.documents.draft import Draft, Grid, Paragraph
from casework.documents.grids import count
from casework.documents.report import source
from casework.indicators import presenters as names
from casework.indicators.definitions import CONFIRMED
from casework.indicators.policies import SitePolicies
from casework.indicators.statistics import StatisticsLine
from casework.releases.figures import Figures
from casework.releases.tables import TOTAL, Head

BLANK = "…"
NOT_HERE = "Đợt công bố không có số của địa bàn này"


def statistics_draft(figures: Figures, head: Head, area: str, policies: SitePolicies, today: date) -> Draft:
    """The form for one area; lines that this system doesn't count stay blank for whoever fills it in."""
    form = policies.statistics
    name = names.area_name(policies.units, area)
    unsure = "" if form.source_status == CONFIRMED else "Biểu mẫu chưa được xác nhận. "
    grid = Grid(
        caption=f"{form.title.vi}: {name}",
        headings=("TT", "Chỉ tiêu", "ĐVT", "Số lượng", "Ghi chú"),
        rows=tuple(_row(line, figures, area) for line in form.lines),
        widths=(10, 44, 11, 16, 30),
        numbers=(False, False, False, True, False),
        remarks=(
            f"{unsure}{form.source.vi}.",
            source(head),
            f"“{BLANK}”: hệ thống không có số này, để đơn vị lập biểu ghi.",
        ),
    )
    return Draft(
        kind="Biểu thống kê",
        subject=f"{form.title.vi} ({_span(head)})",
        above="",
        agency=BLANK,
        symbol="BC-…",
        place=BLANK,
        year=today.year,
        blocks=(
            grid,
            Paragraph("Các số là số vụ việc được ghi nhận trong hệ thống, không phải tình hình bạo lực"),
        ),
        recipients=("Bộ Văn hóa, Thể thao và Du lịch (để báo cáo)",),
        filing="VT",
        capacity=("THỦ TRƯỞNG ĐƠN VỊ",),
    )


def _span(head: Head) -> str:
    return f"từ {head.first:%d/%m/%Y} đến {head.last:%d/%m/%Y}"


def _row(line: StatisticsLine, figures: Figures, area: str) -> tuple[str, ...]:
    note = line.note.vi if line.note else ""
    if not line.unit:
        return (line.number, line.name, "", "", "")
    if not line.population:
        return (line.number, line.name, line.unit, BLANK, note)
    if not tells(figures, line, area):
        return (line.number, line.name, line.unit, BLANK, NOT_HERE)
    value = figures.cell(line.population, area, line.cell)
    return (line.number, line.name, line.unit, count(value), note)


def tells(figures: Figures, line: StatisticsLine, area: str) -> bool:
    """Whether the release has this number for the area at all, shown or withheld."""
    return any(
        table.population == line.population
        and not table.error
        and set(line.cell) <= set(table.dimensions)
        and (area, *(line.cell.get(name, TOTAL) for name in table.dimensions[1:])) in table.cells
        for table in figures.tables.values()
    )
