"""``casework check`` and the start refuse the same things, each in one sentence."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from casework.db import make_engine
from casework.paths import ROOT_POLICIES
from tests.cli.conftest import Casework


@pytest.fixture(autouse=True)
def initialised(casework: Casework) -> None:
    assert casework("init").exit_code == 0


def elsewhere(fresh: Path) -> None:
    stands_at(fresh, "20261122_1800")


def unknown(fresh: Path) -> None:
    stands_at(fresh, "20200101_0000")


def stands_at(fresh: Path, revision: str) -> None:
    engine = make_engine(f"sqlite:///{fresh / 'casework.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": revision})
    engine.dispose()


def emptied(fresh: Path) -> None:
    engine = make_engine(f"sqlite:///{fresh / 'casework.db'}")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    engine.dispose()


def mode(name: str, bits: int) -> Callable[[Path], None]:
    return lambda home: (home / name).chmod(bits)


def missing(home: Path) -> None:
    (home / "keys/index.key").unlink()


def damaged(home: Path) -> None:
    (home / "keys/app.key").write_text("xyz")


def counted_for_others(fresh: Path) -> None:
    with closing(sqlite3.connect(fresh / "casework.db")) as database:
        database.execute(
            "INSERT INTO person_token (person_id, kind, index_version, token) VALUES ('', 'full_name', 9999, 0)"
        )
        database.commit()


TROUBLES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a key that others can read": (mode("keys/root.key", 0o640), "chmod 600"),
    "a keys directory that others can enter": (mode("keys", 0o750), "chmod 700"),
    "a missing key": (missing, "restore it"),
    "a damaged key": (damaged, "not a key"),
    "a database at another migration": (elsewhere, "casework migrate"),
    "a database at a migration of another program": (unknown, "does not know migration"),
    "a database without migrations": (emptied, "casework init"),
    "an index for another number of people": (counted_for_others, "CASEWORK_EXPECTED_PEOPLE"),
}


def test_all_is_well_at_first(casework: Casework) -> None:
    done = casework("check")
    assert done.exit_code == 0
    assert "All is well." in done.stdout


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("command", ["check", "run"])
def test_troubles_stop_it(casework: Casework, fresh: Path, trouble: str, command: str) -> None:
    make, words = TROUBLES[trouble]
    make(fresh)
    refused = casework(command)
    assert refused.exit_code == 1
    assert words in refused.output
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("command", ["check", "run"])
def test_an_unknown_word_in_a_policy_stops_it(casework: Casework, tmp_path: Path, command: str) -> None:
    own = tmp_path / "policies"
    shutil.copytree(ROOT_POLICIES, own)
    (own / "access.toml").write_text('[facility_worker]\n"case:fly" = "any"\n')
    refused = casework(command, CASEWORK_POLICIES=str(own))
    assert refused.exit_code == 1
    assert "case:fly" in refused.output


def test_it_shows_where_a_site_differs(casework: Casework, tmp_path: Path) -> None:
    own = tmp_path / "policies"
    shutil.copytree(ROOT_POLICIES, own)
    assert "differ from ours in 0 places." in casework("check", CASEWORK_POLICIES=str(own)).stdout
    path = own / "disclosure.toml"
    path.write_text(path.read_text().replace("minimum_denominator = 20", "minimum_denominator = 30"))
    shown = casework("check", CASEWORK_POLICIES=str(own)).stdout
    assert "disclosure.toml: minimum_denominator" in shown


def test_files_that_others_can_read_are_named(casework: Casework, fresh: Path) -> None:
    (fresh / "casework.db").chmod(0o644)
    assert "chmod 600" in casework("check").output


def test_the_password_of_a_database_is_not_shown(casework: Casework) -> None:
    shown = casework("check", CASEWORK_DATABASE_URL="postgresql://casework:hunter2@127.0.0.1:1/casework")
    assert shown.exit_code == 1
    assert "does not answer" in shown.output
    assert "hunter2" not in shown.output


def test_pages_in_the_clear_stay_on_this_machine(casework: Casework) -> None:
    refused = casework("run", "--host", "0.0.0.0", CASEWORK_TLS="false")  # noqa: S104 it is what must be refused
    assert refused.exit_code == 2
    assert "listen on 127.0.0.1" in refused.stderr
    assert casework("run", "--demo", "--host", "10.1.2.3").exit_code == 2


def test_a_directory_that_is_no_policies_is_told_in_words(casework: Casework, tmp_path: Path) -> None:
    (tmp_path / "access.toml").symlink_to("/proc/self/mem")
    refused = casework("check", CASEWORK_POLICIES=str(tmp_path))
    assert refused.exit_code == 1
    assert "unforeseen" not in refused.output
    assert "so nothing is compared" in refused.output


def test_a_demonstration_of_an_earlier_version_says_where_it_lies(casework: Casework, fresh: Path) -> None:
    elsewhere(fresh)
    refused = casework("run", "--demo")
    assert refused.exit_code == 1
    assert f"If {fresh} holds nothing but a demonstration" in refused.output
