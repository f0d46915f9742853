"""Figures of a release as tables of an official document, in Vietnamese; nothing is counted here."""

from collections.abc import Iterable, Sequence

from casework.dashboard.grids import across
from casework.dashboard.standing import Reader
from casework.documents.draft import Grid
from casework.indicators import presenters as figures
from casework.indicators.catalogue import LISTS
from casework.indicators.definitions import STREAM
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import ABSENT, EXTRA, TOTAL, WITHHELD, Line
from casework.releases.presenters import code_name, table_name
from casework.releases.tables import TOTAL as ALL_CODES
from casework.releases.tables import Codes, ReleasedTable
from casework.ui.language import _, show_number, show_percent

PEOPLE = "Đơn vị tính: người"
SHOWN = (TOTAL, STREAM, EXTRA)
"""Of an indicator: everybody, the streams (two agencies own them), and what is counted beside."""


def count(value: int | None, error: int = 0) -> str:
    """A number as it is printed; withheld is one word, whatever the reason."""
    if value is None:
        return withheld()
    return f"≈ {show_number(value)}" if error else show_number(value)


def withheld() -> str:
    """The one word for what is withheld."""
    return _(figures.STATUS_WORDS[WITHHELD])


def indicator_grid(reader: Reader) -> Grid:
    """All indicators of an area against their targets."""
    rows = [
        _indicator_row(line)
        for indicator in reader.policies.indicators
        for line in reader.lines(indicator)
        if line.group in SHOWN
    ]
    return Grid(
        caption=f"Các chỉ tiêu: {figures.area_name(reader.policies.units, reader.area)}",
        headings=("Chỉ tiêu", "Đạt", "Tổng số", "Tỷ lệ", "Mục tiêu", "Đánh giá"),
        rows=tuple(rows),
        widths=(40, 13, 13, 12, 12, 16),
        numbers=(False, True, True, True, True, False),
    )


def _indicator_row(line: Line) -> tuple[str, ...]:
    name = line.indicator.name.vi
    if line.group != TOTAL:
        name = f"– {line.label}"
    if line.status == ABSENT:
        return (name, "–", "–", "–", figures.target_text(line.target), figures.status_text(line))
    share = show_percent(line.percent) if line.percent is not None else "–"
    whole = "" if line.group == EXTRA else count(line.denominator)
    return (
        name,
        count(line.numerator),
        whole,
        "" if line.group == EXTRA else share,
        figures.target_text(line.target),
        figures.status_text(line),
    )


def table_grid(table: ReleasedTable, areas: Sequence[str], policies: SitePolicies) -> Grid | None:
    """One table of a release: its codes down, as on the dashboard, the areas across.

    None where it tells of none of these areas.
    """
    told = set(table.codes(table.dimensions[0]))
    columns = [area for area in areas if area in told]
    if not columns:
        return None
    rows = [
        (_label(table, codes, policies), *(count(table.cells[area, *codes], table.error) for area in columns))
        for codes in across(table, policies)
    ]
    remarks = [f"Số làm tròn, mỗi số lệch tối đa {table.error} so với số đúng."] if table.error else []
    return Grid(
        caption=table_name(table, policies),
        headings=("Nội dung", *(figures.area_name(policies.units, area) for area in columns)),
        rows=tuple(rows),
        widths=(60, *(20 for _area in columns)),
        numbers=(False, *(True for _area in columns)),
        unit=PEOPLE,
        remarks=tuple(remarks),
    )


def table_grids(tables: Iterable[ReleasedTable], areas: Sequence[str], policies: SitePolicies) -> list[Grid]:
    """All tables that tell of any of these areas; those of communes are too long for a document."""
    made = (table_grid(table, areas, policies) for table in tables if not table.error)
    return [grid for grid in made if grid is not None]


def code_words(table: ReleasedTable, codes: Codes, policies: SitePolicies) -> list[str]:
    """What a cell is of, without those dimensions of which it has everybody.

    Where a table has several dimensions, those that are code lists are named: "not known" can be of each of them.
    """
    several = len(table.dimensions) > 2
    told = []
    for name, code in zip(table.dimensions[1:], codes, strict=True):
        words = code_name(name, code, policies)
        if code != ALL_CODES:
            told.append(f"{_(figures.DIMENSIONS[name])}: {words}" if several and name in LISTS else words)
    return told


def _label(table: ReleasedTable, codes: Codes, policies: SitePolicies) -> str:
    """The codes of a row in words; everybody is "Tổng số"."""
    words = ", ".join(code_words(table, codes, policies)) or "Tổng số"
    return words[:1].upper() + words[1:]
