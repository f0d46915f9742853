"""Which releases there are."""

from collections.abc import Sequence
from datetime import MAXYEAR, date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.audit.models import Entry
from casework.releases.models import Release, ReleasePart
from casework.releases.states import APPROVED, BUILDING, READY

USES = (
    "document.made",
    "figures.exact",
    "figures.exported",
    "line.taken",
    "release.approved",
    "release.proposed",
    "release.recheck_asked",
    "release.rechecked",
    "release.refused",
    "report.submitted",
    "token.used",
)


def approved(session: Session, year: int | None = None) -> Sequence[Release]:
    """The approved releases (of a year), the newest first. They are public to whoever may read figures."""
    found = select(Release).where(Release.state == APPROVED)
    if year is not None:
        found = found.where(Release.year == year)
    return session.scalars(found.order_by(Release.year.desc(), Release.number.desc())).all()


def newest(session: Session, year: int, until: date | None = None) -> Release | None:
    """The release of the year that counts the most: the latest cut-off (not after ``until``), corrections first."""
    fitting = [one for one in approved(session, year) if until is None or one.cut_off <= until]
    return max(fitting, key=lambda one: (one.cut_off, one.number or 0), default=None)


def open_ones(session: Session, year: int) -> Sequence[Release]:
    """Those of the year that are being calculated or wait for a decision."""
    waiting = select(Release).where(Release.year == year, Release.state.in_((BUILDING, READY)))
    return session.scalars(waiting).all()


def listing(session: Session, actor: Actor) -> Sequence[Release]:
    """Every release whatever became of it, the newest first: for those who propose, decide and oversee."""
    require_role(actor, "release:list")
    return session.scalars(select(Release).order_by(Release.proposed_at.desc(), Release.id.desc())).all()


def release(session: Session, actor: Actor, release_id: UUID) -> Release:
    """One of them; NotFound where it is not there or not the actor's to see."""
    require_role(actor, "release:list")
    found = session.get(Release, release_id)
    if found is None:
        raise NotFound("release:list", "Release")
    return found


def by_code(session: Session, year: int, number: int) -> Release:
    """The approved release of this number in the year, or NotFound."""
    named = select(Release).where(Release.year == year, Release.number == number, Release.state == APPROVED)
    # An address can have larger numbers than a column.
    found = session.scalar(named) if max(year, number) <= MAXYEAR else None
    if found is None:
        raise NotFound("release:list", "Release")
    return found


def parts(session: Session, release_id: UUID, *, secret: bool) -> Sequence[ReleasePart]:
    """The parts of a release; secret ones are for the engine alone."""
    found = select(ReleasePart).where(ReleasePart.release_id == release_id, ReleasePart.secret == secret)
    return session.scalars(found.order_by(ReleasePart.kind, ReleasePart.code)).all()


def uses(session: Session, actor: Actor, limit: int) -> Sequence[Entry]:
    """The newest entries of the log about what was done with figures, for whoever oversees them."""
    require_role(actor, "release:verify")
    found = select(Entry).where(Entry.event.in_(USES)).order_by(Entry.position.desc())
    return session.scalars(found.limit(limit)).all()
