"""The guarantee of everything released, recomputed when the data-protection officer asks for it.

It runs in a process of its own. What it found is kept in the home directory: no more than a memory of the last time.
"""

import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.config import Settings
from casework.indicators.policies import SitePolicies
from casework.progress import Progress, Told, heartbeat, launch
from casework.releases.checking import Verdict, verdicts
from casework.ui.context import Wiring

log = logging.getLogger("casework.releases")
DIRECTORY, KEY = "releases", UUID(int=0)


@dataclass(frozen=True)
class Recheck:
    """Since when the guarantee was last recomputed, and what was found; ``ended`` is false where that was cut off."""

    at: datetime
    ended: bool
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether everything does."""
        return self.ended and all(one.holds for one in self.verdicts)

    def of(self, year: int, number: int | None = None) -> Verdict | None:
        """What was found of a release, or of a year."""
        return next((one for one in self.verdicts if (one.year, one.number) == (year, number)), None)


def begin(session: Session, site: Wiring, actor: Actor, now: datetime) -> None:
    """Have it recomputed; nothing more happens where that is going on already."""
    require_role(actor, "release:verify")
    if running(site.settings, now) is not None:
        return
    record(session, actor, "release.recheck_asked", kind="release", now=now)
    _told(site.settings).tell("", 0, 0)
    launch(session, site.settings, "releases", "verify")


def running(settings: Settings, now: datetime) -> Progress | None:
    """How far the calculation at hand is, if there is one."""
    progress = _told(settings).read()
    return progress if progress is not None and progress.alive(now) else None


def last(settings: Settings) -> Recheck | None:
    """What was found the last time."""
    try:
        kept = json.loads(_path(settings).read_text(encoding="utf-8"))
        found = tuple(
            Verdict(one["year"], one["number"], one["holds"], tuple(one["populations"]))
            for one in kept["verdicts"]
        )
        return Recheck(datetime.fromisoformat(kept["at"]), kept["ended"], found)
    except (OSError, ValueError, KeyError):
        return None


def run(site: Wiring) -> Recheck:
    """Recompute it now, in the operator's name, and keep what was found."""
    policies = site.policies
    if not isinstance(policies, SitePolicies):
        raise TypeError("The policies behind the figures are missing.")
    place, minutes = _told(site.settings), policies.catalogue.minutes

    def late() -> None:
        log.error("recomputing the guarantee took too long")
        _keep(site.settings, Recheck(clock.now(), ended=False, verdicts=()))
        os._exit(1)

    with heartbeat(place, 60 * minutes, late), site.sessions() as session:
        actor = session.info["actor"] = policies.access.operator()
        require_role(actor, "release:verify")
        begun, found = clock.now(), None  # of what is released from here on nothing is found out
        try:
            found = verdicts(session, policies, place.tell)
        finally:
            recheck = Recheck(begun, found is not None, tuple(found or ()))
            _keep(site.settings, recheck)
        facts = {"sound": recheck.holds}
        record(session, actor, "release.rechecked", kind="release", facts=facts, now=clock.now())
        session.commit()
        return recheck


def _told(settings: Settings) -> Told:
    return Told(settings.home, DIRECTORY, KEY)


def _path(settings: Settings) -> Path:
    return settings.home / DIRECTORY / "guarantee.json"


def _keep(settings: Settings, recheck: Recheck) -> None:
    kept = {**asdict(recheck), "at": recheck.at.isoformat()}
    path = _path(settings)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    whole = path.with_suffix(".new")
    whole.write_text(json.dumps(kept), encoding="utf-8")
    whole.replace(path)
