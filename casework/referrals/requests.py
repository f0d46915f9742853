"""What the two sides of a referral say: who refers, who accepts, who tries to reach her."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.cases.operations import CaseFacts


@dataclass(frozen=True, kw_only=True, repr=False)
class ReferralRequest:
    """A referral as its sender makes it.

    Addressed to an organisation of this system (``receiver_id``), or to one outside it by name
    (``outside``) and kind (``outside_kind``, list ``provider_kind``; empty: not known, so the least travels), or,
    where that one is on record, by its key (``outside_id``), so that what she said about it counts.
    ``envelope`` and ``person`` hold only fields named by ``casework.sharing``, those of CORE left out (they
    stand here by themselves). ``ground`` is of the list ``referral_ground``; under a danger to life it needs
    ``legal_ground``. A referral out of a case names it by ``case_id``. ``referral_id`` is the key that the
    referral takes (that of the draft it was made from, so that sending twice makes one); None: a new one.
    """

    receiver_id: UUID | None = None
    outside: str = ""
    outside_kind: str = ""
    outside_id: UUID | None = None
    services: tuple[str, ...]
    commune_code: str
    risk: str
    ground: str
    legal_ground: str = ""
    envelope: Mapping[str, Any] = field(default_factory=dict)
    person: Mapping[str, Any] = field(default_factory=dict)
    case_id: UUID | None = None
    consent_id: UUID | None = None
    referral_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class AttemptRequest:
    """One attempt to reach the person: channel (``contact_channel``), result (``contact_result``), safe, when."""

    channel: str
    result: str
    safe: bool
    at: datetime
    note: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Opening:
    """How the receiver opens the case of a referral that it has accepted.

    ``case`` are the facts of the case that is opened. ``same_as`` is the reference of a survivor on record whom
    the worker recognised; ``link_to`` the reference of a case of the own facility to which the referral belongs (no
    case is opened then). ``acts``, ``harms``, ``relation`` and ``occurred`` stand for those of the referral where
    the receiver knows better (None: as it was told). ``duplicates_shown`` is how many possible duplicates were shown
    before.
    """

    case: CaseFacts | None = None
    same_as: str | None = None
    link_to: str | None = None
    acts: tuple[str, ...] | None = None
    harms: tuple[str, ...] | None = None
    relation: str | None = None
    occurred: str | None = None
    duplicates_shown: int = 0
