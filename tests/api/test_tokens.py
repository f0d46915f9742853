"""Tokens: made and taken away by administrators, kept as a keyed digest, counted in the database."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor, NotFound
from casework.api import operations, queries
from casework.api.models import ApiToken
from casework.api.operations import TokenRequest
from casework.api.policy import Interface, load_interface
from casework.api.rules import wait_of
from casework.audit.models import Entry
from casework.crypto import Vault
from casework.crypto.bearer import digest_of, is_same, new_bearer, read_bearer
from casework.crypto.keys import create_keys, load_keys
from casework.db import WorkSession
from casework.paths import ROOT_POLICIES
from casework.refusal import Refusal
from tests.factories.browser import signed_in
from tests.factories.people import make_house, make_staff
from tests.house.pages import look_at

LIMITS = Interface("", 60, (30, 90))


@pytest.fixture
def administrator(session: Session) -> Actor:
    return make_staff(session, None, "administrator")


def wanted(session: Session, **other: object) -> TokenRequest:
    values = {
        "provider_id": make_house(session, "Sở Y tế").id,
        "name": "Bảng tổng hợp",
        "scopes": ("figures:read",),
        "days": 30,
    }
    return TokenRequest(**(values | other))  # type: ignore[arg-type]  # the names of its fields


def test_a_token_is_found_by_itself_alone(session: Session, administrator: Actor, vault: Vault) -> None:
    kept, token = operations.make(session, administrator, wanted(session), LIMITS, clock.now())
    session.commit()
    assert queries.held(session, token, clock.now()) is kept
    secret = token.rsplit("_", 1)[-1] if token.count("_") == 2 else token.split("_", 2)[2]
    stored = json.dumps([str(value) for value in vars(kept).values()])
    assert secret not in stored
    assert len(kept.digest) == 32
    assert queries.held(session, token.swapcase(), clock.now()) is None
    assert queries.held(session, "", clock.now()) is None
    assert queries.held(session, token, kept.expires_at) is None
    operations.revoke(session, administrator, kept.id, clock.now())
    assert queries.held(session, token, clock.now()) is None
    session.commit()
    told = session.scalars(
        select(Entry.event).where(Entry.kind == "api_token").order_by(Entry.position)
    ).all()
    assert list(told) == ["token.made", "token.revoked"]


def test_the_digest_is_of_no_use_with_other_keys(
    vault: Vault, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    create_keys(other)
    bearer = new_bearer()
    assert read_bearer(bearer.token) == bearer
    assert bearer.secret not in repr(bearer)
    kept = digest_of(vault.keys, bearer)
    assert is_same(vault.keys, bearer, kept)
    assert not is_same(load_keys(other), bearer, kept)
    assert not is_same(vault.keys, new_bearer(), kept)
    assert not is_same(vault.keys, bearer, None)


def test_two_processes_count_the_same_minute(
    session: Session, sessions: sessionmaker[WorkSession], administrator: Actor
) -> None:
    kept, _token = operations.make(session, administrator, wanted(session), LIMITS, clock.now())
    session.commit()
    nobody = Actor(None, "nobody", kept.provider_id, "")
    counted = []
    for _ in range(4):
        with sessions() as other:
            other.info["actor"] = nobody
            counted.append(operations.count(other, nobody, other.get_one(ApiToken, kept.id), clock.now()))
            other.commit()
    assert counted == [1, 2, 3, 4]


def test_the_wait_ends_with_the_minute() -> None:
    assert [wait_of(seconds) for seconds in (0.0, 59.0, 59.9, 60.0, 75.5)] == [60, 1, 1, 60, 45]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"provider_id": None}, "provider"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("cases:read",)}, "scopes"),
        ({"days": 31}, "days"),
    ],
)
def test_what_makes_no_token_is_told_at_its_field(
    session: Session, administrator: Actor, other: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as told:
        operations.make(session, administrator, wanted(session, **other), LIMITS, clock.now())
    assert told.value.field == field


def test_nobody_else_makes_one(session: Session) -> None:
    for role in ("manager", "facility_supervisor", "data_protection_officer"):
        with pytest.raises(NotFound):
            operations.make(session, make_staff(session, None, role), wanted(session), LIMITS, clock.now())


def test_the_shipped_limits_are_read() -> None:
    found = load_interface(ROOT_POLICIES)
    assert found.requests_a_minute == 60
    assert found.days == (30, 90, 365)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_page_shows_a_token_once(app: Flask, session: Session, administrator: Actor) -> None:
    house = make_house(session, "Sở Y tế")
    browser = signed_in(app, session, administrator)
    typed = {"provider": str(house.id), "name": "Bảng tổng hợp", "scopes": ["figures:read"], "days": "30"}
    wrong = browser.post("/tokens/new", typed | {"name": ""})
    assert "Cho biết dùng cho chương trình nào." in wrong.text
    page = browser.post("/tokens/new", typed)
    look_at(page, "POST /tokens/new")
    (token,) = set(re.findall(r"cwk_[a-z0-9]{10}_[\w-]{43}", page.text))
    listing = browser.get("/tokens").text
    assert token not in listing
    assert token[:14] in listing
    told = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/indicators", headers=told).status_code == 404
    kept = session.scalars(select(ApiToken)).one()
    assert browser.post(f"/tokens/{kept.id}/revoke", opened=listing).status_code == 303
    assert "Đã thu hồi" in browser.get("/tokens").text
    assert app.test_client().get("/api/v1/indicators", headers=told).status_code == 401
