"""The main menu: rooms say what belongs in it, each actor sees what they may open."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from casework.access import may
from casework.ui import context
from casework.ui.language import _


@dataclass(frozen=True)
class Entry:
    """An entry of the menu; ``permission`` None shows it to everybody who signed in."""

    endpoint: str
    label: str
    permission: str | None
    order: int


_entries: dict[str, Entry] = {}
_under: dict[str, str] = {}


def add(endpoint: str, label: str, permission: str | None, order: int) -> None:
    """Declare an entry (once, when the room's views are imported); the label is an English message id."""
    _entries[endpoint] = Entry(endpoint, label, permission, order)


def stand_under(room: str, endpoint: str) -> None:
    """Declare under whose entry the pages of a room stand for those who have no entry of its own."""
    _under[room] = endpoint


def entries() -> list[Entry]:
    """What the actor of this request may open, in order."""
    actor = context.actor_or_none()
    if actor is None:
        return []
    return sorted(
        (
            entry
            for entry in _entries.values()
            if entry.endpoint in current_app.view_functions
            and (entry.permission is None or may(actor, entry.permission))
        ),
        key=lambda entry: entry.order,
    )


def menu() -> list[dict[str, object]]:
    """The entries as the layout draws them; the one whose part of the site this page lies in is active.

    On an error page none is: what is not there and what is not yours must look the same.
    """
    endpoint = None if "off_the_map" in g else request.endpoint
    shown = [(entry, url_for(entry.endpoint)) for entry in entries()]
    branch = _branch(shown, endpoint, request.path) if endpoint else None
    return [
        {
            "text": _(entry.label),
            "href": href,
            "active": entry.endpoint == branch,
            "current": entry.endpoint == endpoint,
        }
        for entry, href in shown
    ]


def _branch(shown: list[tuple[Entry, str]], endpoint: str, path: str) -> str | None:
    """The entry of the page's own room, else the one whose address leads furthest towards the page.

    Else the one under which the room stands.
    """
    room = endpoint.partition(".")[0]
    own = [entry.endpoint for entry, _href in shown if entry.endpoint.partition(".")[0] == room]
    above = sorted(
        (len(href), entry.endpoint) for entry, href in shown if path.startswith(f"{href.rstrip('/')}/")
    )
    if own or above:
        return own[0] if own else above[-1][1]
    return _under.get(room)


def home() -> str | None:
    """The address of the first page that the actor may open."""
    found = entries()
    return url_for(found[0].endpoint) if found else None


def above(path: str) -> str:
    """The address of the list in the actor's menu under which a page lies; of a page under none, where she starts."""
    shown = (url_for(entry.endpoint) for entry in entries())
    over = [href for href in shown if path.startswith(f"{href.rstrip('/')}/")]
    return max(over, key=len, default=home() or url_for("ui.home"))


def here() -> str:
    """The address of this page; of one that only answers to a form, the nearest above it that can be opened."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    if "off_the_map" in g:  # what is not there and what is not yours must look the same
        return request.path
    path, routes = request.path, current_app.create_url_adapter(request)
    while routes and path and not routes.test(path, method="GET"):
        path = path.rpartition("/")[0]
    return path or url_for("ui.home")


def safe_next(target: str | None) -> str:
    """A page of our own to go on to: the target if it is a path of ours, else the start page."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable():
        return target
    return url_for("ui.home")
