"""Whether anything was written that can change a table of counts: asked of the log, so that counts can be kept."""

from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.cases.models import Case

# Events after which every count is what it was before. An event that is not listed is taken to change counts.
WITHOUT_EFFECT = (
    "sealed.opened",
    "people.searched",
    "figures.exact",
    "figures.shown",
    "access.refused",
    "signin.refused",
    "request.refused",
    "account.created",
    "account.disabled",
    "account.enabled",
    "account.reset",
    "password.changed",
    "signin.opened",
    "signin.closed",
    "language.changed",
    "case.moved",
    "case.assigned",
    "note.written",
    "note.changed",
    "person.registered",  # counts nowhere until a case names the person
    "consent.recorded",
    "consent.printed",
    "safety.recorded",
    "incident.recorded",
    "incident.changed",
    "draft.saved",
    "draft.discarded",
    "ledger.read",
    "ledger.stored",  # each of its records has an entry of its own
    "audit.verified",
    "facts.rebuilt",
)
# Of these the case, as it stands now, tells whether they concern a period: its day of detection is not touched.
OF_ONE_CASE = (
    "case.opened",
    "service.recorded",
    "service.changed",
    "perpetrator.linked",
    "liability.recorded",
    "liability.changed",
)


def log_size(session: Session) -> int:
    """The position that the next entry of the log will have."""
    return (session.scalar(select(func.max(Entry.position))) or -1) + 1


def written_since(session: Session, position: int, first: date, last: date) -> bool:
    """Whether an entry from ``position`` on may concern cases detected from ``first`` to ``last``."""
    elsewhere = and_(
        Entry.event.in_(OF_ONE_CASE),
        Case.id.is_not(None),
        or_(Case.detected_on < first, Case.detected_on > last),
    )
    found = (
        select(Entry.position)
        .outerjoin(Case, Case.id == Entry.case_id)
        .where(Entry.position >= position, Entry.event.not_in(WITHOUT_EFFECT), ~elsewhere)
        .limit(1)
    )
    return session.scalar(found) is not None
