"""Where a save leads, when its own commit has closed the page to whoever saved.

To find nothing where one has just saved something says that it was closed, and why. So whoever saved is led
to the list above instead, with the notice of any save; that the page is not there she finds as for any other
that is not hers.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request
from flask import session as cookie
from werkzeug.exceptions import HTTPException

from casework.ui import navigation
from casework.ui.attempt import notice
from casework.ui.language import _

Closed = Callable[[str, Mapping[str, Any]], bool]

_closed: list[Closed] = []


def ask(closed: Closed) -> Closed:
    """Have it asked after each commit whether that closed a page (its endpoint and values) to whoever saved."""
    if closed not in _closed:
        _closed.append(closed)
    return closed


def lead(response: Response) -> Response:
    """The response to send once all is committed: the view's, unless it leads to a page that is closed by now."""
    path = _own_path(response)
    if path is None or not _is_closed(path):
        return response
    if not cookie.get("_flashes"):
        notice(_("Saved."))
    return current_app.make_response(redirect(navigation.above(path), response.status_code))


def _own_path(response: Response) -> str | None:
    if response.status_code != HTTPStatus.SEE_OTHER:
        return None
    target = urlsplit(response.location or "")
    return None if target.netloc else target.path


def _is_closed(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, values = adapter.match(path, method="GET") if adapter else ("", {})
    except HTTPException:
        return False
    return any(closed(endpoint, values) for closed in _closed)
