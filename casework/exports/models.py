"""Requests to take a list of incidents out of the house."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Versioned, uuid7


class LineExport(Versioned, Base):
    """That somebody asked for the incidents of her facility's cases detected from ``first`` to ``last``.

    Only the request is kept, never the list. ``reason`` is a code of ``line_operations.REASONS``; ``incidents`` is
    how many were in the list when it was taken.
    """

    __tablename__ = "line_export"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    incidents: Mapped[int | None]

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds the requests about its own cases."""
        return cls.facility_id == facility_id
