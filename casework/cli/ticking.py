"""The clocks beside ``casework run``: a process of its own, so that no worker is forked from one that has threads."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from casework.config import Settings

EVERY = 60
COMMAND = "from casework.cli import main; main(prog_name='casework')"


@contextmanager
def ticking(settings: Settings) -> Iterator[None]:
    """Have ``casework tick`` run every minute inside the block; it ends with this process, however that ends."""
    told = os.environ | {"CASEWORK_HOME": str(settings.home)}
    process = subprocess.Popen(  # noqa: S603 - our own command, nothing from outside
        [sys.executable, "-c", COMMAND, "tick", "--every", str(EVERY)],
        env=told,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for the server, which ends this one
    )
    here = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == here:  # a worker of the server leaves by this door too
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
