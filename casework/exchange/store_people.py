"""Storing the sheet of people: once for each side on which the ledger's cases have them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.operations import change, record
from casework.crypto import insert_rows
from casework.db import uuid7
from casework.exchange.ledger import PersonRow
from casework.exchange.models import LedgerRow
from casework.exchange.work import Changed, Work
from casework.people import tokens
from casework.people.models import Person, PersonHolding, PersonToken
from casework.people.references import new_reference
from casework.people.requests import PersonRequest
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.refusal import N_
from casework.safety.models import SafeContact

SHEET = "Người"
UNKNOWN = "chua_ro"
_ANSWERS = {True: "co", False: "khong", None: ""}


def sides(work: Work) -> dict[str, list[str]]:
    """On which sides each person of the ledger stands; someone on both becomes two people that nothing joins."""
    found: dict[str, set[str]] = {}
    for case in work.ledger.cases:
        found.setdefault(case.victim, set()).add(SURVIVOR)
        for code in case.perpetrators:
            found.setdefault(code, set()).add(PERPETRATOR)
    return {code: sorted(some) for code, some in found.items()}


def store_people(work: Work) -> dict[tuple[str, str], UUID]:
    """Store every person whom a case names; returns the keys by (side, code). Others are left out."""
    on = sides(work)
    wanted = [(row, side) for row in work.ledger.people for side in on.get(row.code, ())]
    new: list[tuple[PersonRow, str, UUID]] = []
    keys: dict[tuple[str, str], UUID] = {}
    for at, (row, side) in enumerate(wanted, 1):
        said = work.digest(side, row)
        known = work.one(side, row.code)
        if known is None:
            person_id = _new(work, side)
            new.append((row, side, person_id))
            work.remember(side, row.code, person_id, said)
            work.done.created[SHEET] += 1
            keys[side, row.code] = person_id
        else:
            keys[side, row.code] = known.row_id
            if known.digest == said:
                work.done.unchanged[SHEET] += 1
            else:
                _change(work, row, known)
                known.digest = said
        work.tell(SHEET, at, len(wanted))
    _add(work, new)
    return keys


def _request(row: PersonRow) -> PersonRequest:
    return PersonRequest(
        full_name=row.full_name,
        sex=row.sex or UNKNOWN,
        birth=row.birth,
        citizen_number=row.citizen_number,
        phone=row.phone,
        commune_code=row.residence,
        ethnicity=row.ethnicity,
        disability=_ANSWERS[row.disability],
    )


def _new(work: Work, side: str) -> UUID:
    person_id, facts = uuid7(), {"side": side}
    record(
        work.session,
        work.actor,
        "person.registered",
        kind="person",
        row_id=person_id,
        subject_id=person_id,
        facts=facts,
        now=work.now,
    )
    return person_id


def _add(work: Work, new: list[tuple[PersonRow, str, UUID]]) -> None:
    work.vault.new_subjects(work.session, [person_id for _, _, person_id in new])
    for row, side, person_id in new:
        values = _request(row).values()
        work.add(
            Person,
            id=person_id,
            reference=new_reference(),
            side=side,
            ledger_code=row.code,
            created_at=work.now,
            **values,
        )
        for token in tokens.rows(work.session, person_id, values):
            work.add(PersonToken, **token)
        if side == SURVIVOR:
            _add_contact(work, row, person_id)
    work.store_waiting()


def _add_contact(work: Work, row: PersonRow, person_id: UUID) -> None:
    """Keep how she may be reached, if the ledger says anything of it."""
    if not (row.phone or row.safe_to_contact is not None):
        return
    contact_id = uuid7()
    record(
        work.session,
        work.actor,
        "safety.recorded",
        kind=SafeContact.__tablename__,
        row_id=contact_id,
        subject_id=person_id,
        fields=("may_contact", "number") if row.phone else ("may_contact",),
        now=work.now,
    )
    work.add(
        SafeContact,
        id=contact_id,
        subject_id=person_id,
        may_contact=_ANSWERS[row.safe_to_contact] or UNKNOWN,
        voicemail=UNKNOWN,
        channel="phone_call" if row.phone else "",
        created_at=work.now,
        number=row.phone,
    )


def _change(work: Work, row: PersonRow, known: LedgerRow) -> None:
    session = work.session
    person = session.get_one(Person, known.row_id)
    if not _may_change(work, person):
        work.refuse(
            SHEET, row.row, N_("This belongs to another facility: its supervisor imports the change.")
        )
        return
    values = _request(row).values()
    changed = change(session, work.actor, person, values, event="person.changed", now=work.now)
    if changed:
        tokens.rewrite(session, person.id, values)
    changed += _change_contact(work, row, person)
    if changed:
        work.done.changed.append(Changed(SHEET, row.row, changed))
    else:
        work.done.unchanged[SHEET] += 1


def _may_change(work: Work, person: Person) -> bool:
    held = select(PersonHolding.facility_id).where(PersonHolding.person_id == person.id)
    return any(work.may_change(facility_id) for facility_id in work.session.scalars(held))


def _change_contact(work: Work, row: PersonRow, person: Person) -> tuple[str, ...]:
    """A safe contact that staff have confirmed or changed is theirs: the ledger doesn't touch it."""
    if person.side != SURVIVOR:
        return ()
    contact = work.session.scalars(
        select(SafeContact).where(SafeContact.subject_id == person.id)
    ).one_or_none()
    if contact is None:
        _add_contact(work, row, person.id)
        return ("safe_contact",) if row.phone or row.safe_to_contact is not None else ()
    if contact.confirmed_on is not None:
        return ()
    values = {"may_contact": _ANSWERS[row.safe_to_contact] or UNKNOWN, "number": row.phone}
    return change(work.session, work.actor, contact, values, event="safety.recorded", now=work.now)


def hold(session: Session, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Let facilities hold the people of their cases (person, facility), as far as they don't yet."""
    wanted = set(pairs)
    held = session.execute(select(PersonHolding.person_id, PersonHolding.facility_id))
    missing = wanted - {(row.person_id, row.facility_id) for row in held}
    rows = ({"id": uuid7(), "person_id": each, "facility_id": facility} for each, facility in sorted(missing))
    insert_rows(session, PersonHolding, rows)
