"""What became of each ledger workbook that was brought in, and of each of its rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

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


class LedgerRow(Base):
    """Which record a row of a ledger became, and a keyed digest of what the row said.

    The digest tells whether a later workbook says something else, without opening anything, and so
    that what staff corrected meanwhile isn't undone by the old row. ``kind`` is the sheet's; ``code`` the
    row's own code, or, where the sheet has none, the code of the case or facility it belongs to.
    """

    __tablename__ = "ledger_row"
    __table_args__ = (Index("ix_ledger_row_kind_code", "kind", "code"),)

    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(130))
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
