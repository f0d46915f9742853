"""Who is on duty for which service where."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Versioned, uuid7
from casework.providers.models import in_own_province


class Duty(Versioned, Base):
    """An organisation that takes referrals for one kind of service in one area, and its place in the order.

    ``area_code`` is a commune (five digits), a province (two) or empty for the whole country, and
    ``province_code`` the province in which the area lies; a lower ``position`` is asked first. Nothing here
    concerns a person.
    """

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_service_kind_area_code", "service_kind", "area_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    service_kind: Mapped[str] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(String(5), default="")
    province_code: Mapped[str] = mapped_column(String(2), default="")
    position: Mapped[int] = mapped_column(default=1)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime]

    @classmethod
    def in_province_of(cls, facility_id: UUID) -> ColumnElement[bool]:
        """The lines for the province in which an organisation sits, and for its communes."""
        return in_own_province(cls.province_code, facility_id)
