"""What became of each ledger workbook that was brought in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import SealedText
from casework.db import Base, uuid7


class LedgerImport(Base):
    """One run over one workbook: its state, how far it is, and what it found (problems name no person)."""

    __tablename__ = "ledger_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
    dry_run: Mapped[bool]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
    report: Mapped[str] = mapped_column(Text, default="{}")
    _workbook: Mapped[bytes | None] = mapped_column("workbook", LargeBinary)
    workbook = SealedText("ledger_import.workbook", "_workbook")

    @property
    def subject_id(self) -> UUID:
        """An import has a key of its own, which dies when the workbook has been read."""
        return self.id
