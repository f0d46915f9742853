"""``casework audit``: whether the log is whole."""

import click

from casework.access import require_role
from casework.audit.operations import record
from casework.audit.verify import verify as verify_log
from casework.cli.start import work


@click.group()
def audit() -> None:
    """Work with the audit log."""


@audit.command()
def verify() -> None:
    """Recompute the whole log from its values and compare it with its signed checkpoint."""
    with work() as job:
        require_role(job.actor, "audit:verify")
        verdict = verify_log(job.session)
        facts = {"size": verdict.size, "sound": verdict.fault is None}
        record(job.session, job.actor, "audit.verified", kind="audit_entry", facts=facts, now=job.now)
    if verdict.fault is not None:
        at = "" if verdict.position is None else f" First bad entry: number {verdict.position}."
        raise click.ClickException(f"The log is not sound. {verdict.fault}{at}")
    click.echo(f"The log is sound: {verdict.size} entries match their signed checkpoint.")
