"""Many rows at once are stored as single ones are, on both engines."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.audit.models import Entry
from casework.db import uuid7
from casework.many import FEW, insert_many, uncollected

START = datetime(2026, 1, 31, 23, 59, 59, 123456, tzinfo=UTC)


def entries(count: int) -> list[dict[str, Any]]:
    """Entries with keys, moments, bytes, text in two scripts, and now and then nothing."""
    return [
        {
            "position": 1000 + at,
            "at": START + timedelta(minutes=at),
            "actor_id": uuid7() if at % 2 else None,
            "actor_role": "điều phối",
            "event": "case.opened",
            "kind": "case_file",
            "row_id": UUID(int=at),
            "subject_id": None,
            "case_id": uuid7(),
            "facts": '{"%s":"\'"}',
            "leaf": bytes([at % 256]) * 32,
        }
        for at in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, 3 * FEW])
def test_what_is_stored_reads_back_the_same(session: Session, count: int) -> None:
    table = Entry.__table__
    assert isinstance(table, Table)
    rows = entries(count)
    insert_many(session.connection(), table, rows)
    stored = session.connection().execute(select(table).where(table.c.position >= 1000).order_by("position"))
    assert [dict(row._mapping) for row in stored] == rows


def test_a_row_that_cannot_be_is_refused_as_ever(session: Session) -> None:
    table = Entry.__table__
    assert isinstance(table, Table)
    rows = entries(FEW)
    with pytest.raises(IntegrityError):
        insert_many(session.connection(), table, [*rows, rows[0]])


@pytest.fixture
def collector() -> Iterator[None]:
    before = gc.isenabled()
    yield
    (gc.enable if before else gc.disable)()


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("set_to", [gc.enable, gc.disable])
def test_the_collector_is_as_it_was_afterwards(set_to: Callable[[], None]) -> None:
    set_to()
    before = gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() == before
