"""Engine, session and the base of all models: keys, moments, code sets, versions."""

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def uuid7() -> UUID:
    """A new time-ordered key (RFC 9562, version 7), made by the client before the row exists."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def random_key() -> int:
    """A new key of 62 random bits: unlike one that is ordered it doesn't tell when it was made."""
    return secrets.randbits(62)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on every engine; a naive one is refused."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored moment back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CodeSet(TypeDecorator[tuple[str, ...]]):
    """Several codes of one list in a column, as ``;a;b;``, so that SQL can ask for one of them."""

    impl = String(200)
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Sort and join the codes; no codes is the empty text."""
        if value is None:
            return None
        return f";{';'.join(sorted(set(value)))};" if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Split the codes again."""
        return None if value is None else tuple(code for code in value.split(";") if code)


class Base(DeclarativeBase):
    """The base of all models: constraint names, and how Python types are stored."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[Mapping[Any, Any]] = {
        datetime: UtcDateTime(),
        tuple[str, ...]: CodeSet(),
        str: String(200),
    }


class Versioned:
    """A row that two people can edit: its version rises by one with every change (optimistic lock)."""

    version: Mapped[int] = mapped_column(default=1, sort_order=90)
    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": version, "version_id_generator": False}


class Stale(Exception):
    """Somebody else changed the record since the form was opened; nothing was written."""


def check_version(record: Versioned, version: int) -> None:
    """Raise Stale unless the caller saw the record as it stands now."""
    if record.version != version:
        raise Stale(type(record).__name__)


class WorkSession(Session):
    """The session of this project; flush hooks hang on it, in the order in which rooms are imported."""


@event.listens_for(WorkSession, "before_flush")
def _raise_versions(session: Session, _context: object, _instances: object) -> None:
    for record in session.new:
        if isinstance(record, Versioned) and record.version is None:
            record.version = 1
    for record in session.dirty:
        if isinstance(record, Versioned) and session.is_modified(record):
            record.version += 1


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL, set up so that nothing deleted lingers and nothing written is lost."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    # Reads run outside a transaction and the first write takes the write lock at once: a
    # transaction that began reading could not be upgraded once somebody else has written.
    engine = create_engine(url, connect_args={"isolation_level": "IMMEDIATE", "timeout": 30})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "savepoint")
    def _begin_first(connection: Connection, _name: str) -> None:
        # By itself a savepoint begins a transaction of its own, and its release commits: half of what was to be done.
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def make_sessions(engine: Engine, vault: object, expected_people: int = 20_000) -> sessionmaker[WorkSession]:
    """Sessions that carry the vault, and how many people the site expects (it sets the length of index tokens)."""
    info = {"vault": vault, "expected_people": expected_people}
    return sessionmaker(engine, class_=WorkSession, info=info, expire_on_commit=False)


@contextmanager
def at_one_moment(sessions: sessionmaker[WorkSession]) -> Iterator[WorkSession]:
    """A session for reading alone: all its statements see the database as it was at the first of them."""
    with sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN")
        else:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
