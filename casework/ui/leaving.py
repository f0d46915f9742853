"""Leaving at once: the session ends on the server, then a page that anybody might have open."""

from collections.abc import Callable

from flask import redirect, request, session
from werkzeug import Response

from casework.ui import context

_hooks: list[Callable[[], None]] = []


def before_exit(hook: Callable[[], None]) -> Callable[[], None]:
    """Declare what ends the server session when somebody leaves at once (the accounts room's)."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def wanted() -> bool:
    """Whether a person on our own page pressed it, not a foreign link or a browser that fetches ahead."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return not ahead and request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def leave() -> Response:
    """End the session, clear what the browser keeps of us, and go to the neutral page."""
    response = redirect(context.settings().exit_url, 303)
    if wanted():
        for hook in _hooks:
            hook()
        session.clear()
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
