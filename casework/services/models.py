"""Services delivered to survivors."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class Service(OfCase, Versioned, RowSealed, Base):
    """One service to one survivor: referred on, delivered on, and how it ended (``da_cung_cap`` = delivered)."""

    __tablename__ = "service"
    __table_args__ = (
        Index("ix_service_case_id_status_delivered_on", "case_id", "status", "delivered_on", "kind"),
    )
    __row_seal__ = ("case_id", "kind", "status", "referred_on", "delivered_on")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    referred_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    _note: Mapped[bytes] = mapped_column("note", LargeBinary)
    note = SealedText("service.note", "_note")
