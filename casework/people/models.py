"""Persons: an identity sealed under the person's own key, and keyed tokens to find it by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.access.models import walled_off
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, random_key, uuid7


class Person(Versioned, RowSealed, Base):
    """A survivor, or a perpetrator: someone who is both has two rows that nothing joins.

    All that can identify is sealed. ``sex`` stays clear, because it is counted; a partial birth date is
    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; an unknown value is the empty text.
    ``counted_as`` is who she is to the counting facts: once it is gone from here, it means nothing there.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("side", "ledger_code"), Index("ix_person_id_sex", "id", "sex"))
    __row_seal__ = ("side", "sex", "reference", "ledger_code")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    side: Mapped[str] = mapped_column(String(12))
    sex: Mapped[str] = mapped_column(String(10))
    ledger_code: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    counted_as: Mapped[int | None] = mapped_column(BigInteger, default=random_key)

    _full_name: Mapped[bytes] = mapped_column("full_name", LargeBinary)
    _birth: Mapped[bytes] = mapped_column("birth", LargeBinary)
    _citizen_number: Mapped[bytes] = mapped_column("citizen_number", LargeBinary)
    _phone: Mapped[bytes] = mapped_column("phone", LargeBinary)
    _commune_code: Mapped[bytes] = mapped_column("commune_code", LargeBinary)
    _address: Mapped[bytes] = mapped_column("address", LargeBinary)
    _ethnicity: Mapped[bytes] = mapped_column("ethnicity", LargeBinary)
    _disability: Mapped[bytes] = mapped_column("disability", LargeBinary)

    full_name = SealedText("person.full_name", "_full_name")
    birth = SealedText("person.birth", "_birth")
    citizen_number = SealedText("person.citizen_number", "_citizen_number")
    phone = SealedText("person.phone", "_phone")
    commune_code = SealedText("person.commune_code", "_commune_code")
    address = SealedText("person.address", "_address")
    ethnicity = SealedText("person.ethnicity", "_ethnicity")
    disability = SealedText("person.disability", "_disability")

    @property
    def subject_id(self) -> UUID:
        """The subject under whose key this row is sealed: the person."""
        return self.id

    @classmethod
    def held_by(cls, facility_id: UUID) -> ColumnElement[bool]:
        """A facility holds the people of its own cases."""
        held = select(PersonHolding.person_id).where(
            PersonHolding.person_id == cls.id, PersonHolding.facility_id == facility_id
        )
        return held.correlate(cls).exists()

    @classmethod
    def walled(cls, user_id: UUID) -> ColumnElement[bool]:
        """Whether the person is closed to a member of staff."""
        return walled_off(user_id, cls.id)


class PersonHolding(RowSealed, Base):
    """That a facility has a case with this person: the relation behind all access to people, and so under a seal."""

    __tablename__ = "person_holding"
    __table_args__ = (UniqueConstraint("person_id", "facility_id"),)
    __row_seal__ = ("person_id", "facility_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"), index=True)

    @property
    def subject_id(self) -> UUID:
        """The person who is held."""
        return self.person_id


class PersonToken(Base):
    """A truncated keyed token of a whole value: many people share one, so that it names none of them."""

    __tablename__ = "person_token"
    __table_args__ = (Index("ix_person_token_kind_index_version_token", "kind", "index_version", "token"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    index_version: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    token: Mapped[int]
