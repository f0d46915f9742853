"""That a document was made is noted: which kind, in which form, from which release."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor
from casework.audit.operations import record
from casework.releases.models import Release

REPORT, STATISTICS, TABLES = "report", "statistics", "tables"


def note(
    session: Session,
    actor: Actor,
    document: str,
    form: str,
    release: Release,
    now: datetime,
    report_id: UUID | None = None,
) -> None:
    """Write it into the log; ``report_id`` names the report that it is of."""
    facts = {"document": document, "form": form, "release": f"{release.year}-{release.number}"}
    row_id = report_id or release.id
    record(session, actor, "document.made", kind="document", row_id=row_id, facts=facts, now=now)
