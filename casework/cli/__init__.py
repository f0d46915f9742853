"""The casework command; the same commands stand under ``flask casework``."""

import os

import click

from casework.cli.audit import audit
from casework.cli.check import check
from casework.cli.demo import demo
from casework.cli.facts import facts
from casework.cli.import_ledger import import_ledger
from casework.cli.indicators import indicators
from casework.cli.init import init
from casework.cli.migrate import migrate
from casework.cli.plainly import Plainly
from casework.cli.releases import releases
from casework.cli.run import run
from casework.cli.tick import tick
from casework.cli.users import users

COMMANDS: tuple[click.Command, ...] = (
    init,
    run,
    check,
    migrate,
    demo,
    users,
    import_ledger,
    indicators,
    facts,
    releases,
    audit,
    tick,
)


@click.group(cls=Plainly, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="casework")
def main() -> None:
    """Case management for gender-based and domestic violence in Viet Nam.

    CASEWORK_HOME names the directory that holds everything; README.md lists the other settings.
    """
    os.umask(0o077)  # whatever a command makes is for this user alone


for command in COMMANDS:
    main.add_command(command)
