"""What is installed is pinned, and what is built works where there is no checkout."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import cryptography
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")


def pins(lock: str) -> dict[str, str]:
    text = (CHECKOUT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\w+://|--(?:extra-)?index|--find-links", text) == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_the_lock_fulfils_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    pinned = pins(lock)
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(pinned[name]), name


def test_both_locks_pin_the_same_versions() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_cryptography_is_one_that_the_design_was_made_for() -> None:
    assert int(cryptography.__version__.split(".")[0]) >= 50


def test_the_changelog_knows_the_version() -> None:
    assert f"## {PROJECT['version']}" in (CHECKOUT / "CHANGELOG.md").read_text()


def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=CHECKOUT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
        names = archive.namelist()
    assert "casework/_bundle/policies/access.toml" in names
    assert [name for name in names if name.endswith((".pyc", ".db"))] == []
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environ |= {"PYTHONPATH": str(site), "CASEWORK_HOME": str(tmp_path / "home"), "PYTHONSAFEPATH": "1"}
    command = "import sys; from casework.cli import main; main(sys.argv[1:])"
    page = (
        "import os; from casework import app, config; browser = app.create_app(config.load(os.environ)).test_client();"
        "print(browser.get('/sign-in', base_url='https://localhost').status_code)"
    )
    for code, argument in ((command, "init"), (command, "check"), (page, "")):
        ran = subprocess.run(
            [sys.executable, "-c", code, argument],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert str(CHECKOUT) not in ran.stdout
    assert ran.stdout.strip() == "200"
