"""What every change of a no-contact order begins and ends with: hold its row, and tell the log."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework.access import Actor, require
from casework.audit.operations import record as note
from casework.crypto import verify_row
from casework.db import check_version
from casework.orders.models import NoContactOrder


def hold(
    session: Session, actor: Actor, permission: str, order: NoContactOrder, version: int | None = None
) -> None:
    """Wait for whoever writes on the same order, look at it anew, and ask whether the actor may.

    NotFound where it isn't hers; Stale where somebody else was faster than the version she saw.
    """
    session.flush()
    same = update(NoContactOrder).where(NoContactOrder.id == order.id).values(version=NoContactOrder.version)
    session.execute(same, execution_options={"synchronize_session": False})
    session.refresh(order)
    verify_row(order)
    require(session, actor, permission, order)
    if version is not None:
        check_version(order, version)


def tell(
    session: Session, actor: Actor, event: str, order: NoContactOrder, now: datetime, **facts: str | bool
) -> None:
    """Note in the log what was done with the order."""
    note(
        session,
        actor,
        event,
        kind=NoContactOrder.__tablename__,
        row_id=order.id,
        subject_id=order.subject_id,
        case_id=order.case_id,
        facts=dict(facts),
        now=now,
    )
