"""``casework init``: make the home directory, its keys and the tables."""

from pathlib import Path

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from casework import config
from casework.cli.passing import LOCK
from casework.cli.start import load_settings
from casework.config import Settings
from casework.crypto.keys import create_keys, load_keys
from casework.db import make_engine
from casework.migrate import current, upgrade
from casework.start import StartRefused, allow_reader, refuse_other_migration, unreachable

KEYS = "keys"
OURS = {config.FILE, KEYS, LOCK, "imports", "casework.db", "casework.db-wal", "casework.db-shm"}


@click.command()
def init() -> None:
    """Fill an empty CASEWORK_HOME: keys, and a database with its tables.

    Run again it finishes what was interrupted; it never replaces a key or touches a row.
    """
    settings = load_settings()
    prepare_home(settings)
    click.echo(f"Ready: {settings.home}")
    click.echo(
        "Keep a copy of its keys directory apart from every copy of the database: one without the other is safe."
    )
    click.echo("Next: 'casework users add' for the first administrator, then 'casework run'.")


def prepare_home(settings: Settings) -> None:
    """Make whatever is still missing of home, keys and tables; StartRefused where that would do harm."""
    _make_directory(settings.home)
    engine = make_engine(settings.database_url)
    try:
        stands = current(engine)
        if not (settings.home / KEYS).exists():
            if stands is not None:
                raise StartRefused(
                    "The database is in use, but its keys are not here: restore the keys directory from its backup; "
                    "new keys would not open it."
                )
            create_keys(settings.home)
        load_keys(settings.home)
        if stands is None:
            _refuse_foreign_tables(engine)
            upgrade(engine)
            allow_reader(engine, settings.figures_role)
        refuse_other_migration(engine)
    except DBAPIError as trouble:
        raise unreachable(engine) from trouble
    finally:
        engine.dispose()


def _make_directory(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        foreign = sorted(path.name for path in home.iterdir() if path.name not in OURS)
    except OSError as trouble:
        raise StartRefused(
            f"{home} cannot be made or read: choose a directory of this user's own."
        ) from trouble
    # With keys in it the home is ours, whatever was put there since.
    if foreign and not (home / KEYS).exists():
        raise StartRefused(
            f"{home} holds something that is not ours ({foreign[0]}): name an empty directory in CASEWORK_HOME."
        )
    home.chmod(0o700)


def _refuse_foreign_tables(engine: Engine) -> None:
    tables = inspect(engine).get_table_names()
    if tables:
        raise StartRefused(
            "The database holds the tables of another program: name an empty one in database_url."
        )
