"""The pages of releases, from the proposal to the frozen tables, as the people who see them."""

import subprocess
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.releases import jobs, states
from casework.releases.models import Release
from casework.ui.context import EXTENSION
from tests.factories.browser import signed_in


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that pages start; the calculation itself is run by the tests, in their own process."""
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_options: commands.append(command))
    return commands


def test_from_the_proposal_to_the_frozen_table(
    app: Flask,
    session: Session,
    filled: Callable[..., None],
    manager: Actor,
    second: Actor,
    started: list[list[str]],
    small: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled(1, 400)
    monkeypatch.setattr(jobs, "SitePolicies", object)
    site = app.extensions[EXTENSION]
    object.__setattr__(site, "policies", small)
    one, other = signed_in(app, session, manager), signed_in(app, session, second)
    page = one.get("/releases/new")
    assert "2026-h1/2026-06-30" in page.text
    sent = one.post("/releases/new", {"closing": "2026-h1/2026-06-30"})
    assert sent.status_code == 303
    place = sent.location
    assert started[0][-3:-1] == ["releases", "build"]
    assert "http-equiv" in one.get(place).text
    release = session.scalars(select(Release)).one()
    assert jobs.run(site, release.id) == states.READY
    assert "người khác quyết định" in one.get(place).text
    assert other.post(f"{place}/approve", opened=other.get(place).text).status_code == 303
    assert "Đã công bố" in one.get(place).text
    shown = other.get(f"{place}/tables/victims-base").text
    assert "400" in shown
    assert "không công bố" in shown
    assert other.get(f"{place}/tables/nothing").status_code == 404
