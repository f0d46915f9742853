"""Members of staff who can really sign in; hashing is slow, so one hash serves all tests."""

import html
import re
from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import clock
from casework.access import Actor
from casework.accounts.models import User
from casework.crypto.password import hash_password
from casework.db import uuid7
from casework.providers.models import Provider
from tests.factories.people import access_policy

PASSWORD = "bốn từ không liên quan"


@cache
def password_hash() -> str:
    """The hash of ``PASSWORD``."""
    return hash_password(PASSWORD)


def make_user(
    session: Session,
    role: str = "facility_worker",
    facility: Provider | None = None,
    *,
    username: str | None = None,
    must_change: bool = False,
    created_at: datetime | None = None,
) -> User:
    """An account with the password of all tests; committed, so that a browser can sign in."""
    user = User(
        id=uuid7(),
        username=username or f"nv{uuid7().hex}",
        name="Nhân viên Thử",
        role=role,
        facility_id=facility.id if facility else None,
        password_hash=password_hash(),
        must_change=must_change,
        created_at=created_at or clock.now(),
    )
    session.add(user)
    session.commit()
    return user


def actor_of(user: User) -> Actor:
    """The user as access sees her."""
    return access_policy().actor(user.id, user.role, user.facility_id, user.name)


class Visitor:
    """A browser at the door, over TLS: it keeps cookies and sends forms with their token."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, base_url="https://localhost", **more)

    def post(self, path: str, data: dict[str, Any] | None = None, page: str | None = None) -> TestResponse:
        """Send a form of ``page`` (unless named: of the path itself)."""
        text = self.get(page or path).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', text)
        token = html.unescape(found[1]) if found else ""
        sent = {"csrf_token": token} | (data or {})
        return self.client.post(path, base_url="https://localhost", data=sent)

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> TestResponse:
        """Try to sign in."""
        return self.post("/sign-in", {"username": username, "password": password} | more)

    def cookie(self, name: str = "__Host-casework") -> str | None:
        """The value of one of the cookies that the browser keeps."""
        found = self.client.get_cookie(name)
        return found.value if found else None
