"""The sessions that answers about figures are read through: they see releases, and nothing of anybody."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, TableClause, delete, func, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from casework.cases.models import Case
from casework.disclosure import Period
from casework.indicators.policies import SitePolicies
from casework.people.models import Person
from casework.releases.models import Release, ReleasePart
from casework.releases.reader import allow, is_allowed_just_that, make_reader, may_act
from casework.releases.states import READY
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff
from tests.factories.released import make_released, two_managers

ROLE = "casework_figures"


@pytest.fixture
def released(session: Session, policies: SitePolicies) -> Release:
    """An approved release with a secret part, beside one that waits for a decision, beside a case."""
    managers = two_managers(session)
    made = make_released(session, policies, managers, period=Period.of_half(2025, 1), people=60)
    draft = make_released(
        session,
        policies,
        managers,
        period=Period.of_year(2025),
        cut_off=date(2025, 12, 9),
        people=60,
        number=2,
    )
    draft.state, draft.number = READY, None
    for release in (made, draft):
        session.add(
            ReleasePart(
                release_id=release.id, kind="counts", code="victims", secret=True, digest="", body=b"x"
            )
        )
    make_case(session, make_staff(session, make_house(session), "facility_worker"))
    session.commit()
    return made


@pytest.fixture
def role(engine: Engine, engine_kind: str) -> Iterator[str]:
    """A role as the server's administrator makes one, before it was given anything."""
    assert engine_kind == "postgresql"
    run(engine, f"CREATE ROLE {ROLE} NOLOGIN")
    yield ROLE
    for name in ("release", "release_part"):
        run(engine, f"DROP POLICY IF EXISTS figures ON {name}")
        run(engine, f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")
    run(engine, f"DROP OWNED BY {ROLE}")
    run(engine, f"DROP ROLE {ROLE}")


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def narrow(engine: Engine) -> bool:
    with engine.connect() as connection:
        return is_allowed_just_that(connection, ROLE)


@pytest.mark.parametrize("wanted", [Person, Case])
@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_on_sqlite_it_reads_of_nobody(figures: sessionmaker[Session], released: Release, wanted: Any) -> None:
    with figures() as session:
        assert session.get(Release, released.id) is not None
        with pytest.raises(DBAPIError, match="prohibited|not authorized"):
            session.execute(select(wanted.id)).all()
        with pytest.raises(DBAPIError, match="prohibited|not authorized"):
            session.execute(text("ATTACH DATABASE ':memory:' AS other"))


def test_it_changes_nothing(figures: sessionmaker[Session], released: Release) -> None:
    with figures() as session, pytest.raises(DBAPIError):
        session.execute(delete(ReleasePart))


@pytest.mark.parametrize("engine_kind", ["postgresql"])
def test_under_its_role_it_sees_what_is_approved_and_not_secret(
    engine: Engine, settings: Any, role: str, released: Release
) -> None:
    with engine.begin() as connection:
        assert may_act(connection, role)
        assert not is_allowed_just_that(connection, role)
        allow(connection, role)
        allow(connection, role)
        assert is_allowed_just_that(connection, role)
    reader = make_reader(settings.database_url, role)
    with reader() as session:
        assert session.scalars(select(Release.id)).all() == [released.id]
        told = session.execute(select(ReleasePart.release_id, ReleasePart.secret).distinct()).all()
        assert told == [(released.id, False)]
        session.rollback()
        for name in ("person", "case_file", "user_account", "victim_fact"):
            with pytest.raises(DBAPIError, match="permission denied") as denied:
                session.execute(select(func.count()).select_from(known(engine, name)))
            assert isinstance(denied.value.orig, psycopg.errors.InsufficientPrivilege)
            session.rollback()
    reader.kw["bind"].dispose()


def known(engine: Engine, name: str) -> TableClause:
    """The table, which is there: what is missing could not be read either."""
    with engine.connect() as connection:
        assert connection.scalar(select(func.to_regclass(name))) is not None
    return table(name)


@pytest.mark.parametrize("engine_kind", ["postgresql"])
@pytest.mark.parametrize(
    "more",
    [
        f"GRANT SELECT ON person TO {ROLE}",
        f"GRANT SELECT (id) ON person TO {ROLE}",
        "GRANT SELECT ON person TO PUBLIC",
        f"GRANT UPDATE ON release TO {ROLE}",
        f"GRANT DELETE ON person TO {ROLE}",
        f"ALTER ROLE {ROLE} BYPASSRLS",
        "CREATE POLICY drafts ON release FOR SELECT USING (true)",
        f"GRANT current_user TO {ROLE}",
        f"ALTER ROLE {ROLE} SUPERUSER",
        "REVOKE SELECT ON release_part FROM casework_figures",
        "ALTER TABLE release DISABLE ROW LEVEL SECURITY",
    ],
)
def test_a_role_that_may_do_more_or_less_is_found_out(engine: Engine, role: str, more: str) -> None:
    with engine.begin() as connection:
        allow(connection, role)
    assert narrow(engine)
    if "current_user" in more:
        more = more.replace("current_user", f'"{engine.url.username or "postgres"}"')
    with engine.connect() as connection:
        connection.exec_driver_sql(more)
        assert not is_allowed_just_that(connection, role)
        connection.rollback()
