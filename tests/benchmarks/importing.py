"""Bringing a ledger in, rows a second, against bare inserts of the same sealed rows."""

import time
from datetime import date

from sqlalchemy import Table, insert, select

from casework.crypto.models import SubjectKey
from casework.db import Base, make_engine
from casework.demo import ledger as demo
from casework.exchange.bringing import bring_in
from casework.exchange.template import make_ledger
from tests.benchmarks.bench import Line, site
from tests.benchmarks.crowd import NOW

CASES = 10_000
TABLES = (
    "provider",
    "subject_key",
    "person",
    "person_token",
    "person_holding",
    "safe_contact",
    "case_file",
    "incident",
    "case_perpetrator",
    "service",
    "liability",
    "counselling_session",
    "activity",
)


def measure() -> Line:
    """A workbook of 10,000 cases: read, checked, sealed, audited and stored; then the same rows inserted one by one."""
    today = date(2026, 11, 22)
    with site() as wiring, site() as bare:
        ledger = demo.invent(wiring.policies.vocabulary, wiring.policies.units, today, cases=CASES)
        workbook = make_ledger(ledger)
        begun = time.perf_counter()
        with wiring.sessions() as session:
            operator = wiring.policies.access.operator()
            session.info["actor"] = operator
            outcome = bring_in(
                session, operator, workbook, wiring.policies, today=today, now=NOW, dry_run=False
            )
            session.commit()
        ours = time.perf_counter() - begun
        assert not outcome.problems
        rows, theirs = _insert_again(str(wiring.settings.database_url), str(bare.settings.database_url))
    ratio = (rows / ours) / (rows / theirs)
    detail = f"{rows:,} rows of {CASES:,} cases in {ours:.0f} s; a statement a row, one transaction: {theirs:.0f} s"
    return Line(
        "import, rows a second",
        "bare inserts of the same sealed rows",
        "≥ 0.4 ×",
        ratio,
        ratio >= 0.4,
        detail,
    )


def _insert_again(source: str, target: str) -> tuple[int, float]:
    assert SubjectKey.__tablename__ == "subject_key"
    tables: list[Table] = [Base.metadata.tables[name] for name in TABLES]
    reader, writer = make_engine(source), make_engine(target)
    with reader.connect() as connection:
        held = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))] for table in tables
        }
    epochs = Base.metadata.tables["key_epoch"]
    with reader.connect() as connection, writer.begin() as other:
        for epoch in connection.execute(select(epochs)):
            other.execute(insert(epochs), [dict(epoch._mapping)])
    begun = time.perf_counter()
    with writer.begin() as connection:
        for table in tables:
            statement = insert(table)
            for row in held[table.name]:
                connection.execute(statement, row)
    seconds = time.perf_counter() - begun
    reader.dispose()
    writer.dispose()
    return sum(map(len, held.values())), seconds
