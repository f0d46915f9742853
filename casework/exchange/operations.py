"""Bringing a ledger in: all of it in one transaction, or nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, text, update
from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.conflicts.watching import everything
from casework.exchange.ledger import Ledger
from casework.exchange.models import LedgerRow
from casework.exchange.problems import Problem
from casework.exchange.store_cases import store_cases
from casework.exchange.store_facilities import store_activities, store_facilities
from casework.exchange.store_facts import store_liabilities, store_services, store_sessions
from casework.exchange.store_people import store_people
from casework.exchange.work import Done, Progress, Work
from casework.vocabulary.units import Units


@dataclass(frozen=True)
class Stored:
    """What became of a ledger: what was done or, when there are problems, what would have been."""

    done: Done
    problems: tuple[Problem, ...]


def store_ledger(
    session: Session,
    actor: Actor,
    ledger: Ledger,
    units: Units,
    digest: str,
    now: datetime,
    progress: Progress | None = None,
) -> Stored:
    """Store a checked ledger. With problems the caller must roll back: then nothing of it is stored.

    The same ledger again changes nothing; rows that say something else than last time change their
    records, former values kept; what staff corrected meanwhile stays unless its row changed too.
    Whoever isn't the operator adds cases anywhere, but changes only those of the own facility.
    """
    require_role(actor, "ledger:import")
    _queue(session)
    work = Work(session, actor, ledger, now, progress)
    _store(work, units)
    done = work.done
    facts: dict[str, int | str | bool] = {
        "digest": digest[:16],
        "created": done.created.total(),
        "changed": len(done.changed),
        "unchanged": done.unchanged.total(),
    }
    record(session, actor, "ledger.stored", kind="ledger_import", facts=facts, now=now)
    return Stored(done, work.findings.of("error"))


def _queue(session: Session) -> None:
    """Let runs follow one another: two that looked up at once what is known would both add what is new."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {LedgerRow.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))
    else:  # any write takes SQLite's one write lock
        session.execute(update(LedgerRow).where(false()).values(code=LedgerRow.code))


def _store(work: Work, units: Units) -> None:
    store_facilities(work, units)
    people = store_people(work)
    cases = store_cases(work, people, units)
    store_services(work, cases)
    store_liabilities(work, cases, people)
    store_sessions(work, cases, people)
    store_activities(work)
    work.store_waiting()
    everything(work.session)
