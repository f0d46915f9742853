"""Relatives and other people close to a survivor, as she tells of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class Relative(OfCase, Versioned, RowSealed, Base):
    """Somebody close to the survivor; all of it is sealed under her key.

    ``relation`` is a code of the list ``kinship``; ``lives_with`` (with her) and ``may_know`` (that she has
    sought help) are ``co``, ``khong`` or ``chua_ro``. Nobody sees anything by being named here.
    """

    __tablename__ = "relative"
    __row_seal__ = ("case_id", "subject_id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    _name: Mapped[bytes] = mapped_column("name", LargeBinary)
    _relation: Mapped[bytes] = mapped_column("relation", LargeBinary)
    _phone: Mapped[bytes] = mapped_column("phone", LargeBinary)
    _citizen_number: Mapped[bytes] = mapped_column("citizen_number", LargeBinary)
    _lives_with: Mapped[bytes] = mapped_column("lives_with", LargeBinary)
    _may_know: Mapped[bytes] = mapped_column("may_know", LargeBinary)
    name = SealedText("relative.name", "_name")
    relation = SealedText("relative.relation", "_relation")
    phone = SealedText("relative.phone", "_phone")
    citizen_number = SealedText("relative.citizen_number", "_citizen_number")
    lives_with = SealedText("relative.lives_with", "_lives_with")
    may_know = SealedText("relative.may_know", "_may_know")
