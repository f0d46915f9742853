"""That figures of a release left the house: who took them, in which form."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor, require_role
from casework.audit.operations import record
from casework.exports.formats import Trial
from casework.releases.models import Release


def take(session: Session, actor: Actor, release: Release, tried: Trial, now: datetime) -> bytes:
    """The file that the dry run showed; that it was taken is noted."""
    require_role(actor, "figures:export")
    facts = {"release": f"{release.year}-{release.number}", "form": tried.format.code}
    record(session, actor, "figures.exported", kind="release", row_id=release.id, facts=facts, now=now)
    return tried.data
