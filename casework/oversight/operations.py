"""Telling the data-protection officer, and noting that she has seen to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.audit.operations import record
from casework.oversight.models import Notice


def tell_officer(
    session: Session,
    kind: str,
    *,
    row_kind: str,
    row_id: UUID,
    now: datetime,
    user_id: UUID | None = None,
    detail: str = "",
) -> Notice:
    """Put a notice before the officer; the same one is told once, however often this is called.

    ``kind`` needs its words in ``oversight.wording.NOTICES``; ``detail`` is a code, never a value.
    """
    same = select(Notice).where(
        Notice.kind == kind,
        Notice.row_id == row_id,
        Notice.user_id.is_(None) if user_id is None else Notice.user_id == user_id,
        Notice.detail == detail,
    )
    told = session.scalars(same.limit(1)).first()
    if told is None:
        told = Notice(
            kind=kind, row_kind=row_kind, row_id=row_id, user_id=user_id, detail=detail, told_at=now
        )
        session.add(told)
        session.flush()
    return told


def settle(session: Session, actor: Actor, notice_id: UUID, now: datetime) -> Notice:
    """Note that the officer has seen to it; done once however often it is said."""
    require_role(actor, "notice:settle")
    notice = session.get(Notice, notice_id)
    if notice is None or (notice.user_id is not None and notice.user_id == actor.id):
        raise NotFound("notice:settle", Notice.__name__)
    if notice.settled_at is None:
        notice.settled_at, notice.settled_by_id = now, actor.id
        facts = {"about": notice.kind}
        record(session, actor, "notice.settled", kind="notice", row_id=notice.id, facts=facts, now=now)
    return notice
