"""``casework import-ledger``: bring a ledger workbook in."""

import sys
from pathlib import Path

import click

from casework import clock
from casework.cli.start import work
from casework.exchange.bringing import Outcome, bring_in
from casework.exchange.limits import FILE_BYTES
from casework.exchange.problems import Problem

SHOWN_CHANGES = 200


@click.command("import-ledger")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read, check and say what would be done; store nothing.")
def import_ledger(file: Path, dry_run: bool) -> None:
    """Bring in the workbook of a case ledger: all of it, or, where anything is wrong, nothing."""
    progress = _Progress()
    with file.open("rb") as opened:
        workbook = opened.read(FILE_BYTES + 1)  # one more than is taken: enough to see that it is too large
    with work() as job:
        site = job.site
        outcome = bring_in(
            job.session,
            job.actor,
            workbook,
            site.policies,
            today=clock.today(),
            now=job.now,
            dry_run=dry_run,
            progress=progress,
        )
    progress.end()
    _tell(outcome, dry_run=dry_run)
    if outcome.problems:
        raise click.ClickException(
            f"Nothing was stored: {len(outcome.problems)} problems are to be mended first."
        )


class _Progress:
    """One line on stderr that says which sheet is how far."""

    def __init__(self) -> None:
        self.shows = False

    def __call__(self, sheet: str, done: int, total: int) -> None:
        click.echo(f"\r{sheet}: {done}/{total}        ", nl=False, err=True)
        self.shows = True

    def end(self) -> None:
        """Close the line."""
        if self.shows:
            click.echo(err=True)
        sys.stderr.flush()


def _tell(outcome: Outcome, *, dry_run: bool) -> None:
    for problem in (*outcome.problems, *outcome.remarks):
        click.echo(_line(problem), err=True)
    if outcome.done is None:
        return
    done, would = outcome.done, "would be " if dry_run or outcome.problems else ""
    for sheet, count in sorted(done.created.items()):
        click.echo(f"{sheet}: {count} {would}created")
    for sheet, count in sorted(done.unchanged.items()):
        click.echo(f"{sheet}: {count} unchanged")
    for changed in done.changed[:SHOWN_CHANGES]:
        click.echo(f"{changed.sheet}, row {changed.row}: {would}changed: {', '.join(changed.fields)}")
    if len(done.changed) > SHOWN_CHANGES:
        click.echo(f"… and {len(done.changed) - SHOWN_CHANGES} more rows {would}changed")
    for kind, count in sorted(done.gone.items()):
        if count:
            click.echo(f"{kind}: {count} recorded before and no longer in the workbook; kept")


def _line(problem: Problem) -> str:
    place = ", ".join(
        part
        for part in (
            problem.sheet,
            f"row {problem.row}" if problem.row else "",
            f"column {problem.column} ({problem.heading})" if problem.column else problem.heading,
        )
        if part
    )
    kind = "error" if problem.severity == "error" else "remark"
    return f"{kind}: {place}: {problem.text(str)}" if place else f"{kind}: {problem.text(str)}"
