"""Reports of plans: what staff write, what was submitted, and what became of it at each station."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import RowSealed, SealedJson, SealedText
from casework.db import Base, Versioned, uuid7


class PlanReport(Versioned, RowSealed, Base):
    """One report of a plan for a year; ``occasion`` is 0 for one of the calendar, else counts those beside it.

    ``plan`` and ``report`` are the policies' codes. ``due_at`` is the moment from which it is overdue, None where no
    date was named; ``stations`` how many agencies it goes through. ``text`` (the parts by code, and the letterhead)
    is sealed under a key of the report's own: nobody is to be named in it, but what people type can't be vouched for.
    """

    __tablename__ = "plan_report"
    __table_args__ = (
        UniqueConstraint("plan", "report", "year", "occasion"),
        Index("ix_plan_report_state_due_at", "state", "due_at"),
    )
    __row_seal__ = ("plan", "report", "year", "occasion", "cut_off", "due_at", "stations", "state", "station")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    plan: Mapped[str] = mapped_column(String(60))
    report: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    occasion: Mapped[int] = mapped_column(default=0)
    cut_off: Mapped[date]
    due_at: Mapped[datetime | None]
    stations: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    station: Mapped[int] = mapped_column(default=0)
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime]
    _text: Mapped[bytes] = mapped_column("text", LargeBinary)
    text = SealedJson("plan_report.text", "_text")

    @property
    def subject_id(self) -> UUID:
        """A report has a key of its own."""
        return self.id


class ReportSubmission(RowSealed, Base):
    """What was submitted, as it was: the text, and which release's figures it shows. It never changes."""

    __tablename__ = "report_submission"
    __table_args__ = (UniqueConstraint("report_id", "number"),)
    __row_seal__ = ("report_id", "number", "release_id", "release_digest", "submitted_by_id", "submitted_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("plan_report.id"))
    number: Mapped[int]
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    release_digest: Mapped[str] = mapped_column(String(64))
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime]
    _text: Mapped[bytes] = mapped_column("text", LargeBinary)
    text = SealedJson("report_submission.text", "_text")

    @property
    def subject_id(self) -> UUID:
        """Under the report's own key."""
        return self.report_id


class ReportAnswer(RowSealed, Base):
    """What a station said of a submission: accepted, or returned with a reason in words."""

    __tablename__ = "report_answer"
    __table_args__ = (UniqueConstraint("submission_id", "station"),)
    __row_seal__ = ("submission_id", "report_id", "station", "accepted", "answered_by_id", "answered_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("report_submission.id"))
    report_id: Mapped[UUID] = mapped_column(ForeignKey("plan_report.id"), index=True)
    station: Mapped[int]
    accepted: Mapped[bool]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime]
    _reason: Mapped[bytes] = mapped_column("reason", LargeBinary)
    reason = SealedText("report_answer.reason", "_reason")

    @property
    def subject_id(self) -> UUID:
        """Under the report's own key."""
        return self.report_id
