"""What every test can ask for: a clean database on each engine, keys, a session, the application.

A test that needs ``engine`` (or ``session``, ``app``, ``client``) runs on SQLite and on PostgreSQL; one
for which the engine makes no difference says so:
``@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)``.
"""

import gc
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from casework import config
from casework.config import Settings
from casework.crypto import Vault, password
from casework.crypto.keys import create_keys, load_keys
from casework.db import WorkSession, make_engine, make_sessions
from casework.indicators.policies import SitePolicies, load_policies
from casework.migrate import upgrade
from casework.paths import ROOT_POLICIES
from casework.releases.reader import make_reader
from casework.ui.context import Wiring
from tests import chromium, postgres
from tests.factories.apps import borrowed
from tests.factories.engines import Kept, warm_engine

# How long a case takes says more of the machine's other work than of ours.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # ten in the morning in Viet Nam
ENGINES = ("sqlite", "postgresql")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def fixed_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """It is ten in the morning of 22 November 2026, unless the test is marked ``real_clock``."""
    if request.node.get_closest_marker("real_clock"):
        yield
        return
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest) -> Iterator[None]:
    """A password is hashed in no time, unless the test is marked ``real_passwords``."""
    if request.node.get_closest_marker("real_passwords"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(password, "DUMMY", password.DUMMY.replace(f"m={password.MEMORY}", "m=64"))
        patch.setattr(password, "MEMORY", 64)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once; each person in a test gets a context of their own."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.QUIET))
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A directory in memory where there is one: databases that are thrown away need no disk."""
    memory = Path("/dev/shm")  # noqa: S108 only a place to ask tempfile for
    with tempfile.TemporaryDirectory(prefix="casework-", dir=memory if memory.is_dir() else None) as path:
        yield Path(path)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of the suite's own, migrated to the head."""
    with postgres.server() as url:
        engine = make_engine(url)
        upgrade(engine)
        engine.dispose()
        postgres.remember(url)
        yield url


@pytest.fixture(scope="session")
def postgres_kept(postgres_url: str) -> Iterator[Kept]:
    """One engine for all tests on PostgreSQL: new connections would have to learn every table anew."""
    kept = Kept(postgres_url)
    yield kept
    kept.engine.dispose()


@pytest.fixture(scope="session")
def postgres_sweeper(postgres_url: str) -> Iterator[postgres.Sweeper]:
    """Empties the suite's PostgreSQL database."""
    sweeper = postgres.Sweeper(postgres_url)
    yield sweeper
    sweeper.close()


@pytest.fixture(scope="session")
def sqlite_template(workshop: Path) -> Path:
    """A SQLite database migrated to the head, to copy from."""
    path = workshop / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def keys_template(workshop: Path) -> Path:
    """A home directory with keys in it, to copy from."""
    home = workshop / "keys"
    home.mkdir(mode=0o700)
    create_keys(home)
    return home


@pytest.fixture
def home(workshop: Path, keys_template: Path, tmp_path: Path) -> Iterator[Path]:
    """A CASEWORK_HOME of this test's own, with keys."""
    path = workshop / tmp_path.name
    shutil.copytree(keys_template, path)
    path.chmod(0o700)
    yield path
    shutil.rmtree(path)


@pytest.fixture(params=ENGINES)
def engine_kind(request: pytest.FixtureRequest) -> str:
    """The engine that the test runs on."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(engine_kind: str, home: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database at the head with no rows but those of migrations."""
    if engine_kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), home / "casework.db")
        return f"sqlite:///{home / 'casework.db'}"
    kept: Kept = request.getfixturevalue("postgres_kept")
    sweeper: postgres.Sweeper = request.getfixturevalue("postgres_sweeper")
    sweeper.sweep(kept.processes)
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def settings(home: Path, database_url: str) -> Settings:
    """The settings of a site with defaults, on this test's database."""
    return config.load({"CASEWORK_HOME": str(home), "CASEWORK_DATABASE_URL": database_url})


@pytest.fixture(scope="session")
def policies() -> SitePolicies:
    """Our own policies, loaded and validated once."""
    return load_policies(ROOT_POLICIES)


@pytest.fixture
def engine(settings: Settings, engine_kind: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The engine under this test's sessions."""
    if engine_kind == "postgresql":
        kept: Kept = request.getfixturevalue("postgres_kept")
        yield kept.engine
        kept.put_back()
        return
    made = warm_engine(settings.database_url)
    yield made
    made.dispose()


@pytest.fixture
def vault(home: Path) -> Vault:
    """The vault over this test's keys."""
    return Vault(load_keys(home))


@pytest.fixture
def sessions(engine: Engine, vault: Vault, settings: Settings) -> sessionmaker[WorkSession]:
    """Makes sessions that carry the vault: for tests in which two people work at once."""
    return make_sessions(engine, vault, settings.expected_people)


@pytest.fixture
def session(sessions: sessionmaker[WorkSession]) -> Iterator[WorkSession]:
    """One session; what the test does not commit is thrown away."""
    with sessions() as one:
        yield one


@pytest.fixture
def figures(settings: Settings) -> Iterator[sessionmaker[Session]]:
    """Makes sessions that can read releases and nothing else."""
    made = make_reader(settings.database_url, settings.figures_role)
    yield made
    made.kw["bind"].dispose()


@pytest.fixture
def wiring(
    settings: Settings,
    policies: SitePolicies,
    vault: Vault,
    sessions: sessionmaker[WorkSession],
    figures: sessionmaker[Session],
) -> Wiring:
    """What an application is made from, on this test's database."""
    return Wiring(settings, policies, vault, sessions, figures)


@pytest.fixture
def app(wiring: Wiring) -> Iterator[Flask]:
    """The whole application, as a site would run it behind TLS."""
    with borrowed(wiring) as made:
        made.config.update(TESTING=True, PREFERRED_URL_SCHEME="https")
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that has not signed in."""
    return app.test_client()
