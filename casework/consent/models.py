"""Consent, purpose by purpose."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class Consent(OfCase, Versioned, RowSealed, Base):
    """One answer to one purpose; the newest of a purpose counts (Law 91/2025/QH15: explicit, withdrawable)."""

    __tablename__ = "consent"
    __row_seal__ = ("case_id", "purpose", "answer", "given_on")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(20))
    given_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    _remark: Mapped[bytes] = mapped_column("remark", LargeBinary)
    remark = SealedText("consent.remark", "_remark")
