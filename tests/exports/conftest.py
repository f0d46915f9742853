"""One invented release with all tables of the catalogue, made once: the renderers need no database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.disclosure.canonical import Period
from casework.exports.codemaps import CodeMap, load_codemap
from casework.indicators.policies import SitePolicies
from casework.paths import ROOT_POLICIES
from casework.releases.reading import opened
from casework.releases.tables import Head, ReleasedTable
from tests.factories.released import _communes, invented

HEAD = Head(
    year=2026,
    number=2,
    period="2026",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    cut_off=date(2026, 12, 31),
    approved_at=datetime(2027, 1, 9, 4, 5, 6, tzinfo=UTC),
    corrects=None,
    catalogue="2026-11",
    geography="2025-07",
    policy="1",
    k=5,
    b=5,
    digest="0" * 64,
)


@pytest.fixture(scope="session")
def head() -> Head:
    """Which release."""
    return HEAD


@pytest.fixture(scope="session")
def tables(policies: SitePolicies) -> Sequence[ReleasedTable]:
    """All its tables, exact and rounded; some numbers are withheld."""
    parts = [*invented(policies, 600, 1), *_communes(policies, 600, 1, Period.of_year(2026))]
    return opened(HEAD, parts)[0]


@pytest.fixture(scope="session")
def codemap(policies: SitePolicies) -> CodeMap:
    """The map as it is shipped."""
    return load_codemap(ROOT_POLICIES / "exchange/dhis2.toml", policies)


@pytest.fixture(scope="session")
def half(head: Head) -> Head:
    """The head of a half-year's release."""
    return replace(head, period="2026-h1", last=date(2026, 6, 30))
