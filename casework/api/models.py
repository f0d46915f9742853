"""Tokens with which programs read released figures."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.api.rules import LONGEST_NAME
from casework.db import Base, uuid7


class ApiToken(Base):
    """A token of an organisation: found by its public part, known by a keyed digest of the whole.

    ``requests`` is how often it was used in ``minute`` (counted in the database, so that all processes share it);
    ``used_on`` the last day of use.
    """

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("provider.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    public: Mapped[str] = mapped_column(String(16), unique=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    scopes: Mapped[tuple[str, ...]]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_on: Mapped[date | None]
    minute: Mapped[int] = mapped_column(default=0)
    requests: Mapped[int] = mapped_column(default=0)

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything still."""
        return self.revoked_at is None and now < self.expires_at
