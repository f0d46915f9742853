"""How a receiver outside the system answers a letter, and who guesses at it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7
from casework.referrals.models import OfReferral


class AckLink(OfReferral, Versioned, RowSealed, Base):
    """A one-time link on a letter, and who answered through it.

    Only the hash of its token is kept; ``token_hash`` is "" where the receiver told the sender
    by other means, who then wrote it down (``made_by_id``). What the answer was says the referral.
    """

    __tablename__ = "ack_link"
    __row_seal__ = ("referral_id", "subject_id", "token_hash", "expires_at", "answered_at")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID]
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[datetime]
    # The column keeps its first name, which is under the seal of every row there is.
    answered_at: Mapped[datetime | None] = mapped_column("acknowledged_at")
    _name: Mapped[bytes] = mapped_column("name", LargeBinary)
    _post: Mapped[bytes] = mapped_column("post", LargeBinary)
    name = SealedText("ack_link.name", "_name")
    post = SealedText("ack_link.post", "_post")


class AckGuess(Base):
    """How often a place on the network came with a link that leads nowhere; the place itself is not kept.

    ``place`` is a keyed hash of its address, forgotten after a day.
    """

    __tablename__ = "ack_guess"

    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    next_at: Mapped[datetime]
