"""What the operations on no-contact orders are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.orders import rules
from casework.refusal import Refusal


@dataclass(frozen=True, kw_only=True, repr=False)
class OrderRequest:
    """A request for an order against an alleged perpetrator of the case.

    ``kind`` chair or court; ``requester`` of the list ``order_requester``; ``basis`` consent or danger (then with
    a ``legal_ground``); ``commune_code`` where the violence happened; ``court`` which one, ``why`` in words;
    ``requested_at`` when the one who decides received it; ``renews_id`` the order that it follows.
    """

    person_id: UUID
    kind: str
    requester: str
    basis: str
    commune_code: str
    requested_at: datetime
    legal_ground: str = ""
    court: str = ""
    why: str = ""
    renews_id: UUID | None = None

    def unsaid(self) -> Iterator[Refusal]:
        """What it lacks, all at once."""
        return rules.unsaid(self.kind, self.requester, self.basis, self.legal_ground, self.court, self.why)


@dataclass(frozen=True, kw_only=True, repr=False)
class Decided:
    """What was decided on a request: granted (until ``ends_at``), refused (with ``reasons``) or withdrawn."""

    decision: str
    decided_at: datetime
    ends_at: datetime | None = None
    number: str = ""
    reasons: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True, repr=False)
class CancelDecided:
    """What was decided on a request to cancel: cancelled, or kept (with ``reasons``)."""

    decision: str
    decided_at: datetime
    reasons: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True, repr=False)
class ContactRequest:
    """A contact that was permitted: on what ground (of ``permitted_ground``), from when until when, where and why."""

    ground: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    why: str = ""
