"""Which edition of facts this program keeps, and which the database holds."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.facts.models import FactState

# Raised with every change of what a fact is: then ``casework migrate`` makes all facts anew.
EDITION = 1


def edition(session: Session) -> int:
    """The edition of the facts in the database; 0 where they were never made."""
    return session.scalar(select(FactState.edition)) or 0
