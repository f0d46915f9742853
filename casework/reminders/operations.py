"""Setting and stopping one's reminders and calendar, and choosing whom to remind."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor, NotFound, require_role
from casework.audit.operations import record
from casework.crypto.password import random_token
from casework.db import uuid7
from casework.deadlines import Deadlines
from casework.refusal import N_, Refusal
from casework.reminders import queries
from casework.reminders.models import CalendarLink, ReminderAddress
from casework.reminders.rules import EVERY, check_address


@dataclass(frozen=True)
class Letter:
    """A reminder to be sent after the commit that noted it; ``before`` is when the last one went."""

    row_id: UUID
    address: str = field(repr=False)
    language: str
    before: datetime | None


def set_reminders(session: Session, actor: Actor, address: str, every: str, now: datetime) -> ReminderAddress:
    """Let the actor be reminded at this address, at most once in so much time; what she gave before is forgotten."""
    owner_id = _self(actor)
    told = check_address(address)
    if every not in EVERY:
        raise Refusal(N_("Choose how often."), field="every")
    _drop(session, queries.address_of(session, actor))
    row = ReminderAddress(id=uuid7(), owner_id=owner_id, every=every, set_at=now)
    session.info["vault"].new_subject(session, row.id)
    row.address = told
    session.add(row)
    session.flush()
    facts = {"every": every}
    record(session, actor, "reminder.set", kind="reminder_address", row_id=row.id, facts=facts, now=now)
    return row


def stop_reminders(session: Session, actor: Actor, now: datetime) -> None:
    """Remind the actor no more; her address can't be read again."""
    _self(actor)
    row = queries.address_of(session, actor)
    if row is not None:
        record(session, actor, "reminder.stopped", kind="reminder_address", row_id=row.id, now=now)
        _drop(session, row)


def make_link(session: Session, actor: Actor, now: datetime) -> str:
    """A new secret for the actor's calendar; the one before it leads nowhere any more. It is stored nowhere."""
    owner_id = _self(actor)
    before = queries.link_of(session, actor)
    if before is not None:
        session.delete(before)
        session.flush()
    token = random_token()
    row = CalendarLink(id=uuid7(), owner_id=owner_id, token_hash=sha256(token.encode()).digest(), made_at=now)
    session.add(row)
    record(session, actor, "calendar.linked", kind="calendar_link", row_id=row.id, now=now)
    return token


def stop_link(session: Session, actor: Actor, now: datetime) -> None:
    """Let the link of the actor's calendar lead nowhere."""
    _self(actor)
    row = queries.link_of(session, actor)
    if row is not None:
        record(session, actor, "calendar.stopped", kind="calendar_link", row_id=row.id, now=now)
        session.delete(row)


def claim_reminders(
    session: Session, actor: Actor, policy: AccessPolicy, deadlines: Deadlines, now: datetime
) -> list[Letter]:
    """The reminders to be sent now, noted as sent: send them after the commit, and give back what did not go.

    Whoever claims at the same time gets none of them twice.
    """
    require_role(actor, "work:escalate")
    letters = []
    for row, user in list(queries.to_remind(session, policy, deadlines, now)):
        letter = Letter(row.id, row.address, user.language, row.sent_at)
        if _move(session, row.id, row.sent_at, now):
            letters.append(letter)
    return letters


def give_back(session: Session, letter: Letter, now: datetime) -> None:
    """A reminder that did not go: it is tried again with the next pass."""
    _move(session, letter.row_id, now, letter.before)


def _move(session: Session, row_id: UUID, former: datetime | None, sent_at: datetime | None) -> bool:
    same = ReminderAddress.sent_at.is_(None) if former is None else ReminderAddress.sent_at == former
    statement = update(ReminderAddress).where(ReminderAddress.id == row_id, same).values(sent_at=sent_at)
    return bool(session.connection().execute(statement).rowcount)


def _self(actor: Actor) -> UUID:
    require_role(actor, "reminder:set")
    if actor.id is None:
        raise NotFound("reminder:set", "own reminders")
    return actor.id


def _drop(session: Session, row: ReminderAddress | None) -> None:
    if row is not None:
        session.delete(row)
        session.info["vault"].forget_subject(session, row.id)
        session.flush()
