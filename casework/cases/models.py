"""The case file: what was detected where and when, who works on it, notes and handovers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, ScalarSelect, String, and_, not_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.models import walled_off
from casework.accounts.models import User
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7
from casework.people.models import Person


class Case(Versioned, RowSealed, Base):
    """One survivor's case at one facility.

    ``need`` is the need for support (``co``, ``khong``, ``chua_ro``); ``trafficking_status`` is set for a
    trafficking return only (``being_identified``, ``identified``); ``status`` is the step of the case work.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_facility_id_detected_on_id", "facility_id", "detected_on", "id"),
        Index("ix_case_file_detected_on_kind", "detected_on", "kind"),
    )
    __row_seal__ = ("reference", "facility_id", "survivor_id", "worker_id", "kind", "detected_on")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    ledger_code: Mapped[str | None] = mapped_column(String(60), unique=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"))
    survivor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    detected_on: Mapped[date]
    commune_code: Mapped[str] = mapped_column(String(5))
    province_code: Mapped[str] = mapped_column(String(2))
    source: Mapped[str] = mapped_column(String(40))
    need: Mapped[str] = mapped_column(String(10))
    trafficking_status: Mapped[str | None] = mapped_column(String(20))
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime]

    survivor: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def subject_id(self) -> UUID:
        """The survivor: her key seals all that is said in the case."""
        return self.survivor_id

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds the cases that it received."""
        return cls.facility_id == facility_id

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whether the case is closed to a member of staff."""
        return walled_off(user_id, cls.id)

    @classmethod
    def attended(cls) -> ColumnElement[bool]:
        """Whether a ``User`` of the query is the case worker and can be: neither her account nor the case is closed."""
        open_to_her = not_(walled_off(User.id, cls.id))
        return and_(User.id == cls.worker_id, User.disabled_at.is_(None), open_to_her)

    @classmethod
    def attendant(cls) -> ScalarSelect[UUID]:
        """The case worker who can work on the case now; NULL where nobody does, whoever has it in name."""
        return select(User.id).where(cls.attended()).correlate(cls).scalar_subquery()


class OfCase:
    """A record in a case file: who holds the case holds the record."""

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), index=True)

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds what lies in its own cases."""
        own = select(Case.id).where(Case.id == cls.case_id, Case.facility_id == facility_id)
        return own.correlate(cls).exists()

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whoever is walled off from the case is so from all that lies in it."""
        return walled_off(user_id, cls.case_id)


class Note(OfCase, Versioned, RowSealed, Base):
    """A note in a case file, in a worker's words."""

    __tablename__ = "note"
    __row_seal__ = ("case_id", "author_id", "written_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body", LargeBinary)
    body = SealedText("note.body", "_body")


class Handover(OfCase, Base):
    """That a case went from one case worker to another (or to its first)."""

    __tablename__ = "handover"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    from_worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    to_worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
