"""What is worth a second look before a case is opened."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.incidents import rules as incidents
from casework.intake.requests import IntakeRequest
from casework.people.models import Person
from casework.people.queries import Duplicates, possible_duplicates
from casework.people.requests import PersonRequest
from casework.people.rules import SURVIVOR


@dataclass(frozen=True)
class Findings:
    """People who may be the same, and messages on what looks odd; neither forbids anything."""

    duplicates: Duplicates
    warnings: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to look at."""
        return self.duplicates.any or bool(self.warnings)

    def settled(
        self,
        request: IntakeRequest,
        same_as: str | None,
        draft_id: UUID,
        kept: Callable[[Person, PersonRequest], str],
    ) -> IntakeRequest:
        """The request with the worker's answer: the person recognised among those shown, or nobody."""
        person = next((each for each in self.duplicates.visible if each.reference == same_as), None)
        return replace(
            request,
            same_as=person.reference if person else None,
            kept=kept(person, request.person) if person else "",
            duplicates_shown=len(self.duplicates.visible),
            draft_id=draft_id,
        )


def findings(session: Session, actor: Actor, request: IntakeRequest) -> Findings:
    """Look for people on record and for what is odd in the request."""
    warnings = request.person.warnings()
    if request.incident is not None:
        warnings += incidents.warnings(request.incident.relation, request.incident.acts)
    return Findings(possible_duplicates(session, actor, request.person, SURVIVOR), warnings)
