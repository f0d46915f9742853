"""Perpetrators in cases: links, liability, counselling and its programme. Never a survivor's name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class CasePerpetrator(OfCase, RowSealed, Base):
    """That a person is the alleged perpetrator in a case. The link is followed one way only."""

    __tablename__ = "case_perpetrator"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    __row_seal__ = ("case_id", "person_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    linked_at: Mapped[datetime]

    @property
    def subject_id(self) -> UUID:
        """The perpetrator: the seal of the link is under his key."""
        return self.person_id


class Liability(OfCase, Versioned, RowSealed, Base):
    """Criminal liability of a perpetrator in a case (``bi_truy_cuu``, ``chua_bi_truy_cuu``) since a day."""

    __tablename__ = "liability"
    __table_args__ = (Index("ix_liability_case_id_person_id", "case_id", "person_id"),)
    __row_seal__ = ("case_id", "person_id", "status", "since")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    since: Mapped[date | None]
    recorded_at: Mapped[datetime]

    @property
    def subject_id(self) -> UUID:
        """The perpetrator: former values are kept under his key."""
        return self.person_id


class CounsellingSession(OfCase, Versioned, RowSealed, Base):
    """A session with a perpetrator: only ``tu_van`` is counselling; mediation and community criticism are not."""

    __tablename__ = "counselling_session"
    __table_args__ = (Index("ix_counselling_session_case_id_person_id", "case_id", "person_id"),)
    __row_seal__ = ("case_id", "held_on", "kind", "attended")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column("person_id", ForeignKey("person.id"), index=True)
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))
    attended: Mapped[bool]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    _note: Mapped[bytes] = mapped_column("note", LargeBinary)
    note = SealedText("counselling_session.note", "_note")


class ProgrammeReport(Versioned, RowSealed, Base):
    """What a counsellor reports of a perpetrator's programme: a row of his file, under his key, and of no case.

    Nothing is written anywhere else when it is made: who has to know finds it by the link from a case to him.
    ``kind`` and ``reason`` are codes (``programme_event``, ``programme_reason``); ``session_id`` names the session
    from which it follows; ``facility_id`` whose counsellor reports.
    """

    __tablename__ = "programme_report"
    __table_args__ = (Index("ix_programme_report_person_id_reported_at", "person_id", "reported_at"),)
    __row_seal__ = (
        "subject_id",
        "facility_id",
        "kind",
        "happened_on",
        "reported_at",
        "session_id",
        "withdrawn_at",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column("person_id", ForeignKey("person.id"))
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    kind: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("counselling_session.id"))
    reported_at: Mapped[datetime]
    reported_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    _reason: Mapped[bytes] = mapped_column("reason", LargeBinary)
    reason = SealedText("programme_report.reason", "_reason")


class ProgrammeReading(OfCase, RowSealed, Base):
    """That somebody who works on a case has read a report; of the case, and unknown to the counsellor."""

    __tablename__ = "programme_reading"
    __table_args__ = (Index("ix_programme_reading_report_id_case_id", "report_id", "case_id"),)
    __row_seal__ = ("case_id", "report_id", "read_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    report_id: Mapped[UUID] = mapped_column(ForeignKey("programme_report.id"))
    read_at: Mapped[datetime]
    read_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
