"""``casework init`` fills an empty home and harms nothing that is there."""

import stat
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, text

from casework.crypto.keys import load_keys
from casework.db import make_engine
from casework.migrate import current, downgrade, head
from tests import postgres
from tests.cli.conftest import Casework


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_empty_home_gets_keys_and_tables_for_this_user_alone(casework: Casework, fresh: Path) -> None:
    done = casework("init")
    assert done.exit_code == 0, done.stderr
    assert mode(fresh) == mode(fresh / "keys") == 0o700
    assert {mode(path) for path in (fresh / "keys").iterdir()} == {0o600}
    assert mode(fresh / "casework.db") == 0o600
    engine = make_engine(f"sqlite:///{fresh / 'casework.db'}")
    assert current(engine) == head()
    engine.dispose()


def test_an_existing_empty_directory_is_closed_to_others(casework: Casework, fresh: Path) -> None:
    fresh.mkdir(mode=0o755)
    assert casework("init").exit_code == 0
    assert mode(fresh) == 0o700


def test_again_changes_no_key(casework: Casework, fresh: Path) -> None:
    casework("init")
    before = load_keys(fresh).app_secret
    assert casework("init").exit_code == 0
    assert load_keys(fresh).app_secret == before


def test_an_interrupted_one_is_finished(casework: Casework, fresh: Path) -> None:
    casework("init")
    (fresh / "casework.db").unlink()
    assert casework("init").exit_code == 0
    assert casework("check").exit_code == 0


def test_a_foreign_directory_is_left_alone(casework: Casework, fresh: Path) -> None:
    fresh.mkdir()
    (fresh / "letters.txt").write_text("mine")
    refused = casework("init")
    assert refused.exit_code == 1
    assert "letters.txt" in refused.stderr
    assert [path.name for path in fresh.iterdir()] == ["letters.txt"]


def test_a_settings_file_may_lie_there_first(casework: Casework, fresh: Path) -> None:
    fresh.mkdir()
    (fresh / "casework.toml").write_text('language = "en"\n')
    assert casework("init").exit_code == 0


def test_a_database_in_use_gets_no_new_keys(casework: Casework, fresh: Path) -> None:
    casework("init")
    (fresh / "keys").rename(fresh.parent / "lost")
    refused = casework("init")
    assert refused.exit_code == 1
    assert "restore the keys" in refused.stderr
    assert not (fresh / "keys").exists()


def test_a_database_of_another_program_is_left_alone(casework: Casework, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    engine = make_engine(url)
    Table("accounts", MetaData(), Column("id", Integer)).create(engine)
    engine.dispose()
    refused = casework("init", CASEWORK_DATABASE_URL=url)
    assert refused.exit_code == 1
    assert "another program" in refused.stderr


def test_migrate_brings_an_older_database_to_the_head(casework: Casework, fresh: Path) -> None:
    casework("init")
    assert "Nothing to do" in casework("migrate").stdout
    engine = make_engine(f"sqlite:///{fresh / 'casework.db'}")
    downgrade(engine, "base")
    engine.dispose()
    assert "run 'casework init'" in casework("migrate").stderr


def test_a_database_at_a_migration_that_nobody_knows_is_left_alone(casework: Casework, fresh: Path) -> None:
    casework("init")
    engine = make_engine(f"sqlite:///{fresh / 'casework.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '20200101_0000'"))
    engine.dispose()
    for command in ("check", "migrate", "demo"):
        refused = casework(command)
        assert refused.exit_code == 1
        assert "does not know migration 20200101_0000" in refused.output


def test_postgresql_serves_as_well(casework: Casework, fresh: Path, postgres_url: str) -> None:
    with postgres.database(postgres_url, "init") as url:
        assert casework("init", CASEWORK_DATABASE_URL=url).exit_code == 0
        assert casework("check", CASEWORK_DATABASE_URL=url).exit_code == 0
    assert not (fresh / "casework.db").exists()
