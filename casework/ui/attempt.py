"""Trying an operation: a refusal goes on the form, a conflict is shown, success leaves the page."""

from collections.abc import Callable
from types import TracebackType
from typing import Literal, Protocol

from flask import flash
from sqlalchemy.orm.exc import StaleDataError

from casework.db import Stale
from casework.refusal import Refusal
from casework.ui import conflict, context


class Refusable(Protocol):
    """A form that can say a refusal."""

    def refuse(self, refusal: Refusal) -> None:
        """Say it at the field."""


class attempt:  # noqa: N801  (reads as a word: ``with attempt(form):``)
    """``with attempt(form): operation(...); return redirect(...)``, after which the form is shown again.

    On a Refusal the session is rolled back and the words stand at their field. On Stale, given
    ``current`` (makes a form from the record as it is now), the other person's changes are shown.
    What was opened for reading stays noted for the log.
    """

    def __init__(self, form: Refusable, current: Callable[[], object] | None = None) -> None:
        self.form = form
        self.current = current

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Turn a refusal or a conflict into words on the form."""
        if isinstance(error, Refusal):
            undo()
            self.form.refuse(error)
            return True
        if isinstance(error, (Stale, StaleDataError)) and self.current is not None:
            undo()
            conflict.merge(self.form, self.current())
            return True
        return False


def undo() -> None:
    """Roll the request's session back, keeping the note of what sealed data was opened in it."""
    session = context.session()
    opened = dict(session.info.get("opened", {}))
    session.rollback()
    if opened:
        session.info["opened"] = opened | session.info.get("opened", {})


def notice(message: str, kind: Literal["success", "message"] = "success") -> None:
    """Say something on the next page; it travels in a cookie, so never anything personal."""
    flash(message, kind)
