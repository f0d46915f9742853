"""The token of forms: another one for another person, the same for one's own form that was left open."""

import re

import pytest
from sqlalchemy.orm import Session

from casework.accounts.models import User
from casework.providers.models import Provider
from tests.factories.users import Visitor, make_user

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


def form_token(visitor: Visitor, path: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get(path).text)
    assert found is not None
    return found[1]


def sign_out_with(visitor: Visitor, token: str) -> int:
    return visitor.client.post(
        "/sign-out", base_url="https://localhost", data={"csrf_token": token}
    ).status_code


def test_a_token_of_before_the_sign_in_is_worth_nothing_after_it(visitor: Visitor, worker: User) -> None:
    before = form_token(visitor, "/sign-in")
    visitor.sign_in(worker.username)
    assert sign_out_with(visitor, before) == 400
    assert sign_out_with(visitor, form_token(visitor, "/account")) == 303


def test_a_form_that_was_open_while_the_session_ran_out_still_goes_through(
    visitor: Visitor, worker: User
) -> None:
    visitor.sign_in(worker.username)
    left_open = form_token(visitor, "/account")
    visitor.client.delete_cookie("__Host-casework")
    visitor.sign_in(worker.username)
    assert sign_out_with(visitor, left_open) == 303


def test_a_form_that_a_colleague_left_open_does_not(
    visitor: Visitor, worker: User, session: Session, house: Provider
) -> None:
    colleague = make_user(session, "facility_worker", house, username="nhanvien.hai")
    visitor.sign_in(colleague.username)
    left_open = form_token(visitor, "/account")
    visitor.client.delete_cookie("__Host-casework")
    visitor.sign_in(worker.username)
    assert sign_out_with(visitor, left_open) == 400


def test_signing_out_ends_the_token_but_not_the_language(visitor: Visitor, worker: User) -> None:
    visitor.sign_in(worker.username)
    token = form_token(visitor, "/account")
    visitor.client.post(
        "/language", base_url="https://localhost", data={"csrf_token": token, "language": "en"}
    )
    sign_out_with(visitor, token)
    assert 'lang="en"' in visitor.get("/sign-in").text
    visitor.sign_in(worker.username)
    assert sign_out_with(visitor, token) == 400
