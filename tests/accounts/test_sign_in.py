"""The door: right, wrong, unknown, disabled, told to wait."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import Mock, patch

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.accounts import session_operations
from casework.accounts.models import User, UserSession
from casework.audit.models import Entry
from casework.crypto import password as hashing
from casework.db import WorkSession
from tests.conftest import NOON
from tests.factories.users import PASSWORD, Visitor

WRONG = "không phải mật khẩu này"


@pytest.fixture
def hashes() -> Iterator[Mock]:
    """Counts how often a password is hashed."""
    hasher: Any = vars(hashing)["Argon2id"]
    with patch.object(hasher, "verify_phc_encoded", side_effect=hasher.verify_phc_encoded) as seen:
        yield seen


def without_tokens(page: str) -> str:
    return re.sub(r'(name="csrf_token"[^>]*value|data-token|value)="[^"]*"', "", page)


def test_the_right_password_opens_the_door(visitor: Visitor, worker: User) -> None:
    answer = visitor.sign_in(" NhanVien.Mot ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert visitor.get("/cases").status_code == 200


def test_the_session_is_a_hash_on_the_server_and_a_host_cookie_in_the_browser(
    visitor: Visitor, worker: User, session: Session
) -> None:
    answer = visitor.sign_in(worker.username)
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-casework=")]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"secure", "httponly", "path=/", "samesite=strict"}
    token = visitor.cookie()
    assert token is not None
    assert len(token) >= 43
    held = session.scalars(select(UserSession)).one()
    assert token.encode() not in held.token_hash
    assert len(held.token_hash) == 32


def test_all_refusals_look_the_same_and_cost_one_hash(
    visitor: Visitor, worker: User, session: Session, hashes: Mock
) -> None:
    pages = []
    for case in ("unknown", "wrong", "disabled", "waiting"):
        user = session.get_one(User, worker.id, populate_existing=True)
        user.failures = 0
        user.next_attempt_at = clock.now() + timedelta(seconds=5) if case == "waiting" else None
        user.disabled_at = clock.now() if case == "disabled" else None
        session.commit()
        hashes.reset_mock()
        name = "ai.do" if case == "unknown" else worker.username
        answer = visitor.sign_in(name, WRONG if case in {"wrong", "unknown"} else PASSWORD)
        assert answer.status_code == 200, case
        assert visitor.cookie() is None, case
        assert hashes.call_count == 1, case
        pages.append(without_tokens(answer.text))
    assert "không đúng" in pages[0]
    assert len(set(pages)) == 1


def test_refusals_are_on_record_without_what_was_typed(
    visitor: Visitor, worker: User, session: Session
) -> None:
    visitor.sign_in("ke.la.mat", WRONG)
    visitor.sign_in(worker.username, WRONG)
    refused = select(Entry).where(Entry.event == "signin.refused").order_by(Entry.position)
    told = session.scalars(refused).all()
    assert [entry.row_id for entry in told] == [None, worker.id]
    assert {entry.actor_role for entry in told} == {"nobody"}
    assert not any("ke.la.mat" in entry.facts or "mật" in entry.facts for entry in told)


def test_the_wait_grows_and_ends(visitor: Visitor, worker: User, session: Session) -> None:
    waits = []
    moment = NOON
    for _ in range(6):
        with time_machine.travel(moment, tick=False):
            visitor.sign_in(worker.username, WRONG)
            user = session.get_one(User, worker.id, populate_existing=True)
            session.commit()
            assert user.next_attempt_at is not None
            waits.append((user.next_attempt_at - moment).total_seconds())
        moment = user.next_attempt_at
    assert waits == [0, 0, 1, 2, 4, 8]
    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        assert visitor.sign_in(worker.username).status_code == 200
    with time_machine.travel(moment, tick=False):
        assert visitor.sign_in(worker.username).status_code == 303
    user = session.get_one(User, worker.id, populate_existing=True)
    assert (user.failures, user.next_attempt_at) == (0, None)


def test_guesses_sent_at_once_are_counted_each(
    session: Session, sessions: sessionmaker[WorkSession], worker: User
) -> None:
    stale = session.get_one(User, worker.id)
    with sessions() as other:
        session_operations._count_failure(other, other.get_one(User, worker.id), clock.now())
        other.commit()
    assert stale.failures == 0  # as the second request still sees it
    session_operations._count_failure(session, stale, clock.now())
    session.commit()
    assert session.scalar(select(User.failures)) == 2


def test_an_older_cheaper_hash_is_made_anew_at_the_door(
    visitor: Visitor, worker: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "PASSES", hashing.PASSES + 1)
    before = worker.password_hash
    assert hashing.needs_rehash(before)
    visitor.sign_in(worker.username, WRONG)
    session.refresh(worker)
    assert worker.password_hash == before
    visitor.sign_in(worker.username)
    session.refresh(worker)
    assert not hashing.needs_rehash(worker.password_hash)
    assert hashing.verify_password(PASSWORD, worker.password_hash)


def test_guessing_does_not_disturb_who_edits_the_account(
    visitor: Visitor, worker: User, session: Session
) -> None:
    before = worker.version
    visitor.sign_in(worker.username, WRONG)
    assert session.get_one(User, worker.id, populate_existing=True).version == before


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/cases?page=2", "/cases?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_the_door_one_stays_on_our_pages(
    visitor: Visitor, worker: User, asked: str, reached: str
) -> None:
    assert visitor.sign_in(worker.username, next=asked).location == reached


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_page_that_was_asked_for_comes_after_the_door(visitor: Visitor, worker: User) -> None:
    answer = visitor.get("/cases?page=1")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/cases?page%3D1")
    form = visitor.get(answer.location).text
    assert 'name="next" type="hidden" value="/cases?page=1"' in form


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_who_has_signed_in_needs_no_door(visitor: Visitor, worker: User) -> None:
    visitor.sign_in(worker.username)
    assert visitor.get("/sign-in").location == "/"


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_the_language_is_remembered_for_the_next_time(
    visitor: Visitor, worker: User, session: Session
) -> None:
    visitor.sign_in(worker.username)
    visitor.post("/language", {"language": "en"}, page="/cases")
    assert session.get_one(User, worker.id, populate_existing=True).language == "en"
    visitor.post("/sign-out", page="/cases")
    visitor.client.delete_cookie("__Host-page")
    visitor.sign_in(worker.username)
    assert '<html lang="en"' in visitor.get("/cases").text


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_language_chosen_at_the_door_is_kept_behind_it(visitor: Visitor, worker: User) -> None:
    visitor.post("/language", {"language": "en"}, page="/sign-in")
    visitor.sign_in(worker.username)
    assert '<html lang="en"' in visitor.get("/cases").text
