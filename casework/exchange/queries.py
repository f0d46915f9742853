"""Reading the runs over ledgers: everybody sees the own ones."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.exchange.models import LedgerImport


def own_runs(session: Session, actor: Actor, limit: int = 20) -> Sequence[LedgerImport]:
    """The actor's newest runs."""
    require_role(actor, "ledger:import")
    mine = select(LedgerImport).where(LedgerImport.owner_id == actor.id)
    return session.scalars(mine.order_by(LedgerImport.started_at.desc()).limit(limit)).all()


def own_run(session: Session, actor: Actor, run_id: UUID) -> LedgerImport:
    """One of the actor's own runs; else NotFound."""
    require_role(actor, "ledger:import")
    run = session.get(LedgerImport, run_id)
    if run is None or run.owner_id != actor.id:
        raise NotFound("ledger:import", LedgerImport.__name__)
    return run
