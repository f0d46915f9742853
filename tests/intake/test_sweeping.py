"""Drafts that nobody goes on with are gone after seven days."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry
from casework.crypto.models import SubjectKey
from casework.db import uuid7
from casework.intake import operations, queries
from casework.intake.drafts import INTAKE, DraftForm
from casework.intake.models import Draft
from casework.people.models import Person
from tests.factories.people import make_house, make_staff

WEEK = timedelta(days=7)
OTHER = DraftForm("other", Person)


def test_after_seven_days_a_draft_and_its_key_are_gone(session: Session) -> None:
    # given
    worker = make_staff(session, make_house(session))
    old, fresh = uuid7(), uuid7()
    for key in (old, fresh):
        operations.keep_draft(session, worker, {"full_name": ["Đào"]}, key, clock.now())
    session.commit()
    fresher = clock.now() + timedelta(minutes=1)
    session.execute(update(Draft).where(Draft.id == fresh).values(saved_at=fresher))
    # when
    assert operations.sweep(session, worker, clock.now() + WEEK - timedelta(seconds=1)) == 0
    assert operations.sweep(session, worker, clock.now() + WEEK) == 1
    session.commit()
    # then
    assert set(session.scalars(select(Draft.id))) == {fresh}
    assert session.get(SubjectKey, old) is None
    assert session.get(SubjectKey, fresh) is not None
    gone = session.scalars(select(Entry).where(Entry.event == "draft.expired")).one()
    assert gone.row_id == old


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_draft_of_eight_days_ago_is_not_found_even_before_it_is_swept(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    kept = operations.keep_draft(session, worker, {"full_name": ["Đào"]}, None, clock.now())
    assert kept is not None
    assert queries.draft_of(session, worker, kept.id, clock.now()) is kept
    with time_machine.travel(clock.now() + WEEK, tick=False):
        assert queries.own_drafts(session, worker, clock.now()) == []
        with pytest.raises(NotFound):
            queries.draft_of(session, worker, kept.id, clock.now())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_each_form_finds_its_own_drafts_only(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    one = operations.keep_draft(session, worker, {"a": ["1"]}, None, clock.now())
    other = operations.keep_draft(session, worker, {"a": ["1"]}, None, clock.now(), form=OTHER)
    assert one is not None
    assert other is not None
    assert [each.id for each in queries.own_drafts(session, worker, clock.now())] == [one.id]
    assert [each.id for each in queries.own_drafts(session, worker, clock.now(), "other")] == [other.id]
    with pytest.raises(NotFound):
        queries.draft_of(session, worker, other.id, clock.now(), INTAKE.name)
    with pytest.raises(NotFound):
        operations.keep_draft(session, worker, {"a": ["2"]}, other.id, clock.now())
