"""``casework migrate``: bring the database to the migration that this program needs."""

import click
from sqlalchemy import Engine

from casework.cli.start import load_settings
from casework.clock import now
from casework.config import Settings
from casework.crypto import Vault
from casework.crypto.keys import load_keys
from casework.db import make_engine, make_sessions
from casework.facts.operations import Rebuilt, catch_up
from casework.indicators.policies import load_policies
from casework.migrate import current, head, load_models, upgrade
from casework.start import StartRefused, allow_reader, refuse_unknown_migration


@click.command()
def migrate() -> None:
    """Bring the database up to this version of the program; back it up first.

    Stop the program while it runs: either all of it happens, or nothing.
    """
    settings = load_settings()
    if not settings.home.is_dir():
        raise StartRefused(
            f"There is nothing at {settings.home} yet: run 'casework init', or set CASEWORK_HOME."
        )
    engine = make_engine(settings.database_url)
    try:
        _migrate(engine, settings)
    finally:
        engine.dispose()


def _migrate(engine: Engine, settings: Settings) -> None:
    before = current(engine)
    if before is None:
        raise StartRefused("The database is empty: run 'casework init' to make its tables.")
    if before != head():
        refuse_unknown_migration(before)
        upgrade(engine)
        click.echo(f"The database went from {before} to {current(engine)}.")
    allow_reader(engine, settings.figures_role)
    made = _facts(engine, settings)
    if made is not None:
        click.echo(f"Counting facts were made of {made.cases} cases.")
    elif before == head():
        click.echo(f"Nothing to do: the database stands at {before}.")


def _facts(engine: Engine, settings: Settings) -> Rebuilt | None:
    """The counting facts that this version wants; they need the keys, which migrations don't have."""
    operator = load_policies(settings.policies).access.operator()
    load_models()
    sessions = make_sessions(engine, Vault(load_keys(settings.home)), settings.expected_people)
    with sessions() as session:
        session.info["actor"] = operator
        made = catch_up(session, operator, now())
        session.commit()
    return made
