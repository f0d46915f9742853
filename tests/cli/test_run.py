"""``casework run`` as an operator starts it: a process that serves, and ends when it is told to."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests import postgres
from tests.cli.conftest import Casework

PATIENCE = 40.0
COMMAND = "from casework.cli import main; main(prog_name='casework')"


@contextmanager
def serving(home: Path, port: int, **variables: str) -> Iterator[subprocess.Popen[str]]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environ |= {"CASEWORK_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])} | variables
    arguments = [sys.executable, "-c", COMMAND, "run", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def answer(port: int, path: str) -> int:
    """The status with which the server answers, once it is there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.mark.real_clock
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_serves_and_stops(
    casework: Casework, fresh: Path, port: int, kind: str, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        casework("init")
        with serving(fresh, port) as process:
            assert answer(port, "/sign-in") == 200
        assert process.returncode == 0
        return
    with postgres.database(request.getfixturevalue("postgres_url"), "serving") as url:
        casework("init", CASEWORK_DATABASE_URL=url)
        with serving(fresh, port, CASEWORK_DATABASE_URL=url) as process:
            assert answer(port, "/sign-in") == 200
        assert process.returncode == 0


def test_a_taken_port_is_said_at_once(casework: Casework, port: int) -> None:
    casework("init")
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        refused = casework("run", "--port", str(port))
    assert refused.exit_code == 1
    assert f"127.0.0.1:{port}" in refused.stderr
