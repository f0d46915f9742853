"""``casework migrate``: bring the database to the migration that this program needs."""

import click

from casework.cli.start import load_settings
from casework.db import make_engine
from casework.migrate import current, head, upgrade
from casework.start import StartRefused, refuse_unknown_migration


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
    before = current(engine)
    if before is None:
        raise StartRefused("The database is empty: run 'casework init' to make its tables.")
    if before == head():
        click.echo(f"Nothing to do: the database stands at {before}.")
        return
    refuse_unknown_migration(before)
    upgrade(engine)
    click.echo(f"The database went from {before} to {current(engine)}.")
