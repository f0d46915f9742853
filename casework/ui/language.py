"""Words in the language of the page: Vietnamese first, English second.

Source strings are English; ``translations/vi/*.po`` (one file a room) are read and merged in
memory at first use. ``_`` and ``_n`` translate now, ``_l`` when shown, ``N_`` only marks.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import g, has_request_context, session

from casework import clock
from casework.ui import context

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"
CATALOGUES = Path(__file__).parent / "translations"
_COOKIE_KEY = "language"
_POINTS = str.maketrans(",.", ".,")

Catalogue = Mapping[str, str]
_hooks: list[Callable[[str], None]] = []


@cache
def catalogue(language: str) -> Catalogue:
    """All messages of a language: message id → text (a plural is found by its singular)."""
    merged: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                key, text = _first(message.id), _first(message.string)
                if key and text and not message.fuzzy:
                    merged[key] = text
    return merged


def _first(part: object) -> str:
    """The text, or the first of a plural's texts."""
    return str(part[0] if isinstance(part, (list, tuple)) else part or "")


_spoken: ContextVar[str] = ContextVar("spoken", default=DEFAULT)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use this language where there is no page, as at the command line; on a page for the words said inside."""
    if has_request_context():
        own = current()
        g.language = language
        try:
            yield
        finally:
            g.language = own
        return
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def current() -> str:
    """The language of this page: chosen by the user, else the site's."""
    if not has_request_context():
        return _spoken.get()
    spoken = g.get("language")  # asked for every word of a page: one look, not two
    if spoken is None:
        spoken = g.language = chosen() or context.settings().language
    return cast(str, spoken)


def chosen() -> str | None:
    """The language that was chosen in this browser session, if one was."""
    found = session.get(_COOKIE_KEY)
    return found if found in LANGUAGES else None


def after_choice(hook: Callable[[str], None]) -> Callable[[str], None]:
    """Declare what remembers the language that a user asks for (the accounts room's)."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def ask_for(language: str) -> None:
    """The user asks for this language: choose it, and have it remembered for the next time."""
    choose(language)
    for hook in _hooks:
        hook(language)


def choose(language: str) -> None:
    """Keep this language for the browser session and use it from now on."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    session[_COOKIE_KEY] = language
    g.language = language


def _(message: str, /, **values: object) -> str:
    """The message in the page's language; ``%(name)s`` is filled when values are given."""
    language = current()
    text = message if language == "en" else catalogue(language).get(message, message)
    return text % values if values else text


def _n(singular: str, plural: str, num: int, /, **values: object) -> str:
    """Singular or plural by ``num``, which is also a value (``%(num)d``)."""
    language = current()
    text = singular if num == 1 else plural
    if language != "en":
        text = catalogue(language).get(singular, text)
    return text % ({"num": num} | values)


class LazyText:
    """A message that is translated each time it is shown."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Mapping[str, object]) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return _(self._message, **self._values)

    def __repr__(self) -> str:
        return f"LazyText({self._message!r})"

    def __len__(self) -> int:
        return len(str(self))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __eq__(self, other: object) -> bool:
        return str(self) == other

    def __hash__(self) -> int:
        return hash(self._message)

    def __mod__(self, values: object) -> str:
        return str(self) % values


def _l(message: str, /, **values: object) -> str:
    """Like ``_`` for class-level words (form labels): translated when shown, so it passes for a str."""
    return cast(str, LazyText(message, values))


def show_date(day: date | None) -> str:
    """05/03/2026, in both languages; nothing for no date."""
    return f"{day:%d/%m/%Y}" if day else ""


def show_datetime(moment: datetime | None) -> str:
    """05/03/2026 14:30 by the clock in Viet Nam."""
    return f"{clock.local(moment):%d/%m/%Y %H:%M}" if moment else ""


def show_partial_date(text: str) -> str:
    """A partial date as people write it: 05/03/1987, 03/1987, 1987, or that it is not known."""
    return "/".join(reversed(text.split("-"))) if text else _("Not known")


def show_number(number: float | Decimal | None, digits: int | None = None) -> str:
    """1.234,5 in Vietnamese and 1,234.5 in English; ``digits`` fixes the decimals."""
    if number is None:
        return ""
    if isinstance(number, int) and digits is None:  # most numbers of a page: paging, counts
        told = f"{number:,}"
        return told if current() == "en" else told.replace(",", ".")
    if digits is not None:  # and most shares of a page
        told = f"{Decimal(str(number)):,.{digits}f}"
        return told if current() == "en" else told.translate(_POINTS)
    return format_decimal(number, format="#,##0.###", locale=current())


def show_percent(percent: float | Decimal | None) -> str:
    """A share that is already in percent, to one decimal: 80,5 %."""
    return "" if percent is None else f"{show_number(percent, 1)} %"
