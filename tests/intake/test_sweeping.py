"""Drafts that nobody goes on with are gone after seven days."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry
from casework.crypto.models import SubjectKey
from casework.db import uuid7
from casework.indicators.policies import SitePolicies
from casework.intake import operations, queries
from casework.intake.drafts import INTAKE, DraftForm
from casework.intake.models import Draft
from casework.people.models import Person
from tests.factories.people import make_house, make_staff
from tests.intake.conftest import House
from tests.intake.test_pages import action

WEEK = timedelta(days=7)
OTHER = DraftForm("other", Person)


def kept_since(policies: SitePolicies, now: datetime) -> datetime:
    return policies.deadlines.begun_by("draft", "", now)


def test_after_seven_days_a_draft_and_its_key_are_gone(session: Session, policies: SitePolicies) -> None:
    # given
    worker = make_staff(session, make_house(session))
    old, fresh = uuid7(), uuid7()
    for key in (old, fresh):
        operations.keep_draft(session, worker, {"full_name": ["Đào"]}, key, clock.now())
    session.commit()
    fresher = clock.now() + timedelta(minutes=1)
    session.execute(update(Draft).where(Draft.id == fresh).values(saved_at=fresher))
    # when
    for later, swept in ((WEEK - timedelta(minutes=1), 0), (WEEK, 1)):
        now = clock.now() + later
        assert operations.sweep(session, worker, kept_since(policies, now), now) == swept
    session.commit()
    # then
    assert set(session.scalars(select(Draft.id))) == {fresh}
    assert session.get(SubjectKey, old) is None
    assert session.get(SubjectKey, fresh) is not None
    gone = session.scalars(select(Entry).where(Entry.event == "draft.expired")).one()
    assert gone.row_id == old


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_an_old_draft_is_not_found_even_before_it_is_swept(house: House, session: Session) -> None:
    # given
    page = house.at.get("/cases/new").text
    path = action(page)
    assert house.at.post(path + "/save", {"full_name": "Đào"}, opened=page).status_code == 204
    assert house.at.get(path).status_code == 200
    # when
    session.execute(update(Draft).values(saved_at=clock.now() - WEEK))
    session.commit()
    # then
    assert house.at.get(path).status_code == 404
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    session.commit()
    assert path not in house.at.get("/cases/drafts").text
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_each_form_finds_its_own_drafts_only(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    one = operations.keep_draft(session, worker, {"a": ["1"]}, None, clock.now())
    other = operations.keep_draft(session, worker, {"a": ["1"]}, None, clock.now(), form=OTHER)
    assert one is not None
    assert other is not None
    since = clock.now() - WEEK
    assert [each.id for each in queries.own_drafts(session, worker, since)] == [one.id]
    assert [each.id for each in queries.own_drafts(session, worker, since, "other")] == [other.id]
    with pytest.raises(NotFound):
        queries.draft_of(session, worker, other.id, form=INTAKE.name)
    with pytest.raises(NotFound):
        operations.keep_draft(session, worker, {"a": ["2"]}, other.id, clock.now())
