"""Conflicts of interest: the numbers of staff, tokens to compare numbers by, and the conflicts found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, uuid7


class StaffIdentity(RowSealed, Base):
    """The phone and citizen number that a member of staff had at some time, sealed under her own key.

    Rows are only added, and all are compared: a new number doesn't shake off what the old one told.
    """

    __tablename__ = "staff_identity"
    __row_seal__ = ("user_id", "recorded_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    _phone: Mapped[bytes] = mapped_column("phone", LargeBinary)
    _citizen_number: Mapped[bytes] = mapped_column("citizen_number", LargeBinary)
    phone = SealedText("staff_identity.phone", "_phone")
    citizen_number = SealedText("staff_identity.citizen_number", "_citizen_number")

    @property
    def subject_id(self) -> UUID:
        """The member of staff, under whose own key the row is sealed."""
        return self.user_id


class NumberToken(Base):
    """A token of a phone or citizen number that is no person's on record: of staff, a relative, a referral.

    Made as those of people are, so that the two can be compared. ``holder_id`` is the member of staff, the
    survivor, or the referral; ``row_id`` the record in which the number stands.
    """

    __tablename__ = "number_token"
    __table_args__ = (
        Index("ix_number_token_kind_index_version_token", "kind", "index_version", "token"),
        Index("ix_number_token_source_holder_id", "source", "holder_id"),
    )

    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    index_version: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    token: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(12))
    holder_id: Mapped[UUID]


class Conflict(Base):
    """That a member of staff has a number of somebody on record; never taken away but by the officer's word.

    ``role`` says as whom: ``survivor``, ``perpetrator``, ``relative`` (``row_id``: a person; of a relative the
    survivor) or ``referred`` (``row_id``: a referral); ``matched`` by which number.
    """

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("user_id", "role", "row_id", "matched"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    row_id: Mapped[UUID] = mapped_column(index=True)
    matched: Mapped[str] = mapped_column(String(24))
    found_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
