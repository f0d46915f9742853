"""Drafts of an intake, kept on the server until the case is opened."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import SealedText
from casework.db import Base, Versioned, uuid7


class Draft(Versioned, Base):
    """What a worker typed so far, sealed under a key of the draft's own that dies with it."""

    __tablename__ = "draft"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    form: Mapped[str] = mapped_column(String(40))
    saved_at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body", LargeBinary)
    body = SealedText("draft.body", "_body")

    @property
    def subject_id(self) -> UUID:
        """A draft has a key of its own."""
        return self.id
