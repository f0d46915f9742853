"""An operation says no in words that a person can act on."""


def N_(message: str) -> str:
    """Mark an English message for translation where no language is chosen yet."""
    return message


class Refusal(Exception):
    """A request that breaks a rule of the work; nothing has been changed.

    ``message`` is an English message id with ``%(name)s`` placeholders filled from
    ``values``; ``field`` names the form field it belongs to. Values must never be personal.
    """

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values
