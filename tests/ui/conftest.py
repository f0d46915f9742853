"""The application with the kitchen's pages."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.ui.context import Wiring
from tests.factories.apps import borrowed
from tests.ui import kitchen


@pytest.fixture
def engine_kind() -> str:
    """The engine makes no difference to most pages; test_edge runs on both."""
    return "sqlite"


@pytest.fixture
def app(wiring: Wiring) -> Iterator[Flask]:
    with borrowed(wiring, kitchen.install) as made:
        made.config.update(TESTING=True, PREFERRED_URL_SCHEME="https")
        yield made


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    """A signed-in worker of a facility."""
    client = app.test_client()
    client.set_cookie("role", "facility_worker")
    return client


def token(client: FlaskClient, page: str = "/kitchen/form") -> str:
    """A CSRF token of the client's session."""
    text = client.get(page).text
    return text.partition('name="csrf_token" value="')[2].partition('"')[0]
