"""``casework tick``: let the clocks be looked at, once or again and again."""

import os
import time

import click

from casework.cli.passing import Passed, alone, one_pass
from casework.cli.start import open_site
from casework.ui.context import Wiring


@click.command()
@click.option(
    "--every",
    type=click.IntRange(10, 3600),
    metavar="SECONDS",
    help="Go on doing so, until the process that started this one ends.",
)
def tick(every: int | None) -> None:
    """Delete old drafts, tell of what is overdue, list the reports that fall due, send reminders.

    Drafts are old after seven days; supervisors and coordinators are told; the reports are those of the plans.

    'casework run' does so by itself every minute; where another server serves the pages, let cron or a timer
    of systemd do it. A pass beside another one does nothing.
    """
    site = open_site()
    if every is None:
        passed = _pass(site)
        if passed is None:
            click.echo("Another pass is running; nothing was done.")
        elif passed.unsent:
            raise click.ClickException(
                f"The mail server did not take {passed.unsent} reminders; the next pass tries them again."
            )
        return
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            _pass(site)
        except Exception as trouble:  # noqa: BLE001 - a database that is away for a while must not stop the clocks
            click.echo(f"The pass failed ({type(trouble).__name__}); the next one tries again.", err=True)
        time.sleep(every)


def _pass(site: Wiring) -> Passed | None:
    with alone(site.settings.home) as only:
        if not only:
            return None
        passed = one_pass(site)
    if any((passed.drafts, passed.supervisor, passed.coordinator, passed.officer, passed.reminders)):
        click.echo(
            f"Drafts deleted: {passed.drafts}. Told: {passed.supervisor} to supervisors, {passed.coordinator} to "
            f"coordinators, {passed.officer} to the officer. Reminders sent: {passed.reminders}."
        )
    return passed
