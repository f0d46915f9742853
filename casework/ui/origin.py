"""Where a writing request comes from: our own pages only, beside the CSRF token."""

from flask import request
from werkzeug.exceptions import BadRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(BadRequest):
    """A form that was sent from somebody else's page."""


def from_elsewhere() -> bool:
    """Whether the browser says that another site made this request.

    Our pages send no referrer, so browsers give the Origin of our own forms as ``null``: where
    Sec-Fetch-Site speaks it decides, and ``null`` alone is not believed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != request.host_url.rstrip("/")
    if site is None:
        return foreign
    return site not in {"same-origin", "none"} or (foreign and origin != "null")


def check_origin() -> None:
    """Refuse writing requests that come from elsewhere."""
    if request.method not in SAFE and from_elsewhere():
        raise ForeignOrigin
