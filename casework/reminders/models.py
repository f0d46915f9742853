"""Where a member of staff wants to be reminded, and the link of her calendar."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import SealedText
from casework.db import Base, uuid7


class ReminderAddress(Base):
    """The e-mail address of one member of staff, who asked for reminders.

    ``every`` is ``hour`` or ``day``: at most one in that time. The address is sealed under a key of its own
    that dies with the row, so that it is gone for good when she stops the reminders.
    """

    __tablename__ = "reminder_address"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    every: Mapped[str] = mapped_column(String(10))
    set_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    _address: Mapped[bytes] = mapped_column("address", LargeBinary)
    address = SealedText("reminder_address.address", "_address")

    @property
    def subject_id(self) -> UUID:
        """An address has a key of its own."""
        return self.id


class CalendarLink(Base):
    """The secret link of one member of staff's calendar: only the hash of its token is kept."""

    __tablename__ = "calendar_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
