"""A real PostgreSQL server of the suite's own: a fresh directory, a socket instead of a port, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing of it outlives the run, so nothing has to survive a power cut.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=60",
)
PATIENCE = 30.0


def binaries() -> Path:
    """The directory of the newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    postgres = shutil.which("postgres")
    if postgres:
        return Path(postgres).resolve().parent
    raise RuntimeError("The tests need a PostgreSQL server: run .ci/setup, or apt-get install postgresql.")


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; then it gets the user of its package, or nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give the address of its database ``casework``; stop it and remove it afterwards."""
    user = _unprivileged()
    root = Path(tempfile.mkdtemp(prefix="casework-pg-"))
    root.chmod(0o755)
    data = root / "data"
    data.mkdir(mode=0o700)
    sockets = root / "s"
    sockets.mkdir(mode=0o755)
    if user:
        shutil.chown(data, user)
        shutil.chown(sockets, user)
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    programs = binaries()
    make = ("-U", "casework", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    subprocess.run(
        [str(programs / "initdb"), "-D", str(data), *make],
        user=user,
        env=environ,
        cwd=root,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    settings = (*FAST, "listen_addresses=", f"unix_socket_directories={sockets}")
    options = [part for setting in settings for part in ("-c", setting)]
    with (root / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *options],
            user=user,
            env=environ,
            cwd=root,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, sockets, root / "log")
        yield f"postgresql+psycopg://casework@/casework?host={sockets}"
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(root, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], sockets: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(
                host=str(sockets), user="casework", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute("CREATE DATABASE casework")
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.05)


def remember(url: str) -> None:
    """Keep the few rows that migrations make, so that a ``Sweeper`` can put them back."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            """
            CREATE SCHEMA pristine;
            DO $$ DECLARE name text; filled boolean; BEGIN
                FOR name IN SELECT tablename FROM pg_tables
                    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
                LOOP
                    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
                    IF filled THEN EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', name, name); END IF;
                END LOOP;
            END $$
            """
        )


class Sweeper:
    """Empties the database of the suite's server; its connection is kept, since a new one would know no table."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        # As a replica the server checks no foreign keys, so that the order does not matter.
        self._connection.execute("SET session_replication_role = replica")

    def sweep(self, kept: Collection[int]) -> None:
        """Put back the rows as migrations left them; whoever is connected is shown out, but for those kept."""
        self._connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)",
            [list(kept)],
        )
        self._connection.execute(
            """
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT tablename FROM pg_tables
                    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
                LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
                FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine'
                LOOP EXECUTE format('INSERT INTO %I SELECT * FROM pristine.%I', name, name); END LOOP;
            END $$
            """
        )

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """One more database on the suite's server, in which nothing was ever made."""
    base, _, query = url.partition("?")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{base.rpartition('/')[0]}/{name}?{query}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
