"""Whether a database is empty, a demonstration, or real."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.accounts.models import User
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.people.models import Person
from casework.providers.models import Provider
from casework.referrals.models import Referral

MARK = "home.demonstration"


def is_demonstration(session: Session) -> bool:
    """Whether the log says that this database was made for demonstration."""
    return session.scalar(select(Entry.position).where(Entry.event == MARK).limit(1)) is not None


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing has been recorded yet."""
    return all(session.scalar(select(model.id).limit(1)) is None for model in (User, Person, Case, Provider))


def has_referrals(session: Session) -> bool:
    """Whether any referral was ever sent."""
    return session.scalar(select(Referral.id).limit(1)) is not None


def is_written_on(session: Session, facility: Provider) -> bool:
    """Whether anybody works on a case of the facility: a ledger doesn't say who."""
    assigned = select(Case.id).where(Case.facility_id == facility.id, Case.worker_id.is_not(None))
    return session.scalar(assigned.limit(1)) is not None
