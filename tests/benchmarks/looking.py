"""The dashboard's answers at 1 and 10 million counting facts, against the bare query of a summary table.

What the page reads are releases, which hold as many cells however many facts there are; the facts lie in the same
database to show that. ``CASEWORK_BENCH_FACTS`` says how many (``1000000`` where there is no room for gigabytes).
"""

import os
from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from casework.app import create_app
from casework.dashboard import pictures
from casework.disclosure.canonical import Period
from casework.indicators.policies import SitePolicies
from casework.releases import reading
from casework.releases.models import Release
from casework.ui.context import Wiring
from tests.benchmarks.bench import Line, paired, seconds, site
from tests.factories.browser import signed_in
from tests.factories.released import make_released, two_managers

FACTS = tuple(int(one) for one in os.environ.get("CASEWORK_BENCH_FACTS", "1000000,10000000").split(","))
AREA = "VN"
MOST = 0.05  # seconds
PAGES = (
    "/dashboard",
    "/dashboard?area=01",
    "/dashboard/provinces",
    "/dashboard/tables?table=victims-age",
    "/dashboard/tables?table=victims-age&area=01",
)
FILL = text(
    "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :last)"
    " INSERT INTO victim_fact (id, case_id, counted_as, year, alone, kind, detected_on, recorded_on, province_code,"
    " commune_code, sex, age_group, source, need, harms, relations, first_service_on)"
    " SELECT i, NULL, i, 2025, 1, 'bao_luc_gia_dinh', '2025-03-05', '2025-03-05',"
    " printf('%02d', i / 300000), printf('%05d', i / 3000), 'nu', '18_59', 'tu_den', 'co', '', '', NULL FROM n"
)


def measure() -> list[Line]:
    """Both, once for each number of facts; the database grows from one to the next."""
    found = []
    with site() as wiring:
        policies = wiring.policies
        assert isinstance(policies, SitePolicies)
        with wiring.sessions() as session:
            session.info["actor"] = policies.access.operator()
            releases = _release(session, policies)
            managers = two_managers(session)
            _summarise(session, releases)
            session.commit()
            browser = signed_in(create_app(wiring.settings, wiring), session, managers[0])
        there = 0
        for facts in FACTS:
            with wiring.sessions.kw["bind"].begin() as connection:
                _fill(connection, there, facts)
            there = facts
            with wiring.sessions() as session:  # what was written lies in its place before anybody reads
                session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            slowest = max(seconds(partial(browser.get, path)) for path in PAGES)
            found.append(_line(wiring, policies, facts, slowest))
    return found


def _line(wiring: Wiring, policies: SitePolicies, facts: int, slowest: float) -> Line:
    def ours() -> None:
        with wiring.figures() as session:
            approved = pictures.releases(session)
            pictures.standing(session, policies, approved, approved[0], AREA, None)

    def theirs() -> None:
        wanted = "SELECT release, part, codes, people FROM bench_summary WHERE area = :area"
        with wiring.sessions() as session:
            session.execute(text(wanted), {"area": AREA}).all()

    us, them = paired(ours, theirs)
    detail = (
        f"{1000 * us:.1f} ms, baseline {1000 * them:.1f} ms; the slowest whole page {1000 * slowest:.0f} ms"
        " over HTTP's client (at most 50 asked)"
    )
    return Line(
        f"dashboard of the country at {facts:,} counting facts: targets, parts, trends of three periods",
        "the country's cells of the same releases out of a plain summary table, by one query",
        "≤ 3 × its time",
        us / them,
        us / them <= 3 and slowest <= MOST,
        detail,
    )


def _release(session: Session, policies: SitePolicies) -> list[Release]:
    managers = two_managers(session)
    periods = (Period.of_half(2025, 1), Period.of_year(2025), Period.of_half(2026, 1))
    return [
        make_released(
            session, policies, managers, period=period, number=at, people=3_000, seed=at,
            cut_off=min(period.last, date(2025, 12, 9)) if at < 3 else None,
        )
        for at, period in enumerate(periods, start=1)
    ]  # fmt: skip


def _summarise(session: Session, releases: Sequence[Release]) -> None:
    """The same cells in a plain table with an index, as a page without protection would have them."""
    session.execute(
        text("CREATE TABLE bench_summary (release TEXT, part TEXT, area TEXT, codes TEXT, people INTEGER)")
    )
    session.execute(text("CREATE INDEX ix_bench_summary ON bench_summary (area, release, part)"))
    rows = [
        {
            "release": one.period,
            "part": table.code,
            "area": codes[0],
            "codes": "/".join(codes),
            "people": value,
        }
        for one in releases
        for table in reading.tables_of(session, one)
        for codes, value in table.cells.items()
    ]
    session.execute(text("INSERT INTO bench_summary VALUES (:release, :part, :area, :codes, :people)"), rows)


def _fill(connection: Connection, first: int, last: int) -> None:
    connection.execute(FILL, {"first": first, "last": last})
