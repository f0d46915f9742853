"""Keys as the database holds them: wrapped, and useless without the root key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class KeyEpoch(Base):
    """The key-encryption key of a month (``202611``), wrapped by the root key.

    Monthly, so that an epoch can die with the last backup that needs it.
    """

    __tablename__ = "key_epoch"

    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wrapped_kek: Mapped[bytes] = mapped_column(LargeBinary(40))
    root_key_id: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class SubjectKey(Base):
    """The data key of one subject, wrapped under a key that only this subject and generation give.

    Deleting the row erases all that was sealed for the subject.
    """

    __tablename__ = "subject_key"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(ForeignKey("key_epoch.epoch"), index=True)
    generation: Mapped[int] = mapped_column(SmallInteger)
    wrapped_dek: Mapped[bytes] = mapped_column(LargeBinary(40))
    check_value: Mapped[bytes] = mapped_column(LargeBinary(16))
