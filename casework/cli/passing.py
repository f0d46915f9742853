"""One pass over all that the clock decides: drafts, escalations, reminders; each in a transaction of its own."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.audit.operations import record
from casework.deadlines import COORDINATOR, OFFICER, SUPERVISOR
from casework.indicators.policies import SitePolicies
from casework.intake.drafts import sweep
from casework.reminders import mail
from casework.reminders.operations import Letter, claim_reminders, give_back
from casework.reporting.operations import open_due
from casework.ui.context import Wiring
from casework.worklist.operations import escalate

LOCK = "tick.lock"
T = TypeVar("T")


@dataclass(frozen=True)
class Passed:
    """What a pass did; ``unsent`` reminders are tried again by the next one."""

    drafts: int
    supervisor: int
    coordinator: int
    officer: int
    reminders: int
    unsent: int


@contextmanager
def alone(home: Path) -> Iterator[bool]:
    """Whether this is the only pass now: another one on this machine makes it False."""
    with (home / LOCK).open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def one_pass(site: Wiring, now: datetime | None = None) -> Passed:
    """Delete old drafts, tell who must be told, list reports that fall due.

    Then remind by mail where the site sends any, after the commit.
    """
    now = now or clock.now()
    deadlines = site.policies.deadlines
    since = deadlines.begun_by("draft", "", now)
    drafts = _done(site, lambda session, actor: sweep(session, actor, since, now))
    told = _done(site, lambda session, actor: escalate(session, actor, deadlines, now))
    plans = cast(SitePolicies, site.policies).plans
    _done(site, lambda session, actor: open_due(session, actor, plans, deadlines, now))
    letters = _claimed(site, now) if site.settings.smtp_host else []
    unsent = mail.send(letters, site.settings) if letters else []
    for letter in unsent:
        _given_back(site, letter, now)
    passed = Passed(
        drafts=drafts,
        supervisor=told[SUPERVISOR],
        coordinator=told[COORDINATOR],
        officer=told[OFFICER],
        reminders=len(letters) - len(unsent),
        unsent=len(unsent),
    )
    _done(site, lambda session, actor: _note(session, actor, passed, now))
    return passed


def _claimed(site: Wiring, now: datetime) -> list[Letter]:
    policies = site.policies
    return _done(
        site,
        lambda session, actor: claim_reminders(session, actor, policies.access, policies.deadlines, now),
    )


def _given_back(site: Wiring, letter: Letter, now: datetime) -> None:
    _done(site, lambda session, _actor: give_back(session, letter, now))


def _done(site: Wiring, act: Callable[[Session, Actor], T]) -> T:
    actor = site.policies.access.operator()
    with site.sessions() as session:
        session.info["actor"] = actor
        result = act(session, actor)
        session.commit()
    return result


def _note(session: Session, actor: Actor, passed: Passed, now: datetime) -> None:
    facts = {
        "drafts": passed.drafts,
        "supervisor": passed.supervisor,
        "coordinator": passed.coordinator,
        "officer": passed.officer,
        "reminders": passed.reminders,
    }
    if any(facts.values()):
        record(session, actor, "tick.done", kind="escalation", facts=facts, now=now)
