"""The calculation of a release: in a process of its own, with a time limit, and a progress that anybody may ask for."""

import logging
import os
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.audit.operations import record
from casework.config import Settings
from casework.db import at_one_moment
from casework.disclosure.engine import NotProtected
from casework.disclosure.engine.guarantee import Unprotected
from casework.disclosure.engine.solver import Infeasible, Unsolved
from casework.indicators.policies import SitePolicies
from casework.progress import Progress, Told, heartbeat, launch
from casework.releases import states
from casework.releases.building import build, store
from casework.releases.models import Release
from casework.ui.context import Wiring

log = logging.getLogger("casework.releases")
DIRECTORY = "releases"


def begin(session: Session, site: Wiring, release: Release) -> None:
    """Start the calculation when the session commits, so that nothing runs that isn't on record."""
    told(site.settings, release.id).tell("", 0, 0)
    launch(session, site.settings, "releases", "build", str(release.id))


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

    def late() -> None:
        log.error("calculation of a release took too long")
        _ended(site, release_id, states.FAILED)
        os._exit(1)

    with heartbeat(place, 60 * _minutes(site), late):
        try:
            return _calculated(site, release_id, place)
        except (NotProtected, Unprotected, Unsolved, Infeasible):
            return _ended(site, release_id, states.IMPOSSIBLE)
        except Exception as trouble:  # noqa: BLE001  it must end on record, whatever happened
            # The message could repeat a count; the kind of error cannot.
            log.error("calculation of a release failed: %s", type(trouble).__name__)  # noqa: TRY400  as said
            return _ended(site, release_id, states.FAILED)


def bury(session: Session, site: Wiring, now: datetime) -> None:
    """Note of calculations that were cut off that they have failed: else none could begin any more."""
    for release in session.scalars(select(Release).where(Release.state == states.BUILDING)):
        if state(site.settings, release, now)[0] == states.FAILED:
            _end(session, site, release, states.FAILED)


def _minutes(site: Wiring) -> int:
    """How long a calculation may take; a little more than it gives itself, to end in good order."""
    return site.policies.catalogue.minutes + 2 if isinstance(site.policies, SitePolicies) else 1


def _calculated(site: Wiring, release_id: UUID, place: Told) -> str:
    policies = site.policies
    if not isinstance(policies, SitePolicies):
        raise TypeError("The policies behind the figures are missing.")
    with at_one_moment(site.sessions) as session:
        session.info["actor"] = policies.access.operator()
        release = session.get_one(Release, release_id)
        if release.state != states.BUILDING:
            return release.state
        built = build(session, release, policies, policies.catalogue, place.tell)
    with site.sessions() as session:
        session.info["actor"] = policies.access.operator()
        release = session.get_one(Release, release_id)
        if release.state != states.BUILDING:
            return release.state
        store(session, release, built)
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
