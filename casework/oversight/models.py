"""What the data-protection officer is told: keys and codes, never what a file says."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, uuid7


class Notice(Base):
    """Something that the officer must look at; ``settled_at`` is when she had done so.

    ``row_kind`` and ``row_id`` name the record by table and key, as the log does (no foreign key: a notice
    outlives it); ``user_id`` the member of staff whom it concerns, if one; ``detail`` is a code.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_settled_at_told_at", "settled_at", "told_at"),
        Index("ix_notice_row_id_kind", "row_id", "kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(40))
    row_kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[UUID]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    detail: Mapped[str] = mapped_column(String(40), default="")
    told_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
