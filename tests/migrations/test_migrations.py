"""Every migration runs up and down with rows in place, on both engines, and the last one equals the models."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, MetaData, Table, inspect, text

from casework import migrate
from casework.db import Base, make_engine
from casework.migrate import current, downgrade, head, upgrade
from casework.paths import ROOT_MIGRATIONS
from tests import postgres
from tests.migrations.rows import counts, fill

REVISIONS = [
    script.revision
    for script in ScriptDirectory.from_config(migrate.config_of()).walk_revisions()
    if script.revision
][::-1]


@pytest.fixture
def empty_engine(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database in which nothing was ever made."""
    if engine_kind == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")
        yield engine
        engine.dispose()
        return
    with postgres.database(request.getfixturevalue("postgres_url"), "migrations") as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def shape(engine: Engine) -> dict[str, Any]:
    """What the schema looks like: columns, keys, indexes of every table."""
    look = inspect(engine)
    keys, foreign = look.get_multi_pk_constraint(), look.get_multi_foreign_keys()
    indexes, unique = look.get_multi_indexes(), look.get_multi_unique_constraints()
    return {
        table[1]: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in columns],
            keys[table]["constrained_columns"],
            sorted((fk["name"] or "", fk["referred_table"]) for fk in foreign[table]),
            sorted((ix["name"] or "", bool(ix["unique"])) for ix in indexes[table]),
            sorted(uq["name"] or "" for uq in unique[table]),
        )
        for table, columns in look.get_multi_columns().items()
        if table[1] != "alembic_version"
    }


def test_each_goes_up_and_down_with_rows_in_place(empty_engine: Engine) -> None:
    old_shape = shape(empty_engine)
    for before, revision in pairwise(["base", *REVISIONS]):
        upgrade(empty_engine, revision)
        new_shape = shape(empty_engine)
        with empty_engine.begin() as connection:
            fill(connection)
            full = counts(connection)
        assert full, revision
        assert min(full.values()) >= 1, revision
        downgrade(empty_engine, before)
        assert shape(empty_engine) == old_shape, revision
        upgrade(empty_engine, revision)
        assert shape(empty_engine) == new_shape, revision
        with empty_engine.begin() as connection:
            fill(connection)
        old_shape = new_shape


def test_the_models_equal_the_head(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_comparison_sees_a_column_too_many(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE note ADD COLUMN extra INTEGER"))
        context = MigrationContext.configure(connection)
        assert len(compare_metadata(context, Base.metadata)) == 1


def test_a_database_knows_where_it_stands(empty_engine: Engine) -> None:
    assert current(empty_engine) is None
    upgrade(empty_engine)
    assert current(empty_engine) == head() == REVISIONS[-1]


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(config: Any, _target: str) -> None:
        Table("half", MetaData(), Column("id", Integer)).create(config.attributes["connection"])
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(ZeroDivisionError):
        upgrade(empty_engine)
    assert inspect(empty_engine).get_table_names() == []


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_sqlite_checks_foreign_keys_again_after_a_migration(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_names_of_migrations_tell_their_moment() -> None:
    files = sorted(path.name for path in (ROOT_MIGRATIONS / "versions").glob("*.py"))
    assert [name[:13] for name in files] == REVISIONS
