"""One's own reminders, and who is to be reminded now."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import AccessPolicy, Actor, may, scope
from casework.accounts.models import User
from casework.deadlines import Deadlines
from casework.reminders.models import CalendarLink, ReminderAddress
from casework.reminders.rules import may_go, something_waits
from casework.worklist.queries import own_work, team_work
from casework.worklist.rules import Item


def address_of(session: Session, actor: Actor) -> ReminderAddress | None:
    """Where the actor is reminded; None: nowhere."""
    return session.scalars(
        scope(select(ReminderAddress), ReminderAddress, actor, "reminder:set")
    ).one_or_none()


def link_of(session: Session, actor: Actor) -> CalendarLink | None:
    """The link of the actor's calendar; None: there is none."""
    return session.scalars(scope(select(CalendarLink), CalendarLink, actor, "reminder:set")).one_or_none()


def hers(session: Session, actor: Actor, deadlines: Deadlines, now: datetime) -> list[Item]:
    """What a reminder is about: her own work, and what she was told of others'; nothing that only waits for others."""
    found = {(one.row_id, one.clock): one for one in own_work(session, actor, deadlines, now)}
    for one in team_work(session, actor, deadlines, now):
        if one.told_at is not None:
            found[one.row_id, one.clock] = one
    return [one for one in found.values() if not one.waiting]


def to_remind(
    session: Session, policy: AccessPolicy, deadlines: Deadlines, now: datetime
) -> Iterator[tuple[ReminderAddress, User]]:
    """Whose address is to be written to now, because something waits for her. Opens no address."""
    rows = select(ReminderAddress, User).join(User, User.id == ReminderAddress.owner_id)
    for address, user in session.execute(rows.where(User.disabled_at.is_(None)).order_by(ReminderAddress.id)):
        actor = policy.actor(user.id, user.role, user.facility_id, user.name)
        if (
            may(actor, "reminder:set")
            and may_go(address.every, address.sent_at, now)
            and something_waits(hers(session, actor, deadlines, now), now)
        ):
            yield address, user


def reader_of(session: Session, policy: AccessPolicy, token: str) -> tuple[Actor, User] | None:
    """Whose calendar the link with this token is; None: nobody's, or her account is closed."""
    digest = sha256(token.encode()).digest()
    statement = select(User).join(CalendarLink, CalendarLink.owner_id == User.id)
    user = session.scalars(
        statement.where(CalendarLink.token_hash == digest, User.disabled_at.is_(None))
    ).one_or_none()
    if user is None:
        return None
    actor = policy.actor(user.id, user.role, user.facility_id, user.name)
    return (actor, user) if may(actor, "reminder:set") else None
