"""Consent, purpose by purpose."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class Consent(OfCase, Versioned, RowSealed, Base):
    """One answer to one purpose; rows are added, never changed (Law 91/2025/QH15: explicit, provable, withdrawable).

    It is about everybody whom the purpose names, about organisations of ``recipient_kind``, or about one
    (``recipient_id``; its kind stands beside it). ``manner`` is of the list ``consent_manner`` ("": not said);
    ``expires_on`` the last day on which a yes holds (None: until it is withdrawn).
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_expires_on", "expires_on"),)
    __row_seal__ = (
        "case_id",
        "purpose",
        "answer",
        "given_on",
        "recipient_kind",
        "recipient_id",
        "manner",
        "taken_by",
        "expires_on",
        "recorded_by",
        "recorded_at",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(20))
    given_on: Mapped[date]
    recipient_kind: Mapped[str] = mapped_column(String(40), default="")
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    manner: Mapped[str] = mapped_column(String(20), default="")
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    expires_on: Mapped[date | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    _remark: Mapped[bytes] = mapped_column("remark", LargeBinary)
    remark = SealedText("consent.remark", "_remark")
