"""The pages of the list keep what the form asks, and nothing else that somebody wrote into the address."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework.ui.paging import SIZE
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_person, make_staff

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.fixture
def at(app: Flask, session: Session) -> Browser:
    """A worker whose list has two pages."""
    worker = make_staff(session, make_house(session))
    session.info["actor"] = worker
    assert worker.facility_id is not None
    survivor = make_person(session, worker, worker.facility_id, full_name="Đào Thị Hòa")
    for _ in range(SIZE + 1):
        make_case(session, worker, survivor)
    return signed_in(app, session, worker)


@pytest.mark.parametrize(
    "words", ["endpoint=x", "self=x", "_method=POST", "_external=1", "_anchor=x", "who=x"]
)
def test_words_that_are_not_of_the_form_are_dropped(at: Browser, words: str) -> None:
    answer = at.get(f"/cases?{words}")
    assert answer.status_code == 200
    assert 'href="/cases?page=2"' in answer.text


def test_a_filter_goes_along(at: Browser) -> None:
    assert 'href="/cases?worker=mine&amp;page=2"' in at.get("/cases?worker=mine").text
