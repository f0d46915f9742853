"""The edge of every request: who may pass, one commit at the end, refusals told to the log."""

import logging
import time
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from types import TracebackType
from typing import IO, Any

from flask import Flask, Request, Response, g, request
from flask.typing import ResponseReturnValue

from casework.access import Actor, NotFound
from casework.audit.operations import record
from casework.ui import context, guard, onward
from casework.ui.forms import csrf
from casework.ui.origin import check_origin
from casework.ui.wellformed import check_text

log = logging.getLogger("casework.request")


class MemoryRequest(Request):
    """A request whose files stay in memory: by itself Flask writes the larger ones, readable, to the disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


class EdgedFlask(Flask):
    """A Flask whose every view runs between the checks and the one commit."""

    request_class = MemoryRequest

    def dispatch_request(self) -> ResponseReturnValue:
        """Check origin, text, token and permission; run the view; commit what it did unless it failed."""
        if request.routing_exception is not None:
            return super().dispatch_request()
        check_origin()
        check_text()
        csrf.protect()
        turned_away = guard.enforce()
        if turned_away is not None:
            return turned_away
        response = self.make_response(super().dispatch_request())
        finish(response.status_code)
        return onward.lead(response)

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        """Log the kind of error and where it happened, never its message, which may hold what a person typed."""
        kind, _error, trace = exc_info
        frames = traceback.extract_tb(trace)[-6:]
        places = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames)
        )
        log.error("%s failed: %s at %s", request.endpoint, kind.__name__ if kind else "error", places)


def finish(status: int) -> None:
    """Commit the request's session when the response is a success or a redirect, else roll it back."""
    if "session" not in g:
        return
    if status < HTTPStatus.BAD_REQUEST:
        context.session().commit()
    else:
        context.session().rollback()


def tell_refusal(error: NotFound) -> None:
    """Roll the request back and note the refusal in a transaction of its own."""
    actor = context.actor_or_none() or context.policy().access.actor(None, "nobody", None, "")
    _note(actor, "access.refused", error.kind, {"permission": error.permission})


def tell_refused_request(reason: str) -> None:
    """The same for a form that was not sent from a page of ours, where somebody is signed in.

    Of nobody's it is not noted: anybody could fill the log with them.
    """
    actor = context.actor_or_none()
    if actor is not None:
        _note(actor, "request.refused", "request", {"reason": reason})


def _note(actor: Actor, event: str, kind: str, facts: Mapping[str, int | str | bool]) -> None:
    if "session" in g:
        context.session().rollback()
    with context.sessions()() as session:
        session.info["actor"] = actor
        record(session, actor, event, kind=kind, facts=facts, now=context.now())
        session.commit()


def install(app: Flask) -> None:
    """Time and log each request without its address, and close its session."""

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _log(response: Response) -> Response:
        took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
        log.info("%s %s %d %.0f ms", request.method, request.endpoint, response.status_code, took)
        return response

    @app.teardown_request
    def _close(_error: Any) -> None:
        for name in ("session", "figures"):
            session = g.pop(name, None)
            if session is not None:
                session.close()
