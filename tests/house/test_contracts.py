"""The order of the rooms is watched by import-linter; here we watch that it does watch."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
CONTRACTS: list[Mapping[str, Any]] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"][
    "importlinter"
]["contracts"]
PARTS = {"views", "forms", "presenters", "operations", "queries", "models", "states", "rules"}
PLANTED = {
    "Rooms import only": ("access/planted.py", "import casework.cases.models"),
    "Inside a room": ("cases/models.py", "import casework.cases.operations"),
    "never sees the web": ("cases/states.py", "import flask"),
    "Only crypto": ("accounts/planted.py", "import cryptography"),
    "Raw counts": ("dashboard/planted.py", "import casework.indicators.queries"),
    "Raw cells": ("dashboard/planted.py", "import casework.facts.queries"),
}


def lint(place: Path) -> dict[str, bool]:
    """What import-linter says in a copy of the checkout: contract → kept."""
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as go; go()",
            "--no-cache",
            "--no-logo",
        ],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(place), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = re.findall(r"^(.+?)\s+(KEPT|BROKEN)\b", ran.stdout, re.MULTILINE)
    assert len(said) == len(CONTRACTS), ran.stdout + ran.stderr
    return {name.strip(): verdict == "KEPT" for name, verdict in said}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("static", "translations", "__pycache__")
    shutil.copytree(CHECKOUT / "casework", tmp_path / "casework", ignore=ignore)
    return tmp_path


def test_every_contract_is_kept_and_catches_what_it_is_for(copy: Path) -> None:
    assert all(lint(copy).values())
    for name, line in PLANTED.values():
        with (copy / "casework" / name).open("a") as file:
            file.write(f"\n{line}\n")
    for contract, kept in lint(copy).items():
        assert not kept, contract


def test_each_contract_has_its_planted_import() -> None:
    for contract in CONTRACTS:
        assert sum(words in contract["name"] for words in PLANTED) == 1, contract["name"]


def test_rooms_with_an_inner_order_stand_in_its_contract() -> None:
    (containers,) = [
        contract["containers"] for contract in CONTRACTS if contract["name"].startswith("Inside a room")
    ]
    with_order = {
        f"casework.{room.name}"
        for room in (CHECKOUT / "casework").iterdir()
        if len(PARTS & {path.stem for path in room.glob("*.py")}) > 1
    }
    assert with_order - set(containers) == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "managers", "manager", "misc", "common"}
    modules = (CHECKOUT / "casework").rglob("*.py")
    assert [path for path in modules if path.stem in empty_names or path.match("*/*/services.py")] == []
