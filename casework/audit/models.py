"""The audit log, the state of its tree, and former values kept sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class Entry(Base):
    """One event: who did what to which record, when. Field names and counts, never values.

    No foreign keys: the log outlives what it speaks of. ``position`` counts from 0 without gaps.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_case_id_position", "case_id", "position"),)

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_role: Mapped[str] = mapped_column(String(40))
    event: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    case_id: Mapped[UUID | None]
    facts: Mapped[str] = mapped_column(Text)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))


class Tree(Base):
    """The one row that says how large the log is and what its signed checkpoint is; writers queue on it."""

    __tablename__ = "audit_tree"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    checkpoint: Mapped[str] = mapped_column(Text)


class Revision(Versioned, RowSealed, Base):
    """The values that a change replaced, sealed under the subject's key; the row is never edited."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_kind_row_id", "kind", "row_id"),)
    __row_seal__ = ("kind", "row_id", "row_version", "at", "actor_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[UUID]
    row_version: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    _former: Mapped[bytes] = mapped_column("former", LargeBinary)
    former = SealedText("revision.former", "_former")
