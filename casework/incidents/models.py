"""What happened: acts, harms, and the survivor's own words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.cases.models import OfCase
from casework.crypto.sealed import RowSealed, SealedText
from casework.db import Base, Versioned, uuid7


class Incident(OfCase, Versioned, RowSealed, Base):
    """One incident of one survivor.

    ``acts`` are letters of Article 3(1) of Law 13/2022/QH15; ``occurred`` is a partial date as text
    (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or empty); ``relation`` is the perpetrator's to the survivor.
    """

    __tablename__ = "incident"
    __row_seal__ = ("case_id", "acts", "harms", "relation")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    acts: Mapped[tuple[str, ...]]
    harms: Mapped[tuple[str, ...]]
    relation: Mapped[str] = mapped_column(String(40))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    from_ledger: Mapped[bool] = mapped_column(default=False)
    _occurred: Mapped[bytes] = mapped_column("occurred", LargeBinary)
    _place: Mapped[bytes] = mapped_column("place", LargeBinary)
    _narrative: Mapped[bytes] = mapped_column("narrative", LargeBinary)
    occurred = SealedText("incident.occurred", "_occurred")
    place = SealedText("incident.place", "_place")
    narrative = SealedText("incident.narrative", "_narrative")
