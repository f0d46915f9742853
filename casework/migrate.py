"""Move a database between migrations, and say at which one it stands."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from casework.paths import ROOT_MIGRATIONS


def upgrade(engine: Engine, target: str = "head") -> None:
    """Run the migrations that are missing: all of them, or on any trouble none."""
    with _alone(engine) as connection:
        command.upgrade(config_of(connection=connection), target)


def downgrade(engine: Engine, target: str) -> None:
    """Undo migrations down to ``target`` ("base": all of them): all, or on any trouble none."""
    with _alone(engine) as connection:
        command.downgrade(config_of(connection=connection), target)


def head() -> str:
    """The newest migration that this program knows."""
    found = ScriptDirectory.from_config(config_of()).get_current_head()
    if found is None:
        raise RuntimeError(f"no migrations in {ROOT_MIGRATIONS}")
    return found


def knows(revision: str) -> bool:
    """Whether this program has the migration: a newer program's, or one of before the first release, it has not."""
    return any(
        script.revision == revision for script in ScriptDirectory.from_config(config_of()).walk_revisions()
    )


def current(engine: Engine) -> str | None:
    """The migration at which the database stands; None where none has been run."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def load_models() -> None:
    """Import every room's models, so that the tables of all rooms know each other."""
    for path in sorted(Path(__file__).parent.glob("*/models.py")):
        importlib.import_module(f"casework.{path.parent.name}.models")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that nobody else writes beside."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            with _sqlite_transaction(connection):
                yield connection
            return
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")
            yield connection


@contextmanager
def _sqlite_transaction(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by copying and dropping it, which must not count as deleting what points
    # to its rows; and its driver begins no transaction by itself for CREATE and DROP.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if astray is not None:
            raise RuntimeError(f"the migration leaves rows of {astray[0]} that point to nothing")
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def config_of(**attributes: object) -> Config:
    """Alembic's configuration: where the migrations lie and how their files are named."""
    config = Config(attributes=dict(attributes))
    config.set_main_option("script_location", str(ROOT_MIGRATIONS))
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.set_main_option("path_separator", "os")
    return config
