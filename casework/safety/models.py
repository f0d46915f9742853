"""How a survivor may be reached without danger, and in how much danger she is."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.access.models import walled_off
from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedJson, SealedText
from casework.db import Base, Versioned, uuid7
from casework.people.models import PersonHolding


class SafeContact(Versioned, RowSealed, Base):
    """The safe-contact block of one person; shown before any number is.

    ``may_contact`` (``co``, ``khong``, ``chua_ro``) and ``voicemail`` are sealed into the row: an edit in
    SQL that flips "do not call" breaks the row seal.
    """

    __tablename__ = "safe_contact"
    __row_seal__ = ("subject_id", "may_contact", "voicemail", "channel", "confirmed_on")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    may_contact: Mapped[str] = mapped_column(String(10))
    voicemail: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(20))
    confirmed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    _number: Mapped[bytes] = mapped_column("number", LargeBinary)
    _hours: Mapped[bytes] = mapped_column("hours", LargeBinary)
    _pickup: Mapped[bytes] = mapped_column("pickup", LargeBinary)
    _caller_name: Mapped[bytes] = mapped_column("caller_name", LargeBinary)
    _code_word: Mapped[bytes] = mapped_column("code_word", LargeBinary)
    number = SealedText("safe_contact.number", "_number")
    hours = SealedText("safe_contact.hours", "_hours")
    pickup = SealedText("safe_contact.pickup", "_pickup")
    caller_name = SealedText("safe_contact.caller_name", "_caller_name")
    code_word = SealedText("safe_contact.code_word", "_code_word")

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds the safe contact of the people of its own cases."""
        held = select(PersonHolding.person_id).where(
            PersonHolding.person_id == cls.subject_id, PersonHolding.facility_id == facility_id
        )
        return held.correlate(cls).exists()

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whoever is walled off from the person is so from how she may be reached."""
        return walled_off(user_id, cls.subject_id)


class Risk(OfCase, Versioned, RowSealed, Base):
    """A level of risk that somebody stated, and how it stands.

    ``standing`` is ``current`` (it counts; one a case), ``proposed`` (a lower level that waits for a second
    person), ``past``, ``declined``, or ``lapsed`` (overtaken by a later statement). ``source`` is the occasion.
    ``event`` and ``event_at``: what happened since, for which it has to be looked at again.
    """

    __tablename__ = "risk"
    __table_args__ = (Index("ix_risk_standing_assessed_at", "standing", "assessed_at"),)
    __row_seal__ = (
        "case_id",
        "subject_id",
        "level",
        "source",
        "standing",
        "assessed_at",
        "assessed_by",
        "decided_at",
        "decided_by",
        "event",
        "event_at",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    level: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(10))
    assessed_at: Mapped[datetime]
    assessed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    event: Mapped[str] = mapped_column(String(20), default="")
    event_at: Mapped[datetime | None]
    _reason: Mapped[bytes] = mapped_column("reason", LargeBinary)
    reason = SealedText("risk.reason", "_reason")


class RiskSheet(OfCase, RowSealed, Base):
    """What a stated level rests on: the answers to our own form, and what a tool of others gave; never changed.

    ``answers``: the policy's ``version``, each of the ``signs``, her ``fear``, and the level ``called_for``.
    ``tool``: its code, ``version``, ``score`` and ``level``; empty where none was used.
    """

    __tablename__ = "risk_sheet"
    __row_seal__ = ("case_id", "subject_id", "risk_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    risk_id: Mapped[UUID] = mapped_column(ForeignKey("risk.id"), unique=True)
    _answers: Mapped[bytes] = mapped_column("answers", LargeBinary)
    _tool: Mapped[bytes] = mapped_column("tool", LargeBinary)
    answers = SealedJson("risk_sheet.answers", "_answers")
    tool = SealedJson("risk_sheet.tool", "_tool")
