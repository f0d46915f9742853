"""The whole way of a workbook: read and check everything first, then store all of it, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.exchange.operations import store_ledger
from casework.exchange.problems import Problem
from casework.exchange.reading import read_ledger
from casework.exchange.work import Done, Progress
from casework.many import uncollected
from casework.policies import Policies


@dataclass(frozen=True)
class Outcome:
    """What came of a workbook. With problems, or after a dry run, nothing of it was stored."""

    digest: str
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    done: Done | None = None


def bring_in(
    session: Session,
    actor: Actor,
    workbook: bytes,
    policies: Policies,
    *,
    today: date,
    now: datetime,
    dry_run: bool,
    progress: Progress | None = None,
) -> Outcome:
    """Read, check and store a ledger workbook; the caller commits in every case.

    After problems or a dry run the session holds nothing but the note in the log that it was read.
    """
    require_role(actor, "ledger:import")
    with uncollected():
        return _bring_in(session, actor, workbook, policies, today, now, dry_run, progress)


def _bring_in(
    session: Session,
    actor: Actor,
    workbook: bytes,
    policies: Policies,
    today: date,
    now: datetime,
    dry_run: bool,
    progress: Progress | None,
) -> Outcome:
    digest = sha256(workbook).hexdigest()
    reading = read_ledger(workbook, policies.vocabulary, policies.units, today, progress=progress)
    problems, done = reading.problems, None
    if reading.ledger is not None:
        stored = store_ledger(session, actor, reading.ledger, policies.units, digest, now, progress)
        problems, done = stored.problems, stored.done
        if problems or dry_run:
            session.rollback()
    facts: dict[str, int | str | bool] = {
        "digest": digest[:16],
        "dry_run": dry_run,
        "problems": len(problems),
    }
    record(session, actor, "ledger.read", kind="ledger_import", facts=facts, now=now)
    return Outcome(digest, problems, reading.remarks, done)
