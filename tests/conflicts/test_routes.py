"""As somebody who is walled off, every address of the case is as if it did not exist."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from casework import clock
from casework.conflicts.operations import NumbersRequest, record_numbers
from tests.conflicts.conftest import walled
from tests.factories.browser import signed_in
from tests.factories.world import make_world
from tests.house.routes import ROUTES
from tests.house.test_routes import plain, sent

# Of these the variable parts name something else than the case of this world.
ELSEWHERE = ("/cases/drafts/",)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["facility_worker", "facility_supervisor", "perpetrator_counsellor"])
def test_every_route_of_a_closed_case_is_missing(app: Flask, session: Session, role: str) -> None:
    world = make_world(session)
    actor = world.staff[role]
    assert actor.id is not None
    routes = [
        route
        for route in ROUTES
        if role in route.opens
        and "<reference>" in route.rule
        and route.rule.startswith(("/cases/", "/perpetrators/"))
        and not route.rule.startswith(ELSEWHERE)
    ]
    assert len(routes) > 8
    session.info["actor"] = actor
    record_numbers(session, actor, actor.id, NumbersRequest("+84 912 345 678"), clock.now())
    session.commit()
    assert walled(session, actor)
    browser = signed_in(app, session, actor)
    token = browser.hidden(browser.get("/account").text, "csrf_token")
    missing = plain(browser.get("/no-such-page").text, "/no-such-page")
    for route in routes:
        path = world.path(route.rule, role)
        answer = sent(browser, route, path, token)
        assert answer.status_code == 404, str(route)
        assert plain(answer.text, path) == missing, str(route)
    for listing in ("/cases", "/perpetrators"):
        page = browser.get(listing).text
        for parts in ("cases", "perpetrators"):
            assert world.parts[parts]["reference"] not in page
