"""``casework tick`` as cron and as ``casework run`` start it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.audit.models import Entry
from casework.cli.passing import alone
from casework.providers.models import Provider
from casework.reminders import operations
from casework.worklist.models import Escalation
from tests.cli.conftest import Casework, opened
from tests.factories.clocks import make_referral_row
from tests.factories.partners import make_agency
from tests.factories.people import make_house, make_staff

COMMAND = "from casework.cli import main; main(prog_name='casework')"
PATIENCE = 40.0


def refer(home: Path, sent_at: datetime) -> None:
    with opened(home) as session:
        make_referral_row(session, make_agency(session), make_house(session), sent_at)
        session.commit()


def told(home: Path) -> int:
    with opened(home) as session:
        return session.scalar(select(func.count()).select_from(Escalation)) or 0


def test_a_pass_says_what_it_did_and_is_silent_otherwise(casework: Casework, fresh: Path) -> None:
    casework("init")
    assert casework("tick").output == ""
    refer(fresh, datetime.now(UTC) - timedelta(hours=5))
    first = casework("tick")
    assert first.exit_code == 0
    assert "Told: 1 to supervisors, 0 to coordinators" in first.output
    assert casework("tick").output == ""
    assert told(fresh) == 1
    with opened(fresh) as session:
        assert len(session.scalars(select(Entry.event).where(Entry.event == "tick.done")).all()) == 1


def test_a_pass_beside_another_does_nothing(casework: Casework, fresh: Path) -> None:
    casework("init")
    refer(fresh, datetime.now(UTC) - timedelta(hours=5))
    with alone(fresh) as only:
        assert only
        assert "Another pass" in casework("tick").output
    assert told(fresh) == 0


def test_a_mail_server_that_is_away_is_said_and_the_exit_is_not_zero(casework: Casework, fresh: Path) -> None:
    casework("init")
    mail = {
        "CASEWORK_SMTP_HOST": "127.0.0.1",
        "CASEWORK_SMTP_PORT": "1",
        "CASEWORK_SMTP_TLS": "none",
        "CASEWORK_SMTP_FROM": "casework@example.vn",
    }
    assert casework("tick", **mail).exit_code == 0  # nobody asked to be reminded
    refer(fresh, datetime.now(UTC) - timedelta(hours=5))
    with opened(fresh) as session:
        house = session.scalars(select(Provider).where(Provider.kind == "co_so_tgxh")).one()
        worker = make_staff(session, house)
        operations.set_reminders(session, worker, "lan@example.vn", "hour", datetime.now(UTC))
        session.commit()
    refused = casework("tick", **mail)
    assert refused.exit_code == 1
    assert "did not take 1 reminders" in refused.output
    assert "lan@example.vn" not in refused.output


@contextmanager
def started(home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environ |= {"CASEWORK_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_told(home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not told(home):
        assert time.monotonic() < deadline, "nobody was told"
        time.sleep(0.2)


@pytest.mark.real_clock
def test_it_goes_on_until_it_is_told_to_end(casework: Casework, fresh: Path) -> None:
    casework("init")
    with started(fresh, "tick", "--every", "10") as process:
        refer(fresh, datetime.now(UTC) - timedelta(hours=5))
        until_told(fresh)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


@pytest.mark.real_clock
def test_the_server_has_the_clocks_beside_it_and_takes_them_along(
    casework: Casework, fresh: Path, port: int
) -> None:
    casework("init")
    refer(fresh, datetime.now(UTC) - timedelta(hours=5))
    with started(fresh, "run", "--port", str(port), "--workers", "1") as process:
        until_told(fresh)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)  # ends only when nobody holds the other end any more
    assert process.returncode == 0
    assert "Told: 1 to supervisors" in said
