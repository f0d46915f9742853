"""Drafts of any form, kept on the server until it is sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.access.models import walled_off
from casework.crypto.sealed import SealedText
from casework.db import Base, Versioned, uuid7


class Draft(Versioned, Base):
    """What a worker typed so far, sealed under a key of the draft's own that dies with it.

    ``case_id`` is the case in which it is typed, if there is one already.
    """

    __tablename__ = "draft"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    form: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    saved_at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body", LargeBinary)
    body = SealedText("draft.body", "_body")

    @property
    def subject_id(self) -> UUID:
        """A draft has a key of its own."""
        return self.id

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whoever is walled off from the case is so from what she typed in it."""
        return walled_off(user_id, cls.case_id)
