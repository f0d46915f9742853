"""A browser in which somebody has signed in, without JavaScript."""

import html
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import clock
from casework.access import Actor
from casework.accounts.models import UserSession
from casework.accounts.signing import cookie_name
from casework.db import uuid7


class Browser:
    """GET a page, and POST its form with the token and hidden fields that stood in it."""

    def __init__(self, app: Flask, cookie: str, token: str) -> None:
        self.client = app.test_client()
        self.client.set_cookie(cookie, token)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def hidden(self, page: str, name: str) -> str:
        """The value of a hidden field of a page."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
        return html.unescape(found[1]) if found else ""

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, *, opened: str | None = None
    ) -> TestResponse:
        """Send a form; ``opened`` is the page in which it was opened (else it is opened now)."""
        page = opened if opened is not None else self.get(path).text
        token = self.hidden(page, "csrf_token") or self.hidden(self.get("/cases").text, "csrf_token")
        version = self.hidden(page, "version")
        return self.client.post(path, data={"csrf_token": token, "version": version} | dict(data or {}))


def signed_in(app: Flask, session: Session, actor: Actor) -> Browser:
    """A browser with a running session of this member of staff; commits what the test has made so far."""
    token = secrets.token_urlsafe(32)
    digest = sha256(token.encode()).digest()
    now = clock.now()
    session.add(
        UserSession(id=uuid7(), user_id=actor.id, token_hash=digest, created_at=now, last_seen_at=now)
    )
    session.commit()
    with app.app_context():
        name = cookie_name()
    return Browser(app, name, token)
