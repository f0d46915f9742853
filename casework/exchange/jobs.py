"""Bringing a workbook in behind a page: in a thread of the server, with a progress anybody may ask for.

The workbook stays in memory and is never written down. How far the run is stands in a small file in the
home directory, because the run's own transaction hides it from everybody else until it ends.
"""

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from casework import clock
from casework.access import Actor
from casework.db import uuid7
from casework.exchange.bringing import Outcome, bring_in
from casework.exchange.models import LedgerImport
from casework.exchange.problems import Problem
from casework.progress import Progress, Told
from casework.ui.context import Wiring

log = logging.getLogger("casework.exchange")

RUNNING, STORED, CHECKED, REFUSED, FAILED = "running", "stored", "checked", "refused", "failed"
DIRECTORY = "imports"


def begin(
    session: Session, site: Wiring, actor: Actor, workbook: bytes, *, dry_run: bool, now: datetime
) -> UUID:
    """Note a run; it starts when the session commits, so that nothing runs that isn't on record."""
    run = LedgerImport(
        id=uuid7(), owner_id=actor.id, started_at=now, state=RUNNING, dry_run=dry_run, digest=""
    )
    session.add(run)
    job = _Job(site, actor, run.id, workbook, dry_run=dry_run)
    job.tell("", 0, 0)
    event.listen(session, "after_commit", lambda _session: job.start(), once=True)
    return run.id


def progress(site: Wiring, run_id: UUID) -> Progress | None:
    """How far a run is, by the sheet at hand; None where nothing is known of it (any more)."""
    return _told(site, run_id).read()


def state(site: Wiring, run: LedgerImport, now: datetime) -> str:
    """The state of a run; one that has been silent for long was cut off, and stored nothing."""
    if run.state != RUNNING:
        return run.state
    told = progress(site, run.id)
    if told is not None and told.alive(now):
        return RUNNING
    # It may have ended between the reading of the record and of the file.
    if (session := object_session(run)) is not None:
        session.refresh(run)
    return FAILED if run.state == RUNNING else run.state


def _told(site: Wiring, run_id: UUID) -> Told:
    return Told(site.settings.home, DIRECTORY, run_id)


class _Job(threading.Thread):
    """One run, in a thread of its own."""

    def __init__(self, site: Wiring, actor: Actor, run_id: UUID, workbook: bytes, *, dry_run: bool) -> None:
        super().__init__(name="ledger import", daemon=True)
        self.site, self.actor, self.run_id = site, actor, run_id
        self.workbook, self.dry_run = workbook, dry_run

    def tell(self, sheet: str, done: int, total: int) -> None:
        """Say how far the run is."""
        _told(self.site, self.run_id).tell(sheet, done, total)

    def run(self) -> None:
        """Bring the workbook in and note how it ended; whatever goes wrong, nothing is half-stored."""
        try:
            self._bring_in()
        except Exception as trouble:  # noqa: BLE001  the run must end on record, whatever happened
            # The message could repeat a value; the kind of error cannot.
            log.error("ledger import failed: %s", type(trouble).__name__)  # noqa: TRY400  for the same reason
            self._end(FAILED, "", {})
        finally:
            _told(self.site, self.run_id).forget()

    def _bring_in(self) -> None:
        with self.site.sessions() as session:
            session.info["actor"] = self.actor
            outcome = bring_in(
                session,
                self.actor,
                self.workbook,
                self.site.policies,
                today=clock.today(),
                now=clock.now(),
                dry_run=self.dry_run,
                progress=self.tell,
            )
            ended = REFUSED if outcome.problems else CHECKED if self.dry_run else STORED
            _note_end(session, self.run_id, ended, outcome.digest, report(outcome))
            session.commit()

    def _end(self, ended: str, digest: str, told: Mapping[str, Any]) -> None:
        with self.site.sessions() as session:
            session.info["actor"] = self.actor
            _note_end(session, self.run_id, ended, digest, told)
            session.commit()


def _note_end(session: Session, run_id: UUID, ended: str, digest: str, told: Mapping[str, Any]) -> None:
    run = session.get_one(LedgerImport, run_id)
    run.state, run.digest, run.ended_at = ended, digest, clock.now()
    run.report = json.dumps(told, ensure_ascii=False)


def report(outcome: Outcome) -> dict[str, Any]:
    """What is kept of an outcome: findings (which name no person) and counts by sheet."""
    done = outcome.done
    return {
        "problems": [_plain(problem) for problem in (*outcome.problems, *outcome.remarks)],
        "created": dict(done.created) if done else {},
        "unchanged": dict(done.unchanged) if done else {},
        "gone": dict(done.gone) if done else {},
        "changed": [asdict(one) for one in done.changed] if done else [],
    }


def _plain(problem: Problem) -> dict[str, Any]:
    # asdict copies values deeply, which a read-only mapping does not bear.
    return asdict(replace(problem, values={name: str(value) for name, value in problem.values.items()}))


def findings(run: LedgerImport) -> list[Problem]:
    """The findings of a run that has ended, errors first."""
    told = [Problem(**one) for one in json.loads(run.report).get("problems", ())]
    return sorted(told, key=lambda problem: problem.severity != "error")
