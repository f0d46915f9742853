"""Writing the safe-contact block."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require
from casework.audit.operations import change
from casework.audit.operations import record as note
from casework.cases.models import Case
from casework.db import Stale, check_version
from casework.safety import rules
from casework.safety.models import SafeContact


@dataclass(frozen=True, kw_only=True, repr=False)
class SafeContactRequest:
    """How the survivor may be reached; ``version`` is that of the block seen (0: there was none)."""

    may_contact: str
    channel: str = ""
    number: str = ""
    hours: str = ""
    pickup: str = ""
    voicemail: str = rules.UNKNOWN
    caller_name: str = ""
    code_word: str = ""
    confirmed_on: date | None = None
    version: int = 0


def record(
    session: Session, actor: Actor, case: Case, request: SafeContactRequest, now: datetime
) -> SafeContact:
    """Write the block of the case's survivor, or change it with its former values kept."""
    require(session, actor, "safety:record", case)
    rules.check_block(request.may_contact, request.channel, request.confirmed_on, clock.local(now).date())
    values = {name: value for name, value in asdict(request).items() if name != "version"}
    block = session.scalars(
        select(SafeContact).where(SafeContact.subject_id == case.survivor_id)
    ).one_or_none()
    if block is not None:
        check_version(block, request.version)
        change(session, actor, block, values, event="safety.recorded", case_id=case.id, now=now)
        session.flush()
        return block
    if request.version:
        raise Stale(SafeContact.__name__)
    block = SafeContact(subject_id=case.survivor_id, created_at=now, **values)
    _insert(session, block)
    note(
        session,
        actor,
        "safety.recorded",
        kind=SafeContact.__tablename__,
        row_id=block.id,
        subject_id=block.subject_id,
        case_id=case.id,
        fields=tuple(values),
        now=now,
    )
    return block


def _insert(session: Session, block: SafeContact) -> None:
    """Two people may write the first block at once; the second one is told like any late editor."""
    session.add(block)
    try:
        session.flush()
    except IntegrityError as error:
        raise Stale(SafeContact.__name__) from error
