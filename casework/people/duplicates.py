"""Who may be registered already: shown before anybody is saved, never merged.

Other facilities' people are compared too, but of them only the fact of a match leaves this room, and
only to whoever has ``person:elsewhere``: told to everybody, it would tell a perpetrator's friend on
the staff that she has sought help somewhere.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, clause, may, open_to
from casework.audit.operations import record
from casework.people import rules, tokens
from casework.people.matching import alike
from casework.people.models import Person, PersonToken
from casework.people.requests import PersonRequest
from casework.vocabulary.folding import fold

BY, BY_ELSEWHERE = "duplicates", "duplicates_elsewhere"


@dataclass(frozen=True)
class Duplicates:
    """People in the actor's reach who may be the same; ``elsewhere``: another facility may know her.

    ``elsewhere`` is False for those who may not be told, whatever is the case.
    """

    visible: tuple[Person, ...] = ()
    elsewhere: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.visible) or self.elsewhere


def possible_duplicates(session: Session, actor: Actor, request: PersonRequest, side: str) -> Duplicates:
    """People of that side with the same citizen number, phone, or (nearly) the same name and year of birth.

    What is opened to compare is counted, not listed; those returned are noted when the page reads them.
    """
    wanted = tokens.indexed(request.values())
    wanted.pop(tokens.FULL_NAME, None)  # a name alone is shared by too many
    if not wanted:
        return Duplicates()
    told = may(actor, "person:elsewhere")
    within = clause(Person, actor, "person:search")
    of_token = select(PersonToken.person_id).where(tokens.matches(session, wanted.items()))
    candidates = select(Person, within.label("within")).where(Person.side == side, Person.id.in_(of_token))
    # Of somebody walled off from her the viewer isn't told even that she is known elsewhere.
    candidates = candidates.where(open_to(Person, actor) if told else within)
    rows = session.execute(candidates).all()
    with session.info["vault"].quiet(session):
        session.info["vault"].prime(session, [person.id for person, _ in rows])
        same = [(person, bool(here)) for person, here in rows if _same(person, request, wanted)]
    found = Duplicates(tuple(person for person, here in same if here), any(not here for _, here in same))
    _note(session, actor, found, len(same))
    return found


def _same(person: Person, request: PersonRequest, wanted: dict[str, str]) -> bool:
    number, phone = wanted.get(tokens.CITIZEN_NUMBER), wanted.get(tokens.PHONE)
    if number and person.citizen_number == number:
        return True
    if phone and rules.phone_e164(person.phone) == phone:
        return True
    year = rules.birth_year(request.birth)
    if year is None or not fold(request.full_name) or rules.birth_year(person.birth) != year:
        return False
    return alike(person.full_name, request.full_name)


def _note(session: Session, actor: Actor, found: Duplicates, count: int) -> None:
    record(
        session,
        actor,
        "people.searched",
        kind=Person.__tablename__,
        facts={"by": BY_ELSEWHERE if found.elsewhere else BY, "found": count},
        now=clock.now(),
    )
