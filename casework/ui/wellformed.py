"""Text that no database can hold is refused before anybody reads it."""

from collections.abc import Iterator

from flask import request
from werkzeug.exceptions import BadRequest

NUL = "\0"


class NotText(BadRequest):
    """An address or a form with a null character, which no keyboard types and PostgreSQL can't store."""


def _sent() -> Iterator[str]:
    yield request.path
    for pairs in (request.args, request.form):
        for name, value in pairs.items(multi=True):
            yield name
            yield value


def check_text() -> None:
    """Refuse a request whose address or form holds a null character."""
    if any(NUL in text for text in _sent()):
        raise NotText
