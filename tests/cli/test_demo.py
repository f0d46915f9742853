"""``casework demo`` writes the accounts for their owner, and refuses a home that is in use."""

import importlib
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from casework.demo.accounts import Account
from tests.cli.conftest import Casework

MADE = [Account("manager", "quanly", "abcd-efgh-jkmn-pqrs")]


@pytest.fixture(autouse=True)
def quickly_made() -> Iterator[None]:
    """The demonstration itself is tested in tests/demo."""
    module = importlib.import_module("casework.cli.demo")
    with patch.object(module, "prepare", return_value=MADE):
        yield


def test_the_accounts_are_written_as_json_for_their_owner_alone(casework: Casework, tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    file.write_text("an older one")
    file.chmod(0o644)
    ran = casework("demo", "--accounts", str(file))
    assert ran.exit_code == 0
    assert json.loads(file.read_text()) == [
        {"role": "manager", "username": "quanly", "password": "abcd-efgh-jkmn-pqrs"}
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "abcd" not in ran.output


def test_without_a_file_they_are_printed(casework: Casework) -> None:
    ran = casework("demo")
    assert "quanly" in ran.stdout
    assert "abcd-efgh-jkmn-pqrs" in ran.stdout


def test_the_accounts_may_lie_in_the_home_and_be_renewed(casework: Casework, fresh: Path) -> None:
    casework("init")
    file = fresh / "accounts.json"
    assert [casework("demo", "--accounts", str(file)).exit_code for _ in range(2)] == [0, 0]
