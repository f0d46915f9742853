"""The sign-in of a request: cookie → stored session → actor, through Flask-Login.

Flask-Login keeps nothing in its own cookie here: the request loader reads our token, whose
hash is looked up on the server, so that a session ends the moment the server says so.
"""

from datetime import timedelta
from typing import cast

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response as BaseResponse

from casework.access import Actor
from casework.accounts import operations, queries, session_operations
from casework.accounts.models import User, UserSession
from casework.accounts.rules import SessionLimits
from casework.ui import context, guard, language, leaving

CHANGE_FIRST = frozenset(
    {"accounts.password", "accounts.sign_out", "ui.exit", "ui.language", "ui.static", "ui.still_here"}
)

_WHOSE = "whose"


class SignedIn(UserMixin):
    """The user of this request as Flask-Login knows her."""

    def __init__(self, user: User, held: UserSession) -> None:
        self.user = user
        self.held = held
        self.id = str(user.id)


def cookie_name() -> str:
    """The session cookie's name: bound to the host where TLS makes that possible."""
    return "__Host-casework" if context.settings().tls else "casework"


def limits() -> SessionLimits:
    """How long sessions last on this site."""
    settings = context.settings()
    return SessionLimits(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.absolute_hours))


def load_user(_request: object) -> SignedIn | None:
    """The user whose running session the request's cookie names; a session that ran out is remembered in ``g``."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    stored = queries.stored_session(context.session(), token)
    if stored is None:
        return None
    held, user = stored
    if not queries.runs(held, user, limits(), context.now()):
        if held.ended_at is None and user.disabled_at is None:
            g.expired_user = user
        return None
    return SignedIn(user, held)


def here() -> SignedIn | None:
    """The signed-in user of this request, or None."""
    known = current_user.is_authenticated  # type: ignore[attr-defined]  # the stubs don't know what it stands for
    return cast("SignedIn", current_user) if known else None


def actor_of(user: User) -> Actor:
    """The user as access sees her."""
    return context.policy().access.actor(user.id, user.role, user.facility_id, user.name)


def identify() -> BaseResponse | None:
    """Name the actor of the request; whoever still has a one-time password is sent to change it."""
    signed_in = None if request.endpoint == "ui.static" or guard.takes_tokens() else here()
    if signed_in is None:
        return None
    context.sign_in_as(actor_of(signed_in.user))
    session_operations.touch(signed_in.held, context.now())
    if signed_in.user.must_change and request.endpoint not in CHANGE_FIRST:
        return redirect(url_for("accounts.password"), 303)
    return None


def set_cookie(response: BaseResponse, token: str) -> BaseResponse:
    """Give the browser the session's token; it is gone with the browser's own session."""
    tls = context.settings().tls
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Strict", secure=tls, path="/")
    return response


def clear_cookie(response: BaseResponse) -> BaseResponse:
    """Take the token away again."""
    tls = context.settings().tls
    response.delete_cookie(cookie_name(), httponly=True, samesite="Strict", secure=tls, path="/")
    return response


def renew_page(user: User | None) -> None:
    """Give the browser a new token for forms, unless this user is the one who signed in here last.

    Whoever used it before knows the old one, and a form that a colleague left open must not go through in
    another's name; one's own form that was open while the session ran out must.
    """
    whose = user.id.hex if user else ""
    if whose and session.get(_WHOSE) == whose:
        return
    words = language.chosen()
    session.clear()
    g.pop("csrf_token", None)
    session[_WHOSE] = whose
    if words:
        language.choose(words)


def end_here(reason: str) -> None:
    """End the session of this request, if there is one."""
    signed_in = here()
    if signed_in is not None:
        session_operations.sign_out(context.session(), context.actor(), signed_in.held, reason, context.now())


def _end_by_exit() -> None:
    end_here("exit")


def _remember_language(chosen: str) -> None:
    signed_in = here()
    if signed_in is not None:
        operations.set_language(context.session(), context.actor(), chosen, context.now())


def set_up(app: Flask) -> None:
    """Make Flask-Login load users from our sessions, let the exit button end them, and keep one's language."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(load_user)
    leaving.before_exit(_end_by_exit)
    language.after_choice(_remember_language)
