"""Every view says who may open it; one that says nothing stops the start."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, redirect, request, url_for

from casework.access import NotFound, require_role
from casework.access.permissions import PERMISSIONS
from casework.ui import context

View = TypeVar("View", bound=Callable[..., Any])
Door = Callable[[str], Response | None]
_doors: list[Door] = []

PUBLIC = "public"
SIGNED_IN = "signed in"
PROGRAM = "token "
_MARK = "casework_mark"


class UnmarkedView(Exception):
    """A view without a permission mark; the application must not start."""


def _marked(view: View, mark: str) -> View:
    if hasattr(view, _MARK):
        raise ValueError(f"{view.__qualname__} has two permission marks")
    setattr(view, _MARK, mark)
    return view


def permission(name: str) -> Callable[[View], View]:
    """Mark a view: only actors whose role has this permission; which records is for the query to say."""
    if name not in PERMISSIONS:
        raise ValueError(f"unknown permission {name!r}")
    return lambda view: _marked(view, name)


def signed_in(view: View) -> View:
    """Mark a view: any signed-in member of staff."""
    return _marked(view, SIGNED_IN)


def token(scope: str) -> Callable[[View], View]:
    """Mark a view: programs that hold a token for this. No cookie opens it, and nobody is sent to sign in."""
    return lambda view: _marked(view, PROGRAM + scope)


def public(view: View) -> View:
    """Mark a view: anybody, signed in or not."""
    return _marked(view, PUBLIC)


def mark_of(view: Callable[..., Any]) -> str | None:
    """The mark of a view: a permission, ``PUBLIC``, ``SIGNED_IN``, ``PROGRAM`` and a scope, or None."""
    return getattr(view, _MARK, None)


def ask_at_the_door(door: Door) -> Door:
    """Declare who looks at tokens (the interface's room); the last one who says so does."""
    _doors[:] = [door]
    return door


def takes_tokens() -> bool:
    """Whether the view of this request is opened by a token, so that its cookies mean nothing."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and (mark_of(view) or "").startswith(PROGRAM)


def check_marks(app: Flask) -> None:
    """Raise UnmarkedView, naming the views that forgot to say who may open them."""
    missing = sorted(name for name, view in app.view_functions.items() if mark_of(view) is None)
    if missing:
        raise UnmarkedView(f"mark these views with a permission, @signed_in or @public: {', '.join(missing)}")


def enforce() -> Response | None:
    """Refuse the request, or send a nobody to the sign-in page; None lets the view run."""
    mark = mark_of(current_app.view_functions[request.endpoint or ""])
    if mark == PUBLIC:
        return None
    if mark is not None and mark.startswith(PROGRAM):
        return _doors[0](mark.removeprefix(PROGRAM))
    if context.actor_or_none() is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        if "accounts.sign_in" in current_app.view_functions:
            return redirect(url_for("accounts.sign_in", next=back), 303)  # type: ignore[return-value]  # Werkzeug's, says Flask
        raise NotFound(mark or "", "page")
    if mark != SIGNED_IN:
        require_role(context.actor(), mark or "")
    return None
