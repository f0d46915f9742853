"""Pages for when something is not possible: in words, and the same for what is missing and what is not yours."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from casework.access import NotFound
from casework.db import Stale
from casework.refusal import N_, Refusal
from casework.ui import context
from casework.ui.edge import tell_refusal, tell_refused_request
from casework.ui.language import _
from casework.ui.origin import ForeignOrigin

Teller = Callable[[int], Response]
_tellers: dict[str, Teller] = {}


@dataclass(frozen=True)
class Trouble:
    """Heading and advice of an error page."""

    title: str
    advice: str


BAD = Trouble(
    N_("This could not be done"),
    N_("The page that was sent is not one of ours, or it is damaged. Go to the start page and try again."),
)
OLD_FORM = Trouble(
    N_("The page was open too long"),
    N_("Go back, load the page again and send it once more. Copy what you typed first if it is long."),
)
MISSING = Trouble(
    N_("Page not found"),
    N_("There is no such page, or it is not for you. If you came by a link, the record may have moved."),
)
CHANGED = Trouble(
    N_("Someone else changed this meanwhile"),
    N_("Nothing was saved. Go back, load the page again to see the change, and then make yours."),
)
TOO_LARGE = Trouble(
    N_("Too large"), N_("What was sent is larger than this site accepts. Send a smaller file.")
)
TOO_MANY = Trouble(N_("Too many attempts"), N_("Wait a little and try again."))
BROKEN = Trouble(
    N_("Something went wrong"),
    N_(
        "Nothing was saved. Try again; if it happens again, tell the administrator what you were doing and the time."
    ),
)
CLOSED = Trouble(
    N_("Not available at the moment"),
    N_("Nothing was saved. The database cannot be reached. Try again in a few minutes."),
)
TROUBLES = {
    400: BAD,
    403: MISSING,
    404: MISSING,
    405: BAD,
    409: CHANGED,
    413: TOO_LARGE,
    429: TOO_MANY,
    503: CLOSED,
}


def tell_otherwise(prefix: str, tell: Teller) -> None:
    """Declare how errors of addresses that begin so are told: not by a page, since programs ask there."""
    _tellers[prefix] = tell


def page(status: int, trouble: Trouble | None = None, words: str = "") -> Response:
    """The error page for a status; nothing the request did is kept. A 403 is told as a 404."""
    if "session" in g:
        context.session().rollback()
    for prefix, tell in _tellers.items():
        if request.path.startswith(prefix):
            return tell(status)
    g.off_the_map = True
    trouble = trouble or TROUBLES.get(status, BROKEN if status >= HTTPStatus.INTERNAL_SERVER_ERROR else BAD)
    title, advice = _(trouble.title), words or _(trouble.advice)
    response = make_response(render_template("ui/error.html", title=title, advice=advice))
    response.status_code = HTTPStatus.NOT_FOUND if status == HTTPStatus.FORBIDDEN else status
    return response


def _not_found(error: NotFound) -> Response:
    tell_refusal(error)
    return page(404)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    response = page(error.code)
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    if retry := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry)
    return response


def _unavailable(error: Exception) -> Response:
    current_app.log_exception((type(error), error, error.__traceback__))  # type: ignore[arg-type]  # raised: it has one
    response = page(503)
    response.headers["Retry-After"] = "60"
    return response


def _without_token(_error: CSRFError) -> Response:
    tell_refused_request("token")
    return page(400, OLD_FORM)


def _from_elsewhere(_error: ForeignOrigin) -> Response:
    tell_refused_request("origin")
    return page(400)


def _overtaken(error: IntegrityError) -> Response:
    current_app.log_exception((type(error), error, error.__traceback__))  # type: ignore[arg-type]  # raised: it has one
    return page(409)


def _refused(error: Refusal) -> Response:
    return page(409, Trouble(N_("This is not possible"), ""), _(error.message, **error.values))


def install(app: Flask) -> None:
    """Have all errors of the application shown by these pages."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Stale, lambda _error: page(409))
    app.register_error_handler(StaleDataError, lambda _error: page(409))
    # Two people (or one who pressed twice) made the same thing at once: the second one is told.
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(ForeignOrigin, _from_elsewhere)
    app.register_error_handler(HTTPException, _http)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(kind, _unavailable)
