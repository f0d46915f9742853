"""The role of PostgreSQL under which figures are read, as an operator sets it up."""

from collections.abc import Iterator

import psycopg
import pytest

from tests import postgres
from tests.cli.conftest import Casework

ROLE = "figures_of_the_command"


def administer(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def url(postgres_url: str) -> Iterator[str]:
    with postgres.database(postgres_url, "figures") as made:
        yield made
    administer(postgres_url, f"DROP ROLE IF EXISTS {ROLE}")


def test_a_site_gets_its_role_step_by_step(casework: Casework, url: str) -> None:
    named = {"CASEWORK_DATABASE_URL": url, "CASEWORK_FIGURES_ROLE": ROLE}
    assert casework("init", CASEWORK_DATABASE_URL=url).exit_code == 0
    assert "which can read everything" in casework("check", CASEWORK_DATABASE_URL=url).stdout
    for command in ("check", "migrate", "indicators"):
        refused = casework(command, **named)
        assert refused.exit_code == 1
        assert f'CREATE ROLE "{ROLE}"' in refused.output
    administer(url, f"CREATE ROLE {ROLE} NOLOGIN")
    for command in ("check", "indicators"):
        refused = casework(command, **named)
        assert refused.exit_code == 1
        assert "run 'casework migrate'" in refused.output
    assert casework("migrate", **named).exit_code == 0
    assert (
        f"read as {ROLE}, which can read approved releases and nothing else"
        in casework("check", **named).stdout
    )
    administer(url, f"GRANT SELECT ON case_file TO {ROLE}")
    assert "take from it what else it was given" in casework("check", **named).output
    assert casework("migrate", **named).exit_code == 0
    assert "All is well." in casework("check", **named).stdout


def test_a_new_site_begins_with_it(casework: Casework, url: str) -> None:
    administer(url, f"CREATE ROLE {ROLE} NOLOGIN")
    named = {"CASEWORK_DATABASE_URL": url, "CASEWORK_FIGURES_ROLE": ROLE}
    assert casework("init", **named).exit_code == 0
    assert f"read as {ROLE}" in casework("check", **named).stdout


def test_sqlite_needs_none(casework: Casework) -> None:
    refused = casework("init", CASEWORK_FIGURES_ROLE=ROLE)
    assert refused.exit_code == 1
    assert "is for PostgreSQL" in refused.output
    assert casework("init").exit_code == 0
    assert "a connection that can read releases and nothing else" in casework("check").stdout
