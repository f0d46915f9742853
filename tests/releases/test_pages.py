"""The pages of releases, from the proposal to the frozen tables, as the people who see them."""

import subprocess
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.indicators.policies import SitePolicies
from casework.releases import jobs, rechecks, states
from casework.releases.models import Release
from casework.releases.operations import approve, propose
from casework.ui.context import EXTENSION
from tests.factories.browser import signed_in
from tests.factories.people import make_staff
from tests.releases.test_operations import REQUEST, ready


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that pages start; the calculation itself is run by the tests, in their own process."""
    commands: list[list[str]] = []

    def start(command: list[str], **_options: object) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(poll=lambda: 0)

    monkeypatch.setattr(subprocess, "Popen", start)
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


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_officer_sees_all_that_was_released_and_has_its_guarantee_recomputed(
    app: Flask,
    session: Session,
    filled: Callable[..., None],
    manager: Actor,
    second: Actor,
    started: list[list[str]],
    small: SitePolicies,
) -> None:
    filled(1, 300)
    site = app.extensions[EXTENSION]
    object.__setattr__(site, "policies", small)
    release = ready(session, manager, small)
    approve(session, second, release, release.version, clock.now())
    officer = make_staff(session, None, role="data_protection_officer")
    page = signed_in(app, session, officer)
    assert signed_in(app, session, manager).get("/released").status_code == 404
    assert "Chưa kiểm tra" in page.get("/released").text
    assert page.post("/released/verify", opened=page.get("/released").text).status_code == 303
    assert started[-1][-2:] == ["releases", "verify"]
    assert "http-equiv" in page.get("/released").text
    assert rechecks.run(site).holds
    shown = page.get("/released").text
    assert "An toàn khi xem chung" in shown
    assert "Đúng như đã ký" in shown
    assert "http-equiv" not in shown
    session.refresh(release)
    release.digest = "0" * 64
    session.commit()
    assert not rechecks.run(site).holds
    shown = page.get("/released").text
    assert "Không đúng như đã ký" in shown
    assert "Không an toàn khi xem chung" in shown


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_those_who_decide_see_how_narrow_withheld_numbers_can_be_told(
    app: Flask,
    session: Session,
    filled: Callable[..., None],
    manager: Actor,
    second: Actor,
    small: SitePolicies,
) -> None:
    filled(1, 300)
    object.__setattr__(app.extensions[EXTENSION], "policies", small)
    release = ready(session, manager, small)
    place = f"/releases/{release.id}"
    for actor in (manager, second):
        assert "Khoảng hẹp nhất" in signed_in(app, session, actor).get(place).text
    officer = make_staff(session, None, role="data_protection_officer")
    assert "Khoảng hẹp nhất" not in signed_in(app, session, officer).get(place).text
    approve(session, second, release, release.version, clock.now())
    assert "Khoảng hẹp nhất" not in signed_in(app, session, second).get(place).text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_calculation_that_was_cut_off_keeps_nobody_waiting(
    app: Flask, session: Session, manager: Actor, small: SitePolicies, started: list[list[str]]
) -> None:
    object.__setattr__(app.extensions[EXTENSION], "policies", small)
    lost = propose(session, manager, REQUEST, small.catalogue, clock.now())
    session.commit()
    sent = signed_in(app, session, manager).post("/releases/new", {"closing": "2026-h1/2026-06-30"})
    assert sent.status_code == 303
    session.refresh(lost)
    assert lost.state == states.FAILED
    assert len(started) == 1


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("refuse", {}, "Hãy chọn một lý do."),
        ("approve", {"version": "77"}, "người khác đã thay đổi"),
        ("refuse", {"version": "77", "reason": "not_needed"}, "người khác đã thay đổi"),
    ],
)
def test_a_decision_that_was_not_taken_says_so_at_the_top(
    app: Flask,
    session: Session,
    filled: Callable[..., None],
    manager: Actor,
    second: Actor,
    small: SitePolicies,
    act: str,
    typed: dict[str, str],
    said: str,
) -> None:
    filled(1, 300)
    object.__setattr__(app.extensions[EXTENSION], "policies", small)
    release = ready(session, manager, small)
    place, other = f"/releases/{release.id}", signed_in(app, session, second)
    shown = other.post(f"{place}/{act}", typed, opened=other.get(place).text).text
    assert "<title>Lỗi: " in shown
    assert said in shown.partition("govuk-error-summary")[2].partition("<h1")[0]
    assert "Chờ người thứ hai" in shown
    assert (
        f'name="next" value="{place}"' in shown
    )  # where the other language is read: the page can't be asked for
