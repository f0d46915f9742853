"""Somebody at a browser, in the words of a story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import clock
from casework.accounts.models import User, UserSession
from casework.providers.models import Provider
from tests.factories.users import PASSWORD

PATIENCE = 15_000


@dataclass(frozen=True)
class Site:
    """What is served, where, and who works there."""

    app: Flask
    address: str
    session: Session
    house: Provider
    staff: Mapping[str, User]
    agencies: Mapping[str, Provider]

    def an_hour_passes(self) -> None:
        """Nobody has touched anything for an hour."""
        idle = clock.now() - timedelta(hours=1)
        self.session.execute(update(UserSession).values(last_seen_at=idle))
        self.session.commit()


def day(back: int = 0) -> str:
    """A day as staff type it."""
    return f"{clock.today() - timedelta(days=back):%d/%m/%Y}"


def _spaced(text: str) -> str:
    """A pattern for words between which there is any white space."""
    return r"\s+".join(map(re.escape, text.split()))


class Walker:
    """One person; ``page`` is for whatever the story needs beyond these words."""

    def __init__(self, browser: Browser, site: Site, *, width: int = 1280, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.site, self.complaints = site, list[str]()
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def close(self) -> None:
        """Close the browser window."""
        self.context.close()

    # given

    def signs_in(self, username: str) -> "Walker":
        """Go to the front door and sign in."""
        self.goes_to("/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.presses("Đăng nhập")
        return self

    def goes_to(self, path: str) -> int:
        """Type an address; returns the status of the answer."""
        answer = self.page.goto(self.site.address + path)
        return answer.status if answer else 0

    # when

    def presses(self, name: str) -> None:
        """Press a button (or what looks like one)."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fills(self, typed: Mapping[str, str]) -> None:
        """Type into fields, by their labels."""
        for label, value in typed.items():
            self.page.get_by_label(label, exact=True).fill(value)

    def ticks(self, group: str, *names: str) -> None:
        """Choose in a group of radios or boxes, by its legend."""
        box = self.page.get_by_role("group", name=re.compile(f"^{re.escape(group)}")).first
        for name in names:
            box.get_by_label(name, exact=True).first.check()

    # then

    def sees(self, *texts: str) -> None:
        """All of this is on the page."""
        together = "".join(f"(?=[\\s\\S]*{_spaced(text)})" for text in texts)
        expect(self.page.locator("main")).to_contain_text(re.compile(f"^{together}"))

    def does_not_see(self, *texts: str) -> None:
        """None of this is on the page."""
        expect(self.page.locator("body")).not_to_contain_text(re.compile("|".join(map(_spaced, texts))))

    def is_at(self, path: str) -> None:
        """The address is that one; ``*`` stands for a reference."""
        pattern = re.escape(self.site.address) + re.escape(path).replace(r"\*", "[^/?]+")
        expect(self.page).to_have_url(re.compile(f"^{pattern}$"))

    def is_told_that_there_is_no_such_page(self, path: str) -> None:
        """The address leads nowhere for this person."""
        assert self.goes_to(path) == 404, path
        self.sees("Không tìm thấy trang")
