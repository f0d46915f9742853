"""Everything that an import writes is on record, row by row."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.exchange.ledger import Ledger
from casework.incidents.models import Incident
from casework.people.models import Person
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.providers.models import Activity, Provider
from casework.safety.models import SafeContact
from casework.services.models import Service
from tests.exchange.test_storing import sample, store

__all__ = ["sample"]

KINDS = (
    Activity,
    Case,
    CasePerpetrator,
    CounsellingSession,
    Incident,
    Liability,
    Person,
    Provider,
    SafeContact,
    Service,
)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_each_record_of_an_import_has_its_entry(session: Session, sample: Ledger) -> None:
    store(session, sample)
    session.commit()
    told = {(entry.kind, entry.row_id) for entry in session.scalars(select(Entry))}
    for kind in KINDS:
        keys = session.scalars(select(kind.id)).all()
        assert keys, kind.__name__
        assert {(kind.__tablename__, key) for key in keys} <= told, kind.__name__
