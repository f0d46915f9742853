"""A site that is really served, people who can really sign in, and a browser for each of them."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from casework.ui.context import EXTENSION, Wiring
from tests.factories.apps import borrowed
from tests.factories.partners import KIND_OF_ROLE, make_agency
from tests.factories.people import make_house
from tests.factories.users import make_user
from tests.factories.world import AT_A_FACILITY, AT_AN_AGENCY, ROLES
from tests.walks.axe import Axe, serving
from tests.walks.walker import Site, Walker


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, kind: str, message: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def axe() -> Iterator[Axe]:
    """Says what is seriously wrong with the page that a browser shows."""
    with serving() as found:
        yield found


@pytest.fixture
def engine_kind() -> str:
    """Stories run on SQLite unless they say otherwise; the rooms' own tests run on both."""
    return "sqlite"


@pytest.fixture
def served(wiring: Wiring) -> Iterator[Flask]:
    """The application on a port of this machine, without TLS."""
    place = dataclasses.replace(wiring.settings, tls=False)
    with borrowed(dataclasses.replace(wiring, settings=place)) as app:
        yield from _serving(app, dataclasses.replace(wiring, settings=place))


def _serving(app: Flask, wiring: Wiring) -> Iterator[Flask]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    address = f"http://127.0.0.1:{server.port}"
    leaving = dataclasses.replace(wiring.settings, exit_url=f"{address}/static/icon.svg")
    app.extensions[EXTENSION] = dataclasses.replace(wiring, settings=leaving)
    app.config["SERVED_AT"] = address
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(served: Flask, session: Session) -> Site:
    """A facility, agencies that refer, and one member of staff of each role with the password of all tests."""
    house = make_house(session, "Trung tâm Ánh Dương")
    other = make_house(session, "Cơ sở Hai")
    agencies = {role: make_agency(session, KIND_OF_ROLE[role]) for role in AT_AN_AGENCY}
    places = dict.fromkeys(AT_A_FACILITY, house) | agencies
    staff = {
        role: make_user(session, role, places.get(role), username=role.replace("_", ".")) for role in ROLES
    }
    make_user(session, "police_officer", agencies["police_officer"], username="dong.doi")
    make_user(session, "facility_worker", house, username="dong.nghiep")
    make_user(session, "facility_worker", other, username="nguoi.khac")
    return Site(served, served.config["SERVED_AT"], session, house, staff, agencies)


@pytest.fixture
def walker(site: Site, browser: Browser) -> Iterator[Callable[..., Walker]]:
    """Opens a browser for somebody: ``walker(width=360, java_script_enabled=False)``."""
    opened: list[Walker] = []

    def new(**options: Any) -> Walker:
        opened.append(Walker(browser, site, **options))
        return opened[-1]

    yield new
    for one in opened:
        one.close()
