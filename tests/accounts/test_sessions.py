"""How a session ends: by idleness, age, leaving, a new password, or an administrator."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.accounts import operations
from casework.accounts.models import User, UserSession
from casework.audit.models import Entry
from tests.conftest import NOON
from tests.factories.people import access_policy
from tests.factories.users import PASSWORD, Visitor, actor_of, make_user

NEW = "mặt trăng cà phê xe đạp"
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def is_in(visitor: Visitor) -> bool:
    answer = visitor.get("/account")
    assert answer.status_code in {200, 303}
    return answer.status_code == 200


@pytest.mark.parametrize(
    ("pause", "stays"), [(timedelta(minutes=14, seconds=59), True), (timedelta(minutes=15), False)]
)
def test_a_session_ends_after_fifteen_idle_minutes(
    visitor: Visitor, worker: User, pause: timedelta, stays: bool
) -> None:
    visitor.sign_in(worker.username)
    with time_machine.travel(NOON + pause, tick=False):
        assert is_in(visitor) is stays


@ONE_ENGINE
def test_a_session_in_use_ends_after_twelve_hours(visitor: Visitor, worker: User) -> None:
    visitor.sign_in(worker.username)
    moment = NOON
    while moment < NOON + timedelta(hours=12) - timedelta(minutes=10):
        moment += timedelta(minutes=10)
        with time_machine.travel(moment, tick=False):
            assert is_in(visitor), moment
    with time_machine.travel(NOON + timedelta(hours=12), tick=False):
        assert not is_in(visitor)


@ONE_ENGINE
def test_saying_that_one_is_still_there_keeps_the_session(visitor: Visitor, worker: User) -> None:
    visitor.sign_in(worker.username)
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        assert visitor.post("/still-here", page="/account").status_code == 204
    with time_machine.travel(NOON + timedelta(minutes=28), tick=False):
        assert is_in(visitor)


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor, worker: User, session: Session) -> None:
    visitor.sign_in(worker.username)
    token = visitor.cookie()
    answer = visitor.post("/sign-out", page="/account")
    assert answer.location == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert visitor.cookie() is None
    visitor.client.set_cookie("__Host-casework", token or "", secure=True)
    assert not is_in(visitor)
    closed = session.scalars(select(Entry).where(Entry.event == "signin.closed")).one()
    assert closed.facts == '{"reason":"signed_out"}'


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_exit_button_ends_the_session_on_the_server(
    visitor: Visitor, worker: User, session: Session, method: str
) -> None:
    visitor.sign_in(worker.username)
    answer = visitor.get("/exit") if method == "get" else visitor.post("/exit", page="/account")
    assert answer.status_code == 303
    assert "localhost" not in answer.location
    assert session.scalars(select(UserSession)).one().ended_at == clock.now()
    assert not is_in(visitor)


@ONE_ENGINE
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}]
)
def test_a_foreign_page_cannot_sign_anybody_out(
    visitor: Visitor, worker: User, headers: dict[str, str]
) -> None:
    visitor.sign_in(worker.username)
    visitor.get("/exit", headers=headers)
    assert is_in(visitor)


@ONE_ENGINE
def test_an_old_cookie_of_nobody_is_nothing(visitor: Visitor, worker: User) -> None:
    for token in ("", "x", "x" * 43, "đ"):
        visitor.client.set_cookie("__Host-casework", token, secure=True)
        assert not is_in(visitor)


def test_signing_out_everywhere_leaves_only_this_browser(
    visitor: Visitor, another: Callable[[], Visitor], worker: User
) -> None:
    elsewhere, elsewhen = another(), another()
    for browser in (visitor, elsewhere, elsewhen):
        browser.sign_in(worker.username)
    visitor.post("/account/sign-out-everywhere", page="/account")
    assert [is_in(browser) for browser in (visitor, elsewhere, elsewhen)] == [True, False, False]


def test_a_new_password_ends_all_sessions_and_opens_one(
    visitor: Visitor, another: Callable[[], Visitor], worker: User
) -> None:
    elsewhere = another()
    visitor.sign_in(worker.username)
    elsewhere.sign_in(worker.username)
    before = visitor.cookie()
    answer = visitor.post("/account/password", {"current": PASSWORD, "password": NEW, "again": NEW})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_in(visitor)
    assert visitor.cookie() not in {before, None}
    assert not is_in(elsewhere)
    assert elsewhere.sign_in(worker.username).status_code == 200
    assert elsewhere.sign_in(worker.username, NEW).status_code == 303


def test_disabling_ends_sessions_at_once(
    visitor: Visitor, worker: User, administrator: User, session: Session
) -> None:
    visitor.sign_in(worker.username)
    assert is_in(visitor)
    session.info["actor"] = actor_of(administrator)
    operations.set_disabled(
        session, actor_of(administrator), worker.id, access_policy(), clock.now(), disabled=True
    )
    session.commit()
    assert not is_in(visitor)
    operations.set_disabled(
        session, actor_of(administrator), worker.id, access_policy(), clock.now(), disabled=False
    )
    session.commit()
    assert not is_in(visitor)
    assert visitor.sign_in(worker.username).status_code == 303


@ONE_ENGINE
def test_who_is_disabled_in_the_database_is_out_at_once(
    visitor: Visitor, worker: User, session: Session
) -> None:
    visitor.sign_in(worker.username)
    worker.disabled_at = clock.now()
    session.commit()
    assert not is_in(visitor)


@ONE_ENGINE
def test_another_role_takes_effect_at_the_next_page(visitor: Visitor, worker: User, session: Session) -> None:
    visitor.sign_in(worker.username)
    assert visitor.get("/cases").status_code == 200
    worker.role, worker.facility_id = "manager", None
    session.commit()
    assert visitor.get("/cases").status_code == 404


@ONE_ENGINE
def test_with_a_one_time_password_one_can_change_it_leave_and_nothing_else(
    visitor: Visitor, session: Session
) -> None:
    user = make_user(session, "administrator", username="moi.vao", must_change=True)
    assert visitor.sign_in(user.username).status_code == 303
    for path in ("/", "/accounts/", "/account"):
        assert visitor.get(path).location == "/account/password"
    page = visitor.get("/account/password")
    assert "mật khẩu dùng một lần" in page.text
    assert visitor.post("/language", {"language": "en"}, page="/account/password").location == "/"
    assert '<html lang="en"' in visitor.get("/account/password").text
    changed = visitor.post("/account/password", {"current": PASSWORD, "password": NEW, "again": NEW})
    assert changed.location == "/"
    assert visitor.get("/accounts/").status_code == 200


@ONE_ENGINE
def test_with_a_one_time_password_the_exit_button_works(visitor: Visitor, session: Session) -> None:
    user = make_user(session, "administrator", username="moi.vao", must_change=True)
    visitor.sign_in(user.username)
    assert visitor.get("/exit").location != "/account/password"
    assert visitor.get("/account/password").location.startswith("/sign-in")
