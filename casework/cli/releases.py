"""``casework releases``: calculating what was proposed on the page, and whether what was released still stands."""

from uuid import UUID

import click

from casework.cli.start import open_site
from casework.releases import jobs, rechecks, states
from casework.releases.checking import sentences


@click.group()
def releases() -> None:
    """Work with the releases of figures."""


@releases.command()
@click.argument("release_id", type=click.UUID)
def build(release_id: UUID) -> None:
    """Calculate a release that was proposed; the page starts this by itself."""
    ended = jobs.run(open_site(), release_id)
    if ended != states.READY:
        raise click.ClickException(f"The release is {ended}.")
    click.echo("The release is calculated and waits for a second person.")


@releases.command()
def verify() -> None:
    """Check that every approved release is what was signed, and that its year is still safe as a whole."""
    recheck = rechecks.run(open_site())
    found = [sentence for one in recheck.verdicts for sentence in sentences(one)]
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException("Not every release stands as it was approved.")
    click.echo("Every release stands as it was approved, and every small count is still safe.")
