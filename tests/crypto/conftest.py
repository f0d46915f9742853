"""A small model of our own, so that these tests stand whatever the rooms above keep sealed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import Engine, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from casework.access import Actor
from casework.crypto import RowSealed, SealedJson, SealedText, Vault
from casework.crypto.keys import KeyfileRoot, Keys
from casework.crypto.models import KeyEpoch, SubjectKey
from casework.db import CodeSet, UtcDateTime, Versioned, make_sessions, uuid7


class Bench(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map: ClassVar[Any] = {datetime: UtcDateTime(), tuple[str, ...]: CodeSet()}


class File(Versioned, RowSealed, Bench):
    __tablename__ = "bench_file"
    __row_seal__ = ("may_call", "acts", "seen_on", "written_at", "urgent", "owner_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    may_call: Mapped[str] = mapped_column(String(10), default="khong")
    acts: Mapped[tuple[str, ...]] = mapped_column(default=())
    seen_on: Mapped[date | None]
    written_at: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[UUID | None]
    colour: Mapped[str | None] = mapped_column(String(10))
    _name: Mapped[bytes] = mapped_column("name", LargeBinary)
    _phone: Mapped[bytes] = mapped_column("phone", LargeBinary)
    name = SealedText("file.name", "_name")
    phone = SealedText("file.phone", "_phone")

    @property
    def subject_id(self) -> UUID:
        return self.id


class Scrap(Bench):
    __tablename__ = "bench_scrap"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID]
    _body: Mapped[bytes] = mapped_column("body", LargeBinary)
    body = SealedJson("scrap.body", "_body")


@pytest.fixture(autouse=True)
def tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tables of the models above, where a test has a database."""
    if "engine" not in request.fixturenames:
        yield
        return
    engine = request.getfixturevalue("engine")
    tables = [KeyEpoch.metadata.tables[one.__tablename__] for one in (KeyEpoch, SubjectKey)]
    KeyEpoch.metadata.create_all(engine, tables=tables)
    Bench.metadata.create_all(engine)
    yield
    Bench.metadata.drop_all(engine)


@pytest.fixture
def sessions(engine: Engine, vault: Vault) -> sessionmaker[Any]:
    """Sessions in which somebody is named as the reader, so that what is opened can be audited."""
    made = make_sessions(engine, vault)
    made.configure(info={"vault": vault, "actor": Actor(None, "operator", None, "test")})
    return made


@pytest.fixture
def keys() -> Keys:
    """Keys that are always the same, for answers that are known."""
    return Keys(
        root=KeyfileRoot(bytes(range(32))),
        index_root=bytes(range(32, 64)),
        audit_mac=bytes(range(64, 96)),
        audit_signing=bytes(range(96, 128)),
        app_secret=bytes(range(128, 160)),
    )


def make_file(session: Session, **values: Any) -> File:
    """A file of a new subject, stored and committed, with nothing noted as opened."""
    vault: Vault = session.info["vault"]
    values.setdefault("name", "Đào Thị Hoà")
    file = File(id=uuid7(), **values)
    vault.new_subject(session, file.id)
    session.add(file)
    session.commit()
    session.expire_all()
    return file


def fetch(session: Session, file_id: UUID, **options: Any) -> File:
    """The file as a new request with a cold vault reads it; options are the vault's."""
    session.expunge_all()
    session.info["vault"] = Vault(session.info["vault"].keys, **options)
    return session.get_one(File, file_id)


@pytest.fixture
def another(sessions: sessionmaker[Any]) -> Iterator[Session]:
    """A second session, as another request has it."""
    with sessions() as one:
        yield one
