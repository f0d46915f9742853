"""Watching what is written: whoever writes it, and in whichever order, conflicts are sought at the commit.

At the commit and not before, so that a form that makes several records is not stopped half-way by the
wall that its first one raises.
"""

from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import delete, event, insert
from sqlalchemy.orm import Session

from casework import clock
from casework.cases.models import Case
from casework.conflicts.models import NumberToken, StaffIdentity
from casework.conflicts.numbers import token_rows
from casework.conflicts.operations import look
from casework.conflicts.queries import Seen
from casework.crypto.models import SubjectKey
from casework.db import WorkSession
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator
from casework.referrals.models import Referral, ReferralPerson
from casework.relatives.models import Relative
from casework.safety.models import SafeContact

_KEY = "conflicts"
# Of whom or what each record tells: the attribute with the key of a person, a referral, a member of staff.
HOLDERS: dict[type[Any], str] = {
    Case: "survivor_id",
    CasePerpetrator: "person_id",
    Person: "id",
    Referral: "id",
    ReferralPerson: "referral_id",
    Relative: "subject_id",
    SafeContact: "subject_id",
    StaffIdentity: "user_id",
}
NUMBERED = (ReferralPerson, Relative, SafeContact, StaffIdentity)


class _Written(Seen):
    """What the open transaction has written so far: also the records with numbers, and keys that are gone."""

    def __init__(self) -> None:
        super().__init__()
        self.numbered: dict[UUID, Any] = {}
        self.gone: set[UUID] = set()


def everything(session: Session) -> None:
    """Let all that is on record be compared at the commit: for bulk writing, which passes the session by."""
    _written(session).everything = True


def _written(session: Session) -> _Written:
    written: _Written = session.info.setdefault(_KEY, _Written())
    return written


@event.listens_for(WorkSession, "after_flush")
def _note(session: Session, _context: object) -> None:
    for row in chain(session.new, session.dirty):
        holder = HOLDERS.get(type(row))
        if holder is None:
            continue
        written = _written(session)
        kept = written.users if type(row) is StaffIdentity else written.holders
        kept.add(getattr(row, holder))
        if type(row) in NUMBERED:
            written.numbered[row.id] = row
    for row in session.deleted:
        if isinstance(row, (SubjectKey, *NUMBERED)):
            _written(session).gone.add(row.subject_id if isinstance(row, SubjectKey) else row.id)


def _settle(session: Session) -> None:
    session.flush()
    written: _Written | None = session.info.pop(_KEY, None)
    if written is None:
        return
    _write_tokens(session, written)
    if written.everything or written.users or written.holders:
        look(session, written, clock.now())
        session.flush()
    session.info.pop(_KEY, None)


# Before the log is written, since what is found is told to it.
event.listen(WorkSession, "before_commit", _settle, insert=True)


@event.listens_for(WorkSession, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop(_KEY, None)


def _write_tokens(session: Session, written: _Written) -> None:
    """The tokens of what records say now; what can't be opened any more is found no more."""
    for key in sorted(written.gone):
        for column in (NumberToken.row_id, NumberToken.holder_id):
            session.execute(delete(NumberToken).where(column == key))
    rows = []
    with session.info["vault"].quiet(session):
        for key, row in written.numbered.items():
            if key in written.gone or row.subject_id in written.gone:
                continue
            session.execute(delete(NumberToken).where(NumberToken.row_id == key))
            rows += token_rows(session, row, getattr(row, HOLDERS[type(row)]))
    if rows:
        session.execute(insert(NumberToken), rows)
