"""What programs are answered: the released figures cell by cell, and to nobody else than whoever holds a token."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework import clock
from casework.api import policy
from casework.api.models import ApiToken
from casework.api.policy import Interface
from casework.api.problems import MIMETYPE
from casework.audit.models import Entry
from casework.config import Settings
from casework.indicators.policies import SitePolicies
from casework.providers.models import Provider
from casework.releases import reading
from casework.releases.models import Release
from casework.ui import guard
from tests.api.conftest import Ask
from tests.conftest import NOON
from tests.factories.browser import signed_in
from tests.factories.people import make_staff
from tests.factories.releases import make_release
from tests.house.pages import look_at

Made = Callable[..., tuple[ApiToken, str]]
BASE = "/api/v1"


@pytest.fixture(params=["sqlite"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """What reads and counts tokens is tested on both engines beside this."""
    kind: str = request.param
    return kind


def test_every_cell_of_every_table_is_as_it_was_released(
    ask: Ask, released: Release, session: Session
) -> None:
    told = ask(f"{BASE}/releases/2025-2").get_json()
    tables = reading.tables_of(session, released)
    assert [one["code"] for one in told["tables"]] == [one.code for one in tables]
    withheld = 0
    for table in tables:
        found = ask(f"{BASE}/releases/2025-2/tables/{table.code}").get_json()
        assert found["release"]["digest"] == released.digest
        assert found["error"] == table.error
        cells = {(one["area"], *one["codes"].values()): one for one in found["cells"]}
        assert list(cells) == list(table.cells)
        assert all(list(one["codes"]) == list(table.dimensions[1:]) for one in found["cells"])
        for codes, value in table.cells.items():
            assert cells[codes]["value"] == value
            assert cells[codes]["withheld"] is (value is None)
            withheld += value is None
    assert withheld > 100


def test_every_indicator_is_as_the_release_tells_it(
    ask: Ask, released: Release, session: Session, policies: SitePolicies
) -> None:
    figures = reading.figures_of(
        session, released, policies.catalogue, policies.disclosure.minimum_denominator
    )
    told = ask(f"{BASE}/indicators").get_json()
    assert told["release"]["code"] == "2025-2"
    found = {(one["indicator"], one["area"]): one for one in told["indicators"]}
    areas = ("VN", *sorted(policies.units.provinces))
    assert list(found) == [(code, area) for code in policies.indicators.codes for area in areas]
    for (code, area), one in found.items():
        figure = figures.figure(code, area)
        assert (one["numerator"], one["denominator"], one["percent"]) == (
            figure.numerator,
            figure.denominator,
            figure.percent,
        )
        assert one["withheld"] is figure.hidden
        assert {beside["code"]: beside["value"] for beside in one["beside"]} == dict(figure.extras)
        for part in one["parts"]:
            apart = figures.figure(code, area, **{part["by"]: part["code"]})
            assert (part["numerator"], part["denominator"]) == (apart.numerator, apart.denominator)
    assert {part["by"] for part in found["victims_reached", "VN"]["parts"]} == {"stream", "sex"}


def test_questions_are_narrowed(ask: Ask, released: Release) -> None:
    one = ask(f"{BASE}/indicators?release=2025-1&area=01&indicator=victims_reached").get_json()
    assert one["release"]["code"] == "2025-1"
    assert [(entry["indicator"], entry["area"]) for entry in one["indicators"]] == [("victims_reached", "01")]
    cells = ask(f"{BASE}/releases/2025-2/tables/victims-base?area=31").get_json()["cells"]
    assert {cell["area"] for cell in cells} == {"31"}
    assert [entry["code"] for entry in ask(f"{BASE}/releases").get_json()["releases"]] == ["2025-2", "2025-1"]
    assert ask(f"{BASE}/releases?year=2024").get_json() == {"releases": []}


@pytest.mark.parametrize(
    "path",
    [
        "/indicators?area=hanoi",
        "/indicators?area=01&area=01",
        "/indicators?token=x",
        "/indicators?release=2025",
        "/releases?year=two",
        "/releases/2025-2?area=01",
        "/releases/2025-2/tables/victims-base?area=",
        "/openapi.json?x=1",
    ],
)
def test_a_question_that_is_not_understood_is_not_answered(ask: Ask, released: Release, path: str) -> None:
    answer = ask(BASE + path)
    assert (answer.status_code, answer.mimetype) == (400, MIMETYPE)


@pytest.mark.parametrize(
    "path",
    [
        "/releases/2025-9",
        "/releases/draft",
        "/releases/2025-2/tables/nothing",
        "/indicators?area=77",
        "/nothing",
        "",
    ],
)
def test_what_is_not_there_is_a_problem_in_json(ask: Ask, released: Release, path: str) -> None:
    answer = ask(BASE + path)
    assert (answer.status_code, answer.mimetype) == (404, MIMETYPE)
    assert answer.get_json()["status"] == 404


def test_a_release_that_waits_for_approval_is_not_there(ask: Ask, session: Session) -> None:
    make_release(session)
    assert ask(f"{BASE}/releases").get_json() == {"releases": []}
    assert ask(f"{BASE}/indicators").status_code == 404


def test_other_methods_are_told_which_there_are(app: Flask) -> None:
    for method in ("post", "put", "delete", "patch", "options"):
        answer = getattr(app.test_client(), method)(f"{BASE}/indicators")
        assert (answer.status_code, answer.mimetype) == (405, MIMETYPE)
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_what_one_has_already_is_not_sent_again(ask: Ask, released: Release) -> None:
    first = ask(f"{BASE}/indicators")
    tag = first.headers["ETag"]
    assert tag == f'"{hashlib.sha256(first.data).hexdigest()}"'
    again = ask(f"{BASE}/indicators", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert ask(f"{BASE}/indicators", If_None_Match='"other"').status_code == 200
    assert ask(f"{BASE}/indicators").data == first.data


def test_without_a_token_that_holds_all_doors_look_the_same(
    app: Flask, session: Session, released: Release, made: Made
) -> None:
    kept, token = made()
    revoked, gone = made()
    revoked.revoked_at = clock.now()
    inactive, of_closed = made()
    session.get_one(Provider, inactive.provider_id).active = False
    session.commit()
    public, secret = token.split("_", 2)[1:]
    wrong = ["", "x", token[:-1], f"cwk_{public}_{'A' * 43}", f"cwk_{'a' * 10}_{secret}", gone, of_closed]
    bodies = set()
    for sent in wrong:
        answer = app.test_client().get(f"{BASE}/releases", headers={"Authorization": f"Bearer {sent}"})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        bodies.add(answer.data)
    for header in ({}, {"Authorization": f"Basic {token}"}, {"X-Token": token}):
        bodies.add(app.test_client().get(f"{BASE}/releases", headers=header).data)
    assert len(bodies) == 1
    with time_machine.travel(kept.expires_at - timedelta(seconds=1), tick=False):
        assert (
            app.test_client()
            .get(f"{BASE}/releases", headers={"Authorization": f"Bearer {token}"})
            .status_code
            == 200
        )
    with time_machine.travel(kept.expires_at, tick=False):
        assert (
            app.test_client()
            .get(f"{BASE}/releases", headers={"Authorization": f"Bearer {token}"})
            .status_code
            == 401
        )


def test_a_token_opens_what_it_is_for(app: Flask, released: Release, made: Made) -> None:
    told = {"Authorization": f"bearer {made('figures:read')[1]}"}
    assert app.test_client().get(f"{BASE}/indicators", headers=told).status_code == 200
    refused = app.test_client().get(f"{BASE}/releases", headers=told)
    assert (refused.status_code, refused.mimetype) == (403, MIMETYPE)
    assert 'error="insufficient_scope", scope="releases:read"' in refused.headers["WWW-Authenticate"]


def test_a_cookie_opens_nothing_and_a_token_no_page(
    app: Flask, session: Session, released: Release, made: Made
) -> None:
    browser = signed_in(app, session, make_staff(session, None, "manager"))
    assert browser.get("/releases").status_code == 200
    answer = browser.get(f"{BASE}/releases")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    token = {"Authorization": f"Bearer {made()[1]}"}
    assert app.test_client().get("/releases", headers=token).location.startswith("/sign-in")


def test_too_many_questions_wait_for_the_next_minute(
    ask: Ask, settings: Settings, released: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(policy._kept, settings.policies, Interface("", 3, (30,)))
    with time_machine.travel(NOON + timedelta(seconds=41), tick=False):
        answers = [ask(f"{BASE}/releases") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].headers["Retry-After"] == "19"
        assert answers[-1].mimetype == MIMETYPE
    with time_machine.travel(NOON + timedelta(seconds=60), tick=False):
        assert ask(f"{BASE}/releases").status_code == 200


def test_the_log_has_the_first_use_of_a_day_and_never_the_token(
    ask: Ask, session: Session, released: Release, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        ask(f"{BASE}/releases")
    session.commit()
    used = session.scalars(select(Entry).where(Entry.event == "token.used")).all()
    assert [one.actor_id for one in used] == [None]
    kept = session.scalars(select(ApiToken)).one()
    assert kept.used_on == clock.today()
    assert kept.public not in caplog.text
    assert "Bearer" not in caplog.text
    session.execute(update(ApiToken).values(used_on=clock.today() - timedelta(days=1)))
    session.commit()
    ask(f"{BASE}/releases")
    assert len(session.scalars(select(Entry).where(Entry.event == "token.used")).all()) == 2


def test_the_description_names_every_route_and_what_opens_it(app: Flask, ask: Ask) -> None:
    answer = app.test_client().get(f"{BASE}/openapi.json")
    document = json.loads(answer.data)
    assert document["openapi"].startswith("3.1")
    routes: dict[str, Any] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            path = re.sub(r"<(\w+)>", r"{\1}", rule.rule)
            assert (rule.methods or set()) - {"HEAD", "OPTIONS"} == {"GET"}
            routes[path] = guard.mark_of(app.view_functions[rule.endpoint])
    assert set(document["paths"]) == set(routes)
    for path, mark in routes.items():
        needs = document["paths"][path]["get"]["security"]
        assert needs == ([] if mark == guard.PUBLIC else [{"token": [mark.removeprefix(guard.PROGRAM)]}])
        named = {one["name"] for one in document["paths"][path]["get"]["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path))


def test_answers_carry_the_promises_of_all_pages_and_open_to_no_other_site(
    ask: Ask, released: Release
) -> None:
    for path in ("/openapi.json", "/releases", "/indicators", "/nothing"):
        answer = ask(BASE + path, Origin="https://evil.example")
        look_at(answer, f"GET {BASE}{path}")
        assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]
        assert "Set-Cookie" not in answer.headers
