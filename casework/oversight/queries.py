"""Reading the notices for the data-protection officer."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.oversight.models import Notice


def notices(
    session: Session, actor: Actor, *, settled: bool, offset: int, limit: int
) -> tuple[Sequence[Notice], int]:
    """A page of the notices that are open (or settled), newest first, and how many there are."""
    require_role(actor, "notice:read")
    wanted = Notice.settled_at.is_not(None) if settled else Notice.settled_at.is_(None)
    total = session.scalar(select(func.count()).select_from(Notice).where(wanted)) or 0
    page = select(Notice).where(wanted).order_by(Notice.told_at.desc(), Notice.id.desc())
    return session.scalars(page.offset(offset).limit(limit)).all(), total
