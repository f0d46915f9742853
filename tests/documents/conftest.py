"""A release of invented figures, with the numbers that its places have; no database is needed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import product

import pytest

from casework.documents.draft import Draft
from casework.documents.report import Told, report_draft
from casework.indicators.policies import SitePolicies
from casework.releases.closing import base_table
from casework.releases.figures import Figures
from casework.releases.tables import TOTAL, Codes, Head, ReleasedTable
from casework.reporting import rules
from casework.reporting.text import Written
from casework.ui.language import speaking
from tests.factories.reports import codes_of

MADE_AT = datetime(2025, 6, 9, 3, tzinfo=UTC)
TEXT = Written(
    {"direction": "Đã ban hành kế hoạch.", "results": "=1+1 là chữ.", "plans": "Mở rộng địa chỉ tin cậy."},
    {
        "above": "Ủy ban nhân dân tỉnh Hưng Yên",
        "agency": "Sở Nội vụ",
        "symbol": "BC-SNV",
        "place": "Hưng Yên",
        "capacity": "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
    },
)


@pytest.fixture(scope="session")
def head() -> Head:
    """Release 2025-1."""
    day = date(2025, 6, 9)
    versions = ("2026-11", "2025-07", "2026-11")
    return Head(2025, 1, "2025-h1", date(2025, 1, 1), day, day, MADE_AT, None, *versions, 5, 5, "ab" * 32)


@pytest.fixture(scope="session")
def tables(policies: SitePolicies, head: Head) -> tuple[ReleasedTable, ...]:
    """All tables of the catalogue, with some numbers withheld in Hưng Yên (33)."""
    made = []
    specs = [*policies.catalogue.tables.values(), *map(base_table, policies.catalogue.populations.values())]
    for at, spec in enumerate(specs):
        lists = [codes_of(name, policies) for name in spec.dimensions]
        areas = ("VN", "33") if spec.area == "province" else ("VN",)
        cells: dict[Codes, int | None] = {}
        for area in areas:
            for count, codes in enumerate(product(*((TOTAL, *one) for one in lists))):
                hidden = area == "33" and count % 5 == 4
                cells[area, *codes] = None if hidden else 1000 + 100 * at + count
        made.append(ReleasedTable(spec.code, spec.population, head, ("area", *spec.dimensions), cells))
    rounded: dict[Codes, int | None] = {("VN", TOTAL): 1200, ("33", TOTAL): 35, ("11953", TOTAL): 5}
    made.append(ReleasedTable("victims-communes", "victims", head, ("area", "sex"), rounded, error=4))
    return tuple(made)


@pytest.fixture(scope="session")
def numbers(policies: SitePolicies, tables: tuple[ReleasedTable, ...]) -> Figures:
    """The indicators read out of them."""
    facilities = {("facilities_active", "VN"): (7, 9), ("facilities_active", "33"): (1, 2)}
    return Figures(policies.catalogue, tables, 20, facilities)


@pytest.fixture(scope="session")
def drafted(policies: SitePolicies, head: Head, numbers: Figures) -> Callable[[str, str], Draft]:
    """The draft of a plan's report."""

    def draft(plan: str, report: str) -> Draft:
        found = rules.report_of(policies.plans, policies.narrative, plan, report)
        assert found
        with speaking("vi"):
            told = Told(*found, 2025, TEXT, head, numbers)
            return report_draft(told, policies, MADE_AT.date())

    return draft
