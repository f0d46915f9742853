"""A database with the sample ledger in it, and the right answers. A room's conftest imports the fixtures."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from casework import clock
from casework.cases.models import Case
from casework.crypto import Vault
from casework.crypto.keys import load_keys
from casework.db import make_engine, make_sessions
from casework.exchange.operations import store_ledger
from casework.exchange.reading import read_ledger
from tests.conftest import NOON

__all__ = ["EXPECTED", "FIRST", "LAST", "sample", "sample_template"]

DATA = Path(__file__).parents[1] / "exchange" / "data"
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
EXPECTED: dict[str, Any] = json.loads((DATA / "so-theo-doi-mau.expected.json").read_text())["areas"]


def bring_in(session: Session, policies: Any) -> None:
    """Store the sample ledger as the command does."""
    read = read_ledger(DATA / "so-theo-doi-mau.xlsx", policies.vocabulary, policies.units, clock.today())
    assert read.ledger is not None
    actor = policies.access.operator()
    session.info["actor"] = actor
    stored = store_ledger(session, actor, read.ledger, policies.units, "0" * 64, clock.now())
    assert stored.problems == ()
    session.commit()


@pytest.fixture(scope="session")
def sample_template(workshop: Path, sqlite_template: Path, keys_template: Path, policies: Any) -> Path:
    """A SQLite database with the sample ledger, to copy from: storing it anew for every test takes long."""
    path = workshop / "sample.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    with (
        time_machine.travel(NOON, tick=False),
        make_sessions(engine, Vault(load_keys(keys_template)))() as one,
    ):
        bring_in(one, policies)
        one.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture
def sample(request: pytest.FixtureRequest, engine_kind: str, home: Path, policies: Any) -> Session:
    """A session on a database that holds the sample ledger; to be asked for before anything connects."""
    if engine_kind == "sqlite":
        template: Path = request.getfixturevalue("sample_template")
        request.getfixturevalue("database_url")
        shutil.copy(template, home / "casework.db")
    session: Session = request.getfixturevalue("session")
    if engine_kind != "sqlite":
        bring_in(session, policies)
    assert session.scalar(select(func.count()).select_from(Case)) == 240
    return session
