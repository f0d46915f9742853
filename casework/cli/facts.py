"""``casework facts``: the counting facts, which are kept in step with the cases by themselves."""

import click

from casework.cli.start import work
from casework.facts.operations import rebuild as rebuild_facts


@click.group()
def facts() -> None:
    """Work with the counting facts ('casework check' compares them with the cases)."""


@facts.command()
def rebuild() -> None:
    """Write all counting facts anew from the cases. Whoever saves something meanwhile waits until it is done."""
    with work() as job:
        made = rebuild_facts(job.session, job.actor, job.now)
    click.echo(
        f"The counting facts are made anew: {made.cases} of cases, {made.perpetrators} of perpetrators in them."
    )
