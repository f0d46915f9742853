"""The command line as an operator meets it: a fresh home, and commands run in this process."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casework.cli import main
from casework.crypto import Vault
from casework.crypto.keys import load_keys
from casework.db import WorkSession, make_engine, make_sessions
from tests.factories.sample_ledger import sample, sample_template

__all__ = ["sample", "sample_template"]

Casework = Callable[..., Result]


@pytest.fixture(autouse=True)
def same_umask() -> Iterator[None]:
    """Commands narrow the umask of their process; here that process is the tests'."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The name of a home that nobody has made yet."""
    return tmp_path / "fresh"


@pytest.fixture
def casework(fresh: Path) -> Casework:
    """Run a command in the fresh home; other variables come by name."""

    def run(*arguments: str, **variables: str) -> Result:
        names = [name for name in os.environ if name.startswith("CASEWORK_")]
        environ = dict.fromkeys(names) | {"CASEWORK_HOME": str(fresh)} | variables
        return CliRunner().invoke(main, arguments, env=environ)

    return run


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def opened(home: Path) -> Iterator[WorkSession]:
    """A session on the database of a home, beside the commands."""
    engine = make_engine(f"sqlite:///{home / 'casework.db'}")
    with make_sessions(engine, Vault(load_keys(home)))() as session:
        yield session
    engine.dispose()
