"""What every command has in common: help, exit codes, sentences instead of traces, no secret as an argument."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from casework.cli import main
from casework.cli.plainly import Plainly
from casework.refusal import N_, Refusal
from tests.cli.conftest import Casework


def walk(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from walk(part, (*path, name))


COMMANDS = dict(walk(main))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    assert COMMANDS[path].help
    assert all(option.help for option in COMMANDS[path].params if isinstance(option, click.Option))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_no_command_takes_a_secret(path: tuple[str, ...]) -> None:
    names = {name for one in COMMANDS[path].params for name in (one.name or "").split("_")}
    assert not names & {"password", "secret", "key", "token"}


def test_an_unknown_command_fails(casework: Casework) -> None:
    assert casework("conjure").exit_code == 2


def test_a_wrong_setting_is_said_in_a_sentence(casework: Casework) -> None:
    refused = casework("check", CASEWORK_COLOUR="red")
    assert refused.exit_code == 1
    assert "CASEWORK_COLOUR" in refused.stderr


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (Refusal(N_("There are %(count)d of them already."), count=3), "There are 3 of them already."),
        (ValueError("Đào Thị Hòa, 0912345678"), "ValueError at plainly.py:"),
    ],
)
def test_what_goes_wrong_is_a_sentence_without_values(raised: Exception, said: str) -> None:
    @click.group(cls=Plainly)
    def group() -> None:
        """Group."""

    @group.command()
    def fail() -> None:
        """Fail."""
        raise raised

    failed = CliRunner().invoke(group, ["fail"])
    assert failed.exit_code == 1
    assert said in failed.stderr
    assert "Đào" not in failed.output


def test_the_same_commands_stand_under_flask() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "flask", "casework", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "migrate" in shown.stdout


def test_without_a_home_it_says_which_one_it_uses(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    ran = subprocess.run(
        [sys.executable, "-c", "from casework.cli import main; main()", "check"],
        env=environ | {"XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1
    assert f"Using {tmp_path}/casework" in ran.stderr


def test_a_file_without_end_is_read_no_further_than_is_taken(casework: Casework) -> None:
    casework("init")
    refused = casework("import-ledger", "/dev/zero")
    assert refused.exit_code == 1
    assert "Split it" in refused.output


def test_accounts_that_could_not_be_written_are_not_made(casework: Casework, fresh: Path) -> None:
    refused = casework("demo", "--accounts", str(fresh.parent / "nowhere/accounts.json"))
    assert refused.exit_code == 2
    assert "no directory" in refused.output
    assert not fresh.exists()
