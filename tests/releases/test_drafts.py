"""What waits for a decision is told in what it costs, never in numbers: two drafts would differ by one woman."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.indicators.policies import SitePolicies
from casework.releases import reading
from casework.releases.models import Release
from casework.releases.operations import approve, refuse
from casework.ui.context import EXTENSION
from tests.factories.browser import signed_in
from tests.factories.people import make_staff
from tests.releases.test_operations import ready

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
TABLE = "tables/victims-base"


@pytest.fixture
def waiting(
    app: Flask, session: Session, filled: Callable[..., None], manager: Actor, small: SitePolicies
) -> Release:
    """A release that is calculated and waits."""
    object.__setattr__(app.extensions[EXTENSION], "policies", small)
    filled(1, 300)
    return ready(session, manager, small)


def test_no_table_is_shown_before_it_is_released(
    app: Flask, session: Session, manager: Actor, second: Actor, waiting: Release
) -> None:
    place = f"/releases/{waiting.id}"
    for actor in (manager, second, make_staff(session, None, role="data_protection_officer")):
        browser = signed_in(app, session, actor)
        assert browser.get(f"{place}/{TABLE}").status_code == 404
        page = browser.get(place).text
        assert "/tables/" not in page
        assert waiting.digest[:16] not in page  # whoever guesses the tables could see whether she is right
        assert "Các bảng, và phần không công bố để bảo vệ" in page
    approve(session, second, waiting, waiting.version, clock.now())
    browser = signed_in(app, session, manager)
    assert f"{place}/{TABLE}" in browser.get(place).text
    assert browser.get(f"{place}/{TABLE}").status_code == 200


def test_of_a_refused_release_nothing_is_kept_in_mind(
    app: Flask, session: Session, manager: Actor, second: Actor, waiting: Release
) -> None:
    browser = signed_in(app, session, manager)
    assert browser.get(f"/releases/{waiting.id}").status_code == 200
    refuse(session, second, waiting, "not_needed", waiting.version, clock.now())
    session.commit()
    assert reading.tables_of(session, waiting) == ()
    assert browser.get(f"/releases/{waiting.id}/{TABLE}").status_code == 404
