"""The application with the kitchen's pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.ui import kitchen


@pytest.fixture
def engine_kind() -> str:
    """The engine makes no difference to most pages; test_edge runs on both."""
    return "sqlite"


@pytest.fixture
def app(app: Flask) -> Flask:
    kitchen.install(app)
    return app


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
