"""``casework demo``: invented people, for looking around."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from casework.cli.init import prepare_home
from casework.cli.start import load_settings, work
from casework.demo.accounts import Account
from casework.demo.figures import release_figures
from casework.demo.operations import make_demonstration
from casework.demo.reports import write_reports
from casework.start import start
from casework.ui.context import Wiring


@click.command()
@click.option(
    "--accounts",
    "file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the accounts as JSON into this file, for its owner only, instead of printing them.",
)
def demo(file: Path | None) -> None:
    """Fill an empty home with invented people and cases, and make accounts with fresh passwords."""
    if file is not None and not file.absolute().parent.is_dir():
        raise click.UsageError(f"There is no directory {file.parent} to write the accounts into.")
    settings = load_settings()
    prepare_home(settings)
    made = prepare(start(settings))
    if file is not None:
        write(file, made)
    else:
        tell(made)


def prepare(site: Wiring) -> list[Account]:
    """Make or renew the demonstration; returns its accounts. Refusal on a database that holds real data."""
    with work(site) as job:
        made = make_demonstration(job.session, job.actor, job.site.policies, job.now, _progress)
    click.echo(err=True)
    release_figures(site, _releasing)
    write_reports(site)
    return made


def _progress(sheet: str, done: int, total: int) -> None:
    click.echo(f"\r{sheet}: {done}/{total}        ", nl=False, err=True)


def _releasing(period: str) -> None:
    click.echo(f"Protecting and releasing the figures of {period}: once, and it takes a moment.", err=True)


def write(file: Path, made: list[Account]) -> None:
    """Write the accounts for the owner of the file alone: an older file's mode is not trusted."""
    text = json.dumps([asdict(account) for account in made], ensure_ascii=False, indent=1)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(out.fileno(), 0o600)
        out.write(text + "\n")


def tell(made: list[Account]) -> None:
    """Print the accounts."""
    click.echo("Accounts of this demonstration (everybody in it is invented):")
    for account in made:
        click.echo(f"  {account.role:26} {account.username:12} {account.password}")
