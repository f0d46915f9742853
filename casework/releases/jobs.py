"""The calculation of a release: in a process of its own, with a time limit, and a progress that anybody may ask for."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.operations import record
from casework.config import Settings
from casework.disclosure.engine import NotProtected
from casework.disclosure.engine.guarantee import Unprotected
from casework.disclosure.engine.solver import Unsolved
from casework.indicators.policies import SitePolicies
from casework.progress import Progress, Told
from casework.releases import states
from casework.releases.building import build, store
from casework.releases.models import Release
from casework.ui.context import Wiring

log = logging.getLogger("casework.releases")
DIRECTORY = "releases"
HEARTBEAT = 30.0  # seconds


def begin(session: Session, site: Wiring, release: Release) -> None:
    """Start the calculation when the session commits, so that nothing runs that isn't on record."""
    told(site.settings, release.id).tell("", 0, 0)
    command = [sys.executable, "-m", "casework", "releases", "build", str(release.id)]
    environment = _environment(site.settings)

    def start(_session: Session) -> None:
        subprocess.Popen(  # noqa: S603  our own program, with a key that we made
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    event.listen(session, "after_commit", start, once=True)


def told(settings: Settings, release_id: UUID) -> Told:
    """Where the progress of a calculation stands."""
    return Told(settings.home, DIRECTORY, release_id)


def state(settings: Settings, release: Release, now: datetime) -> tuple[str, Progress | None]:
    """The state of a release and how far its calculation is; one that has been silent for long has failed."""
    if release.state != states.BUILDING:
        return release.state, None
    progress = told(settings, release.id).read()
    if progress is None or not progress.alive(now):
        return states.FAILED, None
    return states.BUILDING, progress


def run(site: Wiring, release_id: UUID) -> str:
    """Calculate a release that waits for it, and note how it ended; returns the state it is in then."""
    place = told(site.settings, release_id)
    with _alive(place):
        try:
            return _calculated(site, release_id, place)
        except (NotProtected, Unprotected, Unsolved):
            return _ended(site, release_id, states.IMPOSSIBLE)
        except Exception as trouble:  # noqa: BLE001  it must end on record, whatever happened
            # The message could repeat a count; the kind of error cannot.
            log.error("calculation of a release failed: %s", type(trouble).__name__)  # noqa: TRY400
            return _ended(site, release_id, states.FAILED)


def _calculated(site: Wiring, release_id: UUID, place: Told) -> str:
    policies = site.policies
    if not isinstance(policies, SitePolicies):
        raise TypeError("The policies behind the figures are missing.")
    with site.sessions() as session:
        session.info["actor"] = policies.access.operator()
        release = session.get_one(Release, release_id)
        if release.state != states.BUILDING:
            return release.state
        store(session, release, build(session, release, policies, policies.catalogue, place.tell))
        _end(session, site, release, states.READY)
        session.commit()
        return release.state


def _ended(site: Wiring, release_id: UUID, following: str) -> str:
    with site.sessions() as session:
        session.info["actor"] = site.policies.access.operator()
        release = session.get_one(Release, release_id)
        _end(session, site, release, following)
        session.commit()
        return release.state


def _end(session: Session, site: Wiring, release: Release, following: str) -> None:
    if not states.may(release.state, following):
        return
    now = clock.now()
    release.state, release.built_at = following, now
    actor = site.policies.access.operator()
    record(session, actor, "release.calculated", kind="release", row_id=release.id, now=now)


@contextmanager
def _alive(place: Told) -> Iterator[None]:
    """Say every now and then that the work goes on, also while a long step says nothing itself."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT):
            last = place.read()
            if last is not None:
                place.tell(last.step, last.done, last.total)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        place.forget()


def _environment(settings: Settings) -> Mapping[str, str]:
    """What the process needs to find the site; nothing secret is among it."""
    return {
        **{
            name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "TZ", "VIRTUAL_ENV"}
        },
        "CASEWORK_HOME": str(settings.home),
        "CASEWORK_DATABASE_URL": settings.database_url,
        "CASEWORK_POLICIES": str(settings.policies),
        "CASEWORK_EXPECTED_PEOPLE": str(settings.expected_people),
        "CASEWORK_LOG_LEVEL": settings.log_level,
    }
