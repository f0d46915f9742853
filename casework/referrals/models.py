"""A referral: an envelope that the receiver reads, and the person's part, which opens on acceptance."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.access.models import walled_off
from casework.crypto.sealed import RowSealed, SealedJson, SealedText
from casework.db import Base, Versioned, uuid7
from casework.providers.models import Provider
from casework.referrals import states


class Referral(Versioned, RowSealed, Base):
    """One hand-over from one organisation to another (``receiver_id`` None: to one outside the system).

    ``reference`` is the row's own, for addresses; ``receipt`` is the sender's number and stays the same
    along a chain of redirections (``previous_id``). ``receiver_kind`` is the kind of the receiver when it was sent
    ("outside": not known); ``outside_id`` the organisation told by letter, where it is on record. ``case_id`` is
    the case it was sent from, if any; ``taken_case_id`` the case that the receiver opened or linked. An inbound
    referral (no ``case_id``) is sealed under a key of its own, one from a case under the survivor's. Times are
    those of the first such act.
    """

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_inbox", "receiver_id", "state", "risk", "sent_at", "id"),
        Index("ix_referral_sender_id_sent_at", "sender_id", "sent_at"),
        Index("ix_referral_province_code_state", "province_code", "state"),
    )
    __row_seal__ = (
        "receipt",
        "sender_id",
        "receiver_id",
        "receiver_kind",
        "outside_id",
        "state",
        "risk",
        "ground",
        "legal_ground",
        "consent_id",
        "case_id",
        "taken_case_id",
        "subject_id",
        "previous_id",
        "sent_by_id",
        "countersigned_by_id",
        "countersigned_at",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    receipt: Mapped[str] = mapped_column(String(16), index=True)
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
    subject_id: Mapped[UUID]
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"))
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    receiver_kind: Mapped[str] = mapped_column(String(40))
    outside: Mapped[str] = mapped_column(default="")
    outside_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    taken_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"))
    state: Mapped[str] = mapped_column(String(20))
    risk: Mapped[str] = mapped_column(String(10))
    services: Mapped[tuple[str, ...]]
    commune_code: Mapped[str] = mapped_column(String(5))
    province_code: Mapped[str] = mapped_column(String(2))
    ground: Mapped[str] = mapped_column(String(20))
    legal_ground: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    countersigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    countersigned_at: Mapped[datetime | None]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    engaged_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    _envelope: Mapped[bytes] = mapped_column("envelope", LargeBinary)
    envelope = SealedJson("referral.envelope", "_envelope")

    @property
    def left(self) -> bool:
        """Whether nothing of it can be read at the receiver any more."""
        return states.left(self.state, case=self.taken_case_id is not None)

    @property
    def revealed(self) -> bool:
        """Whether the receiver may know who she is."""
        return states.revealed(self.state, case=self.taken_case_id is not None)

    @property
    def lacks_case(self) -> bool:
        """Whether the receiver has accepted it, works on it, and has not opened its case yet."""
        return states.lacks_case(self.state, case=self.taken_case_id is not None)

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """The organisation to which it is addressed holds a referral."""
        return cls.receiver_id == facility_id

    @classmethod
    def sent_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """What an organisation has sent; the links of a chain that others made belong to its first sender too."""
        return cls.sender_id == facility_id

    @classmethod
    def in_province_of(cls, facility_id: UUID) -> ColumnElement[bool]:
        """What concerns the province in which an organisation sits."""
        own = select(Provider.province_code).where(Provider.id == facility_id)
        return cls.province_code == own.scalar_subquery()

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whether the referral is closed to a member of staff, of its sender or of its receiver."""
        return walled_off(user_id, cls.id)


class ReferralPerson(RowSealed, Base):
    """The person's part for one receiver, under a key of its own, so that it can be taken back for good."""

    __tablename__ = "referral_person"
    __row_seal__ = ("referral_id", "receiver_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), unique=True)
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"))
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    _body: Mapped[bytes] = mapped_column("body", LargeBinary)
    body = SealedJson("referral_person.body", "_body")

    @property
    def subject_id(self) -> UUID:
        """The part has a key of its own; forgetting it makes the part unreadable."""
        return self.id


class OfReferral:
    """A record about a referral: the organisation addressed holds it."""

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """Whoever holds the referral holds the record."""
        return cls._of(Referral.held_by(facility_id))

    @classmethod
    def sent_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """Whoever sent the referral."""
        return cls._of(Referral.sent_by(facility_id))

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whoever is walled off from the referral is so from all that is said about it."""
        return walled_off(user_id, cls.referral_id)

    @classmethod
    def _of(cls, clause: ColumnElement[bool]) -> ColumnElement[bool]:
        own = select(Referral.id).where(Referral.id == cls.referral_id, clause)
        return own.correlate(cls).exists()


class ReferralStep(OfReferral, Base):
    """That a referral came into a state: what its sender is told (state and time, nothing else).

    ``number`` counts along the whole chain, since several steps may be of one moment.
    """

    __tablename__ = "referral_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class ReferralQuestion(OfReferral, Base):
    """A question of the receiver, from a list, and the sender's answer."""

    __tablename__ = "referral_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID]
    question: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    _answer: Mapped[bytes] = mapped_column("answer", LargeBinary)
    answer = SealedText("referral_question.answer", "_answer")


class ContactAttempt(OfReferral, RowSealed, Base):
    """One attempt to reach the person: when, by which channel, what came of it, and whether it was safe."""

    __tablename__ = "contact_attempt"
    __row_seal__ = ("referral_id", "at", "channel", "result", "safe")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID]
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(20))
    result: Mapped[str] = mapped_column(String(20))
    safe: Mapped[bool]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    _note: Mapped[bytes] = mapped_column("note", LargeBinary)
    note = SealedText("contact_attempt.note", "_note")
