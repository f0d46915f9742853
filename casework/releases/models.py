"""Releases, what they show, and what proves them safe."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Versioned, uuid7

_PREPARED = text("state IN ('building', 'ready')")  # one at a time in a year, whoever presses first


class Release(Versioned, Base):
    """Tables of all populations, closed on one day; approved it never changes.

    It counts people detected from ``first`` to ``last`` with the facts known up to ``cut_off``. ``number``
    is given at approval (1, 2, … in the year); ``corrects_id`` names the release that it puts right.
    ``versions`` are those of the catalogue, the places and the thresholds, as JSON; ``digest`` is the
    SHA-256 of all parts that are shown, and ``note`` the signed statement of all this.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_release_year_state", "year", "state"),
        Index("uq_release_prepared", "year", unique=True, sqlite_where=_PREPARED, postgresql_where=_PREPARED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    year: Mapped[int]
    number: Mapped[int | None]
    period: Mapped[str] = mapped_column(String(8))
    first: Mapped[date]
    last: Mapped[date]
    cut_off: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"))
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    built_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(40), default="")
    versions: Mapped[str] = mapped_column(Text, default="{}")
    digest: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class ReleasePart(Base):
    """One file of a release: a population's tables, its rounded cube, or the proof.

    ``body`` is compressed canonical JSON (so that the same figures have the same bytes). What ``secret``
    marks (true tables and witnesses) is read by the engine alone and never shown.
    """

    __tablename__ = "release_part"
    __table_args__ = (UniqueConstraint("release_id", "kind", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40))
    secret: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
