"""What a referral told, as the requests from which records are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.incidents.operations import IncidentRequest
from casework.people.requests import PersonRequest
from casework.people.rules import SEX_UNKNOWN
from casework.referrals.requests import Opening
from casework.safety.operations import SafeContactRequest
from casework.safety.rules import UNKNOWN

IDENTITY = ("full_name", "birth", "citizen_number", "phone", "address", "ethnicity", "disability")
CONTACT = ("channel", "number", "hours", "pickup", "caller_name", "code_word")
ACCUSED = ("full_name", "phone", "citizen_number")


@dataclass(frozen=True, repr=False)
class Told:
    """Both parts of a referral, narrowed by the sharing table."""

    envelope: Mapping[str, Any]
    person: Mapping[str, Any]

    def survivor(self) -> PersonRequest:
        """Who she is, as far as it was told."""
        known = {name: self.person.get(name, "") for name in IDENTITY}
        return PersonRequest(sex=self.envelope.get("sex") or SEX_UNKNOWN, **known)

    def contact(self) -> SafeContactRequest:
        """How she may be reached."""
        confirmed = self.person.get("confirmed_on", "")
        return SafeContactRequest(
            may_contact=self.person.get("may_contact") or UNKNOWN,
            voicemail=self.person.get("voicemail") or UNKNOWN,
            confirmed_on=date.fromisoformat(confirmed) if confirmed else None,
            **{name: self.person.get(name, "") for name in CONTACT},
        )

    def incident(self, opening: Opening) -> IncidentRequest | None:
        """What happened, as told or as the receiver knows better; None where nothing is said of it."""
        acts = self._better(opening.acts, tuple(self.envelope.get("acts", ())))
        harms = self._better(opening.harms, tuple(self.envelope.get("harms", ())))
        narrative = self.person.get("narrative", "")
        if not (acts or harms or narrative):
            return None
        return IncidentRequest(
            acts=acts,
            harms=harms,
            relation=self._better(opening.relation, self.person.get("relation", "")),
            occurred=self._better(opening.occurred, self.envelope.get("incident_on", "")),
            narrative=narrative,
        )

    def perpetrator(self) -> PersonRequest | None:
        """Who is alleged to have used violence; None where nothing of him was told."""
        known = {name: self.person.get(f"perpetrator_{name}", "") for name in ACCUSED}
        known["full_name"] = self.person.get("perpetrator_name", "")
        return PersonRequest(**known) if any(known.values()) else None

    @staticmethod
    def _better(known: Any, told: Any) -> Any:
        return told if known is None else known
