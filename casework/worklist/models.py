"""Who has been told that something was not done in time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.access.models import walled_off
from casework.db import Base, uuid7
from casework.providers.models import Provider


class Escalation(Base):
    """That ``whom`` (supervisor, coordinator, officer) was told of a clock that ran out.

    ``facility_id`` is the organisation that had to act. It says nothing of whether the thing is done by now:
    that is derived from the record itself, which ``row_kind`` and ``row_id`` name (several tables, so no
    foreign key). A clock that starts anew has another ``started_at``, and may be told of again.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        UniqueConstraint("row_id", "clock", "whom", "started_at"),
        Index("ix_escalation_facility_id_whom", "facility_id", "whom"),
        Index("ix_escalation_province_code_whom", "province_code", "whom"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    clock: Mapped[str] = mapped_column(String(20))
    row_kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[UUID]
    whom: Mapped[str] = mapped_column(String(20))
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    province_code: Mapped[str] = mapped_column(String(2))
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    told_at: Mapped[datetime]

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """What the organisation's own people did not do in time."""
        return cls.facility_id == facility_id

    @classmethod
    def in_province_of(cls, facility_id: UUID) -> ColumnElement[bool]:
        """What was not done in time in the province in which an organisation sits."""
        own = select(Provider.province_code).where(Provider.id == facility_id)
        return cls.province_code == own.scalar_subquery()

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whoever is walled off from the record is told nothing of it."""
        return walled_off(user_id, cls.row_id)
