"""What opening a case needs, all of it at once."""

from dataclasses import dataclass
from uuid import UUID

from casework.cases.operations import CaseFacts
from casework.consent.operations import ConsentRequest
from casework.incidents.operations import IncidentRequest
from casework.people.requests import PersonRequest
from casework.safety.operations import SafeContactRequest


@dataclass(frozen=True, kw_only=True)
class IntakeRequest:
    """One intake: who, how to reach her safely, what she agreed to, the case, and what happened first.

    ``same_as`` is the reference of a survivor on record whom the worker recognised (None: a new
    person). Her record is then left as it is, and ``kept`` (what was typed about her, in words)
    becomes a note in the new case, so that nothing typed is lost and nothing is merged by itself.
    ``incident`` is None when none was told. ``draft_id`` names the draft that ends with this act.
    """

    person: PersonRequest
    contact: SafeContactRequest
    consents: tuple[ConsentRequest, ...]
    case: CaseFacts
    incident: IncidentRequest | None
    same_as: str | None = None
    kept: str = ""
    duplicates_shown: int = 0
    draft_id: UUID | None = None

    def __repr__(self) -> str:
        return "IntakeRequest(...)"
