"""No-contact orders, the contacts that were permitted under them, and their breaches."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import Case, OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7
from casework.providers.models import Provider


class NoContactOrder(OfCase, Versioned, RowSealed, Base):
    """A request that somebody be kept away from the survivor, and what became of it.

    How it stands is derived from its times (``orders.standing``). ``person_id`` is the alleged perpetrator;
    ``commune_code`` the place of the violence, whose chair decides; ``renews_id`` the order that it follows.
    ``…_at`` of a recipient says when the order reached that one. Everything is under the row seal: moving the
    end of an order in SQL breaks it.
    """

    __tablename__ = "no_contact_order"
    __table_args__ = (
        Index("ix_no_contact_order_decision_requested_at", "decision", "requested_at"),
        Index("ix_no_contact_order_ends_at", "ends_at"),
    )
    __row_seal__ = (
        "case_id",
        "subject_id",
        "person_id",
        "renews_id",
        "kind",
        "requester",
        "basis",
        "legal_ground",
        "commune_code",
        "requested_at",
        "decision",
        "decided_at",
        "starts_at",
        "ends_at",
        "perpetrator_at",
        "survivor_at",
        "police_chief_at",
        "hamlet_head_at",
        "cancel_requester",
        "cancel_requested_at",
        "cancel_decision",
        "cancel_decided_at",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    renews_id: Mapped[UUID | None] = mapped_column(ForeignKey("no_contact_order.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    requester: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(10))
    legal_ground: Mapped[str] = mapped_column(String(40))
    commune_code: Mapped[str] = mapped_column(String(5))
    requested_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    perpetrator_at: Mapped[datetime | None]
    survivor_at: Mapped[datetime | None]
    police_chief_at: Mapped[datetime | None]
    hamlet_head_at: Mapped[datetime | None]
    cancel_requester: Mapped[str] = mapped_column(String(20), default="")
    cancel_requested_at: Mapped[datetime | None]
    cancel_decision: Mapped[str] = mapped_column(String(10), default="")
    cancel_decided_at: Mapped[datetime | None]
    _court: Mapped[bytes] = mapped_column("court", LargeBinary)
    _why: Mapped[bytes] = mapped_column("why", LargeBinary)
    _number: Mapped[bytes] = mapped_column("number", LargeBinary)
    _reasons: Mapped[bytes] = mapped_column("reasons", LargeBinary)
    _cancel_reasons: Mapped[bytes] = mapped_column("cancel_reasons", LargeBinary)
    court = SealedText("no_contact_order.court", "_court")
    why = SealedText("no_contact_order.why", "_why")
    number = SealedText("no_contact_order.number", "_number")
    reasons = SealedText("no_contact_order.reasons", "_reasons")
    cancel_reasons = SealedText("no_contact_order.cancel_reasons", "_cancel_reasons")

    @classmethod
    def in_province_of(cls, facility_id: UUID) -> ColumnElement[bool]:
        """The orders in cases of the province in which an organisation sits."""
        own = select(Provider.province_code).where(Provider.id == facility_id).scalar_subquery()
        there = select(Case.id).where(Case.id == cls.case_id, Case.province_code == own)
        return there.correlate(cls).exists()


class _OfOrder(OfCase):
    """Something under an order: written once, by somebody at a moment."""

    order_id: Mapped[UUID] = mapped_column(ForeignKey("no_contact_order.id"), index=True)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class PermittedContact(_OfOrder, RowSealed, Base):
    """A contact that the one who issued the order permitted, for some hours on one of three grounds."""

    __tablename__ = "permitted_contact"
    __row_seal__ = ("case_id", "order_id", "ground", "starts_at", "ends_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    ground: Mapped[str] = mapped_column(String(20))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    _place: Mapped[bytes] = mapped_column("place", LargeBinary)
    _why: Mapped[bytes] = mapped_column("why", LargeBinary)
    place = SealedText("permitted_contact.place", "_place")
    why = SealedText("permitted_contact.why", "_why")


class Breach(_OfOrder, RowSealed, Base):
    """That the order was broken."""

    __tablename__ = "order_breach"
    __row_seal__ = ("case_id", "order_id", "at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime]
    _note: Mapped[bytes] = mapped_column("note", LargeBinary)
    note = SealedText("order_breach.note", "_note")
