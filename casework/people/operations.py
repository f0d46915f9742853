"""Writing people: register, change, and say which facility holds them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, require
from casework.audit.operations import change, record
from casework.db import check_version, uuid7
from casework.people import rules, tokens
from casework.people.models import Person, PersonHolding
from casework.people.references import new_reference
from casework.people.requests import PersonRequest

__all__ = ["PersonRequest", "edit", "hold", "register"]


def register(
    session: Session,
    actor: Actor,
    request: PersonRequest,
    side: str,
    facility_id: UUID,
    now: datetime,
    *,
    ledger_code: str | None = None,
) -> Person:
    """A new person with a key of her own, findable by her tokens, held by the facility.

    Nobody is merged: the caller has shown ``possible_duplicates`` first. The permission is that of
    the act in which she is registered (a case opened, a perpetrator linked), checked there.
    """
    request.check(clock.local(now).date())
    if side not in (rules.SURVIVOR, rules.PERPETRATOR):
        raise ValueError("a person is a survivor or a perpetrator")
    person = Person(
        id=uuid7(),
        reference=new_reference(),
        side=side,
        sex=request.sex,
        ledger_code=ledger_code,
        created_at=now,
    )
    session.info["vault"].new_subject(session, person.id)
    session.add(person)
    for name, value in request.values().items():
        setattr(person, name, value)
    session.flush()
    tokens.write(session, person.id, request.values())
    hold(session, person.id, facility_id)
    record(
        session,
        actor,
        "person.registered",
        kind=Person.__tablename__,
        row_id=person.id,
        subject_id=person.id,
        facts={"side": side},
        now=now,
    )
    return person


def edit(
    session: Session,
    actor: Actor,
    person: Person,
    request: PersonRequest,
    version: int,
    now: datetime,
    *,
    case_id: UUID | None = None,
) -> tuple[str, ...]:
    """Change a person's particulars, former values kept; returns the names of what changed.

    A survivor's record needs ``person:edit``, a perpetrator's ``perpetrator:edit``; Stale when
    somebody else was faster. Tokens follow, so that a corrected name is found and the old one is not.
    """
    require(session, actor, _permission(person), person)
    check_version(person, version)
    request.check(clock.local(now).date())
    values = request.values()
    changed = change(session, actor, person, values, event="person.changed", case_id=case_id, now=now)
    if changed:
        session.flush()
        tokens.rewrite(session, person.id, values)
    return changed


def hold(session: Session, person_id: UUID, facility_id: UUID) -> None:
    """Let a facility hold the person, because it has a case with her; done once however often it is said."""
    held = select(PersonHolding.id).where(
        PersonHolding.person_id == person_id, PersonHolding.facility_id == facility_id
    )
    if session.scalar(held) is None:
        session.add(PersonHolding(person_id=person_id, facility_id=facility_id))
        session.flush()


def _permission(person: Person) -> str:
    if person.side == rules.PERPETRATOR:
        return "perpetrator:edit"
    if person.side == rules.SURVIVOR:
        return "person:edit"
    raise NotFound("person:edit", Person.__name__)
