"""Reading the notices for the data-protection officer."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.oversight.models import Notice


def notices(
    session: Session, actor: Actor, *, settled: bool, offset: int, limit: int
) -> tuple[Sequence[Notice], int]:
    """A page of the notices that are open (or settled), newest first, and how many there are.

    What concerns the officer herself is for another officer.
    """
    require_role(actor, "notice:read")
    of_others = or_(Notice.user_id.is_(None), Notice.user_id != actor.id)
    wanted = and_(Notice.settled_at.is_not(None) if settled else Notice.settled_at.is_(None), of_others)
    total = session.scalar(select(func.count()).select_from(Notice).where(wanted)) or 0
    page = select(Notice).where(wanted).order_by(Notice.told_at.desc(), Notice.id.desc())
    return session.scalars(page.offset(offset).limit(limit)).all(), total
