"""What a field must be, in words."""

from datetime import date
from typing import Any

import wtforms
from wtforms import ValidationError
from wtforms.validators import StopValidation

from casework.ui import context
from casework.ui.fields import at
from casework.ui.language import _


class Required:
    """Something must be entered; the message says what."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Stop at a field that is empty, unless it already has a better error."""
        if field.data in (None, "", [], False) and not field.errors:
            raise StopValidation(str(self.message))


class Length:
    """At most so many characters."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse what is longer."""
        if len(field.data or "") > self.most:
            raise ValidationError(at(field, _("Enter at most %(most)d characters", most=self.most)))


class NotInFuture:
    """A date, whole or partial, that is not after today."""

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse a day that has not come."""
        if not field.data:
            return
        text = field.data.isoformat() if isinstance(field.data, date) else str(field.data)
        if text > context.today().isoformat()[: len(text)]:
            raise ValidationError(at(field, _("The date must not be in the future")))
