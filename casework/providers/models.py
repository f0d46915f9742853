"""Organisations and facilities, and the activities they carry out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from casework.db import Base, Versioned, uuid7
from casework.providers.rules import PROVINCE


class Provider(Versioned, Base):
    """An organisation or facility that detects cases, refers people or delivers services.

    ``reach`` is how far it serves: its own ``commune``, its ``province`` or the ``country``.
    """

    __tablename__ = "provider"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    ledger_code: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(40))
    public: Mapped[bool]
    commune_code: Mapped[str] = mapped_column(String(5))
    province_code: Mapped[str] = mapped_column(String(2), index=True)
    reach: Mapped[str] = mapped_column(String(10), default=PROVINCE)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds its own record."""
        return cls.id == facility_id

    @classmethod
    def in_province_of(cls, facility_id: UUID) -> ColumnElement[bool]:
        """What sits in the province in which an organisation sits, however far it serves."""
        return in_own_province(cls.province_code, facility_id)


def in_own_province(province_code: Any, facility_id: UUID) -> ColumnElement[bool]:
    """Whether a column names the province in which an organisation sits; "" (the whole country) is nobody's own."""
    own = aliased(Provider)
    there = select(own.province_code).where(own.id == facility_id).scalar_subquery()
    return and_(province_code != "", province_code == there)


class Activity(Versioned, Base):
    """A dated activity of a facility against gender-based violence: support, prevention, response."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_provider_id_held_on", "provider_id", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"))
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds the record of its own activities."""
        return cls.provider_id == facility_id
