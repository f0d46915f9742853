"""How figures are read, compared and drawn: pure, over invented tables."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.dashboard import charts, grids
from casework.dashboard.standing import Reader
from casework.dashboard.trends import Point, Trend, closings
from casework.indicators.policies import SitePolicies
from casework.indicators.sheets import ABSENT, FEW, MET, NO_CASES, NO_TARGET, NOT_MET, TOTAL, WITHHELD, Line
from casework.releases.figures import Figures
from casework.releases.models import Release
from casework.releases.tables import Codes, Head, ReleasedTable

HEAD = Head(
    2025,
    1,
    "2025",
    date(2025, 1, 1),
    date(2025, 12, 31),
    date(2025, 12, 31),
    datetime(2026, 1, 5, tzinfo=UTC),
    None,
    "t",
    "g",
    "p",
    5,
    5,
    "d",
)


def table(code: str, *dimensions: str, **cells: int | None) -> ReleasedTable:
    """Cells of the country, written ``total_yes=3``."""
    told: dict[Codes, int | None] = {("VN", *name.split("_")): value for name, value in cells.items()}
    return ReleasedTable(code, "victims", HEAD, ("area", *dimensions), told)


def reader(policies: SitePolicies, *tables: ReleasedTable, plan: str | None = None) -> Reader:
    return Reader(Figures(policies.catalogue, tables, 20), policies, "VN", 2025, plan)


def base(n: int | None, d: int | None) -> ReleasedTable:
    return table("victims-base", "reached", total=d, yes=n, no=None)


@pytest.mark.parametrize(
    ("n", "d", "status"),
    [
        (80, 100, MET),
        (79, 100, NOT_MET),
        (799, 1000, NOT_MET),
        (0, 0, NO_CASES),
        (10, 19, FEW),
        (16, 20, MET),
        (None, 100, WITHHELD),
        (80, None, WITHHELD),
    ],
)
def test_a_figure_stands_against_its_target(
    policies: SitePolicies, n: int | None, d: int | None, status: str
) -> None:
    line = reader(policies, base(n, d)).total(policies.indicators["victims_reached"])
    assert line.status == status
    assert (line.percent is None) is (status in {WITHHELD, FEW, NO_CASES})


def test_what_a_release_does_not_tell_of_is_not_called_withheld(policies: SitePolicies) -> None:
    lines = reader(policies, base(80, 100)).lines(policies.indicators["perpetrators_counselled"])
    assert [line.status for line in lines] == [ABSENT]
    assert reader(policies).total(policies.indicators["facilities_active"]).status == ABSENT


def test_each_document_is_answered_by_the_part_that_it_speaks_of(policies: SitePolicies) -> None:
    """Decision 45 asks 95 % of domestic violence alone; Resolution 28 asks 80 % of all."""
    split = table(
        "victims-stream",
        "stream",
        "reached",
        total_total=100,
        total_yes=85,
        domestic_total=60,
        domestic_yes=54,
        other_total=45,
        other_yes=35,
    )
    of = reader(policies, base(85, 100), split, plan="tan-yen-2021-2025")
    indicator = policies.indicators["victims_reached"]
    lines = of.lines(indicator)
    assert [line.part for line in lines] == ["", "domestic", "other"]
    answers = {one.target.document: (one.line.part, one.status) for one in of.answers(indicator, lines)}
    assert answers["nq-28-2021"] == ("", MET)
    assert answers["qd-45-2022"] == ("domestic", NOT_MET)
    assert answers["tan-yen-2021-2025"] == ("", MET)
    others = {one.target.document for one in replace(of, plan=None).answers(indicator, lines)}
    assert others == set(answers) - {"tan-yen-2021-2025"}


def test_a_split_that_no_table_has_is_left_out_and_a_withheld_one_is_not(policies: SitePolicies) -> None:
    hidden = table("victims-sex", "sex", "reached", total_total=100, total_yes=85, nu_total=None, nu_yes=None)
    indicator = policies.indicators["victims_reached"]
    lines = reader(policies, base(85, 100), hidden).lines(indicator)
    assert [(line.group, line.part, line.status) for line in lines[1:]] == [("sex", "nu", WITHHELD)]


def test_a_number_that_one_table_withholds_and_another_shows_is_shown(policies: SitePolicies) -> None:
    other = table("victims-age", "sex", total=None)
    line = reader(policies, other, base(85, 100)).total(policies.indicators["victims_reached"])
    assert (line.numerator, line.denominator) == (85, 100)


def release(period: str, last: date, cut_off: date, number: int) -> Release:
    return Release(period=period, last=last, cut_off=cut_off, number=number, year=last.year)


def test_of_each_period_the_latest_cut_off_is_shown_and_corrections_first() -> None:
    half, end = date(2025, 6, 30), date(2025, 12, 31)
    early = release("2025-h1", half, date(2025, 6, 9), 2)
    full = release("2025-h1", half, half, 1)
    year = release("2025", end, date(2025, 12, 9), 3)
    corrected = release("2025", end, date(2025, 12, 9), 4)
    assert closings([corrected, year, early, full]) == [full, corrected]


def test_a_line_breaks_where_a_figure_is_withheld(policies: SitePolicies) -> None:
    indicator = policies.indicators["victims_reached"]
    shown = Line(indicator, TOTAL, "", "", 50, 100, None, NO_TARGET)
    hidden = replace(shown, numerator=None, denominator=None, status=WITHHELD)
    points = tuple(Point("2025", line) for line in (shown, shown, hidden, shown))
    found = charts.curve(Trend(indicator, points), ("50 %",) * 4)
    assert [mark.y for mark in found.marks] == [77, 77, None, 77]
    assert [mark.hatched for mark in found.marks] == [False, False, True, False]
    assert [(one.x, other.x) for one, other in found.steps] == [(12.5, 37.5)]
    assert charts.height_of(0) == charts.BASE
    assert charts.height_of(100) == charts.TOP


@pytest.mark.parametrize(
    ("percent", "target", "under"),
    [(50, None, False), (50, 40, False), (50, 55, True), (50, 90, False), (3, 5, False), (100, None, False)],
)
def test_a_number_keeps_clear_of_the_targets_line(percent: int, target: int | None, under: bool) -> None:
    line = None if target is None else charts.height_of(target)
    mark = charts.Mark(50, 0, 100, charts.height_of(percent), "", "", line, hatched=False)
    assert mark.y is not None
    assert (mark.label_y > mark.y) is under
    assert 10 <= mark.label_y <= charts.BASE


def test_cells_stand_in_the_order_of_the_policies_whatever_that_of_the_table(policies: SitePolicies) -> None:
    sexes = ("chua_ro", "khac", "nam", "nu", "total")
    cells: dict[tuple[str, ...], int | None] = {
        ("VN", sex, reached): None if (sex, reached) == ("nu", "yes") else at
        for at, sex in enumerate(sexes)
        for reached in ("no", "total", "yes")
    }
    told = ReleasedTable("victims-sex", "victims", HEAD, ("area", "sex", "reached"), cells)
    found = [(bar.label, bar.value) for bar in grids.bars(told, "VN", policies)]
    assert len(found) == 8
    assert found[:3] == [
        ("Nữ, được tiếp cận dịch vụ cơ bản", None),
        ("Nữ, chưa được tiếp cận", 3),
        ("Nam, được tiếp cận dịch vụ cơ bản", 2),
    ]
    names = ["Tất cả", "Nữ", "Nam", "Khác", "Chưa rõ"]
    assert [row[0] for row in grids.area_grid(told, "VN", policies).rows] == names
    assert grids.areas_grid(told, ["VN"], policies).rows[0][1][3:6] == (3, None, 3)


def test_a_table_of_areas_alone_has_one_cell_an_area(policies: SitePolicies) -> None:
    alone = ReleasedTable("v", "victims", HEAD, ("area",), {("VN",): 7})
    assert grids.area_grid(alone, "VN", policies).rows == (("Tất cả", (7,)),)
    assert grids.bars(alone, "VN", policies) == [grids.Bar("", 7)]
