"""A form sent after the session ran out."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.accounts.models import User, UserSession
from casework.audit.models import Entry
from casework.cases.models import Case
from casework.intake.models import Draft
from tests.factories.browser import signed_in
from tests.intake.conftest import TYPED, House
from tests.intake.test_pages import action


def run_out(session: Session) -> None:
    session.execute(update(UserSession).values(last_seen_at=clock.now() - timedelta(hours=1)))
    session.commit()


@pytest.mark.parametrize("path", ["", "/save"])
def test_it_is_kept_and_found_after_signing_in_again(
    app: Flask, session: Session, house: House, path: str
) -> None:
    page = house.at.get("/cases/new").text
    run_out(session)
    answer = house.at.post(action(page) + path, TYPED, opened=page)
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
    assert "H%C3%B2a" not in answer.location
    assert session.scalar(select(func.count()).select_from(Case)) == 0
    entry = session.scalars(select(Entry).where(Entry.event == "draft.saved")).one()
    assert entry.actor_id == house.worker.id
    again = signed_in(app, session, house.worker).get(action(page))
    assert 'value="Đào Thị Hòa"' in again.text
    assert "Bị đánh vào buổi tối." in again.text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_it_shows_nothing_and_keeps_nothing_without_the_forms_token(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    run_out(session)
    assert house.at.client.post(action(page), data=TYPED).status_code == 400
    assert house.at.get(action(page)).status_code == 303
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_nothing_is_kept_for_somebody_who_was_disabled(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    run_out(session)
    session.execute(update(User).values(disabled_at=User.created_at))
    session.commit()
    assert house.at.post(action(page), TYPED, opened=page).status_code == 303
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_nothing_can_be_written_over_somebody_elses_draft(house: House, session: Session) -> None:
    page = house.at.get("/cases/new").text
    house.at.post(action(page) + "/save", {"full_name": "Đào"}, opened=page)
    foreign = house.elsewhere.get("/cases/new").text
    run_out(session)
    assert house.elsewhere.post(action(page), TYPED, opened=foreign).status_code == 404
