"""The baselines' tables: the same columns in the clear."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.db import uuid7


class Plain(DeclarativeBase):
    """A base of its own, so that these tables are never the product's."""

    metadata: ClassVar[MetaData] = MetaData()


class PlainClock(Plain):
    """That somebody was told, as a system without policy keeps it."""

    __tablename__ = "plain_clock"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    row_id: Mapped[UUID]
    due_at: Mapped[datetime]
    risk: Mapped[str] = mapped_column(String(10))


class PlainPerson(Plain):
    """A person as a system without sealing keeps her."""

    __tablename__ = "plain_person"
    __table_args__ = (Index("ix_plain_person_folded", "folded"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    reference: Mapped[str] = mapped_column(String(16))
    side: Mapped[str] = mapped_column(String(12))
    sex: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    seal: Mapped[bytes] = mapped_column(LargeBinary)
    folded: Mapped[str] = mapped_column(String(200))
    full_name: Mapped[str] = mapped_column(String(200))
    birth: Mapped[str] = mapped_column(String(10))
    citizen_number: Mapped[str] = mapped_column(String(12))
    phone: Mapped[str] = mapped_column(String(20))
    commune_code: Mapped[str] = mapped_column(String(5))
    address: Mapped[str] = mapped_column(String(300))
    ethnicity: Mapped[str] = mapped_column(String(80))
    disability: Mapped[str] = mapped_column(String(200))
