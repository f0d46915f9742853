"""Sessions that can read releases and nothing else: what answers about figures asks through them, never about a case.

On SQLite the connection refuses every other table. On PostgreSQL it acts under a role of its own, where the site names
one: that may read these two tables alone, and of them what is approved and not secret.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from casework.db import make_engine
from casework.releases.models import Release, ReleasePart
from casework.releases.states import APPROVED

TABLES = frozenset({Release.__tablename__, ReleasePart.__tablename__})
_HARMLESS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION})

_SEEN = {
    "release": f"state = '{APPROVED}'",
    "release_part": f"NOT secret AND release_id IN (SELECT id FROM release WHERE state = '{APPROVED}')",  # noqa: S608 ours
}
_IS_THERE = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)"
_RIGHTS = """
    SELECT relname, relrowsecurity AND NOT pg_has_role(:role, relowner, 'MEMBER')
        AND NOT has_table_privilege(:role, oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        AND NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname = :role)
        AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname <> 'figures') AS just_reads
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        AND (has_any_column_privilege(:role, oid, 'SELECT, INSERT, UPDATE')
            OR has_table_privilege(:role, oid, 'DELETE, TRUNCATE'))
"""


def make_reader(url: str, role: str = "") -> sessionmaker[Session]:
    """Sessions that read releases; ``role`` is that of PostgreSQL under which they do, if the site has one."""
    engine = make_engine(url)

    @event.listens_for(engine, "connect")
    def _narrow(connection: Any, _record: object) -> None:
        if engine.dialect.name == "sqlite":
            connection.execute("PRAGMA query_only=ON")
            connection.set_authorizer(_releases_alone)
            return
        connection.execute("SET default_transaction_read_only = on")
        if role:
            connection.execute(f'SET ROLE "{role}"')
        connection.commit()

    return sessionmaker(engine, expire_on_commit=False)


def _releases_alone(action: int, table: str | None, *_rest: str | None) -> int:
    allowed = action in _HARMLESS or (action == sqlite3.SQLITE_READ and table in TABLES)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def may_act(connection: Connection, role: str) -> bool | None:
    """Whether the program's own role may act as this one of PostgreSQL; None where there is none of the name."""
    if not connection.scalar(text(_IS_THERE), {"role": role}):
        return None
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f'SET LOCAL ROLE "{role}"')
            connection.exec_driver_sql("RESET ROLE")
    except DBAPIError:
        return False
    return True


def allow(connection: Connection, role: str) -> None:
    """Let a role of PostgreSQL read what is approved and not secret, and nothing else that is ours."""
    schema = connection.scalar(text("SELECT current_schema()"))
    run = connection.exec_driver_sql
    run(f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM "{role}"')
    run(f'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"')
    for table, seen in _SEEN.items():
        run(f'GRANT SELECT ON "{table}" TO "{role}"')
        run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')  # its owner, the program, is not held to it
        run(f'DROP POLICY IF EXISTS figures ON "{table}"')
        run(f'CREATE POLICY figures ON "{table}" FOR SELECT TO "{role}" USING ({seen})')


def is_allowed_just_that(connection: Connection, role: str) -> bool:
    """Whether the role can read releases, and can do nothing else with any of our tables."""
    found = {row.relname: row.just_reads for row in connection.execute(text(_RIGHTS), {"role": role})}
    return found == dict.fromkeys(TABLES, True)
