"""On any page, in both languages, on a telephone and on a desk: axe-core finds nothing serious, nothing is too wide."""

import secrets
from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from casework import clock
from casework.accounts.models import UserSession
from casework.db import uuid7
from tests.factories.world import ROLES, World, make_world
from tests.house.routes import ROUTES
from tests.walks.axe import Axe
from tests.walks.walker import Site, Walker

pytestmark = [pytest.mark.browser, pytest.mark.real_clock]

TELEPHONE, DESK = 360, 1280
DESKS = {"manager", "facility_supervisor"}  # tables of figures, and the other layouts, at a desk too
# What must be pushed sideways to be read; only tables of figures may, in a region that the keyboard reaches.
WIDE = """[document.documentElement, ...document.querySelectorAll('main *')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && !one.matches('.app-scroll--figures')
        && (one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX)))
    .map(one => `wider than ${one.clientWidth} pixels: ${one.tagName} ${one.getAttribute('aria-label') ?? ''}`)"""
FILES = (".csv", ".docx", ".ics", ".json", ".pdf", ".xlsx", "/file", "<name>", "/exit")


def pages_of(role: str) -> list[str]:
    """The pages that this role is the first to open: each page is looked at once."""
    return [
        route.rule
        for route in ROUTES
        if route.method == "GET"
        and not route.rule.endswith(FILES)
        and next((one for one in ROLES if one in route.opens), None) == role
    ]


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def lets_in(walker: Walker, session: Session, world: World, role: str) -> None:
    """Sign in without the slow hash of a password."""
    token, now = secrets.token_urlsafe(32), clock.now()
    digest = sha256(token.encode()).digest()
    session.add(
        UserSession(
            id=uuid7(), user_id=world.staff[role].id, token_hash=digest, created_at=now, last_seen_at=now
        )
    )
    session.commit()
    walker.context.add_cookies([{"name": "casework", "value": token, "url": walker.site.address}])


def look(page: Page, address: str, width: int, axe: Axe | None) -> list[str]:
    """What is wrong with a page at a width, and what is too wide for a telephone."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    found: list[str] = page.evaluate(WIDE)
    if axe:
        found += axe.finds(page)
    if width > TELEPHONE:
        page.set_viewport_size({"width": TELEPHONE, "height": 900})
        found += page.evaluate(WIDE)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_nothing_serious_on_any_page(
    walker: Callable[..., Walker], site: Site, session: Session, world: World, axe: Axe, role: str
) -> None:
    one = walker(bypass_csp=True)
    lets_in(one, session, world, role)
    wrong: dict[str, list[str]] = {}
    one.goes_to("/account")
    for language, width in (("Tiếng Việt", TELEPHONE), ("English", DESK)):
        button = one.page.get_by_role("button", name=language, exact=True)
        if button.count():
            button.click()
        for rule in pages_of(role) if role != "manager" else [*pages_of(role), "/dashboard"]:
            # The English page is the same but for its words, which may be too wide.
            asked = axe if width == TELEPHONE or role in DESKS else None
            found = look(one.page, site.address + world.path(rule, role), width, asked)
            if found:
                wrong[f"{rule} {language} {width}"] = found
    assert wrong == {}


def test_nothing_serious_at_the_door_and_where_nothing_is(
    walker: Callable[..., Walker], site: Site, axe: Axe
) -> None:
    one = walker(bypass_csp=True)
    for width in (TELEPHONE, DESK):
        for path in ("/sign-in", "/no-such-page"):
            assert look(one.page, site.address + path, width, axe) == [], path


def test_axe_would_say_so(walker: Callable[..., Walker], site: Site, axe: Axe) -> None:
    one = walker(bypass_csp=True)
    one.goes_to("/sign-in")
    one.page.evaluate("document.querySelector('label').remove()")
    assert any("label" in found for found in axe.finds(one.page))
