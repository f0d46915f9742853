"""Who is let in where: the table against the application, route by route and role by role."""

import re
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.access.permissions import PERMISSIONS
from casework.audit.models import Entry
from casework.paths import ROOT_POLICIES
from casework.ui import guard
from tests.factories.browser import Browser, signed_in
from tests.factories.people import access_policy
from tests.factories.users import Visitor
from tests.factories.world import ROLES, World, make_world
from tests.house.pages import look_at
from tests.house.routes import ROUTES, Route


@pytest.fixture(params=["sqlite"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Who may enter does not depend on the engine; the rooms' own tests run on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    return make_world(session)


def sent(browser: Browser, route: Route, path: str, token: str) -> TestResponse:
    if route.method == "GET":
        return browser.get(path)
    return browser.client.post(path, data={"csrf_token": token})


def turned_away(answer: TestResponse) -> bool:
    """Whether a program without a token was told that it needs one, and nothing else."""
    told = answer.mimetype == "application/problem+json" and "Set-Cookie" not in answer.headers
    return told and answer.status_code == 401 and "Bearer" in answer.headers["WWW-Authenticate"]


def plain(page: str, path: str) -> str:
    """A page without its tokens and its own address."""
    page = re.sub(r'(name="csrf_token"[^>]*value|data-token)="[^"]*"', "", page)
    return page.replace(f'name="next" value="{path}"', "")


def test_the_table_names_every_route_and_its_permission(app: Flask) -> None:
    found = {
        (method, rule.rule): guard.mark_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(route.method, route.rule): route.mark for route in ROUTES} == found


def test_every_permission_is_asked_by_a_view_or_an_operation() -> None:
    source = "".join(path.read_text() for path in (ROOT_POLICIES.parent / "casework").rglob("*.py"))
    for permission in PERMISSIONS:
        assert source.count(f'"{permission}"') > 1, permission


def test_the_table_agrees_with_the_policy() -> None:
    table = access_policy().table
    for route in ROUTES:
        if route.mark.startswith(guard.PROGRAM):
            assert not route.opens, str(route)
        elif route.mark in PERMISSIONS:
            assert route.opens <= {role for role in ROLES if route.mark in table[role]}, str(route)
        else:
            assert route.opens == set(ROLES), str(route)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_is_hers_and_finds_nothing_else(
    app: Flask, session: Session, world: World, role: str
) -> None:
    browser = signed_in(app, session, world.staff[role])
    token = browser.hidden(browser.get("/account").text, "csrf_token")
    missing = plain(browser.get("/no-such-page").text, "/no-such-page")
    met: Counter[bool] = Counter()
    for route in ROUTES:
        path = world.path(route.rule, role)
        answer = sent(browser, route, path, token)
        opens = role in route.opens
        met[opens] += 1
        look_at(answer, str(route))
        if answer.status_code == 303:
            browser.get("/account")  # shows the notice that the next page would carry
        if route.mark == "public" and route.rule == "/exit":
            browser = signed_in(app, session, world.staff[role])
            token = browser.hidden(browser.get("/account").text, "csrf_token")
        if route.mark.startswith(guard.PROGRAM):
            assert turned_away(answer), f"{route} as {role}"
        elif not opens:
            assert answer.status_code == 404, f"{route} as {role}"
            assert plain(answer.text, path) == missing, f"{route} as {role}"
        elif route.rule.endswith("/people/link"):
            assert answer.status_code == 404  # nobody was named
        else:
            assert answer.status_code in {200, 204, 303}, f"{route} as {role}: {answer.status_code}"
            assert "/sign-in" not in (answer.location or "") or route.rule == "/sign-out", str(route)
    assert met[True] > 10
    assert met[False] > 10 or role == "facility_supervisor"


def test_nobody_is_let_in_anywhere(app: Flask, world: World) -> None:
    visitor = Visitor(app)
    for route in ROUTES:
        path = world.path(route.rule, "facility_worker")
        answer = visitor.get(path) if route.method == "GET" else visitor.post(path, page="/sign-in")
        look_at(answer, str(route))
        if route.mark.startswith(guard.PROGRAM):
            assert turned_away(answer), str(route)
        elif route.mark == "public":
            assert answer.status_code in {200, 303}, str(route)
            assert "/sign-in?" not in (answer.location or ""), str(route)
        else:
            assert answer.status_code == 303, str(route)
            assert answer.location.startswith("/sign-in"), str(route)
            assert answer.data.count(b"<") < 12, "a redirect that carries a page"


@pytest.mark.parametrize("role", ["facility_worker", "administrator"])
def test_what_is_sent_without_a_token_is_refused_and_does_nothing(
    app: Flask, session: Session, world: World, role: str
) -> None:
    browser = signed_in(app, session, world.staff[role])
    for route in ROUTES:
        if route.method == "POST":
            path = world.path(route.rule, role)
            assert browser.client.post(path, data={}).status_code == 400, str(route)
            assert browser.client.post(path, data={"csrf_token": "x"}).status_code == 400, str(route)
    assert browser.get("/account").status_code == 200
    told = session.scalars(select(Entry).where(Entry.event == "request.refused")).all()
    assert len(told) == 2 * sum(route.method == "POST" for route in ROUTES)
    assert {(entry.actor_id, entry.facts) for entry in told} == {(world.staff[role].id, '{"reason":"token"}')}


def test_a_foreign_page_that_sends_our_form_is_on_record(app: Flask, session: Session, world: World) -> None:
    browser = signed_in(app, session, world.staff["manager"])
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.client.post("/sign-out", headers=foreign).status_code == 400
    told = session.scalars(select(Entry).where(Entry.event == "request.refused")).one()
    assert told.facts == '{"reason":"origin"}'
    session.commit()
    Visitor(app).client.post("/sign-in", data={})
    assert len(session.scalars(select(Entry).where(Entry.event == "request.refused")).all()) == 1
