"""The base of all forms, and every field that a room may use."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import Form as PlainForm
from wtforms import HiddenField

from casework.refusal import Refusal
from casework.ui.checks import Length, NotInFuture, Required
from casework.ui.choices import Checkboxes, CodeCheckboxes, CodeRadios, CodeSelect, Radios, Select
from casework.ui.conflict import Difference
from casework.ui.dates import DateField, MomentField, PartialDateField
from casework.ui.fields import (
    Checkbox,
    FileField,
    NameField,
    NumberField,
    PasswordField,
    TextArea,
    TextField,
    VersionField,
)
from casework.ui.language import _
from casework.ui.places import CommuneField

__all__ = [
    "Checkbox",
    "Checkboxes",
    "CodeCheckboxes",
    "CodeRadios",
    "CodeSelect",
    "CommuneField",
    "DateField",
    "FileField",
    "FilterForm",
    "Form",
    "HiddenField",
    "Length",
    "MomentField",
    "NameField",
    "NotInFuture",
    "NumberField",
    "PartialDateField",
    "PasswordField",
    "Radios",
    "Required",
    "Select",
    "TextArea",
    "TextField",
    "csrf",
]

csrf = CSRFProtect()


class _Reported:
    """Errors as the summary at the top of the page shows them."""

    _fields: Any
    form_errors: Any

    @property
    def summary(self) -> list[dict[str, str]]:
        """One entry for each error, linked to its field; errors of no field come first."""
        fields = self._fields
        found = [{"text": str(error)} for error in self.form_errors]
        for field in fields.values():
            if field.name != "csrf_token":
                found += [{"text": str(error), "href": f"#{field.id}"} for error in field.errors]
        return found

    def refuse(self, refusal: Refusal) -> None:
        """Say a refusal of an operation at its field, or in the summary when it concerns no field of this form."""
        words = _(refusal.message, **refusal.values)
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors = [*self.form_errors, words]
        else:
            field.errors = [*field.errors, words]


class Form(_Reported, FlaskForm):
    """A form that writes: CSRF token, the version it was opened on, errors in words.

    ``Form(obj=record)`` fills it from a record (POST data wins); ``form.version.data`` goes into the
    request. ``conflicts`` is filled when somebody else changed the record meanwhile.
    """

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # Flask-WTF has no types
        self.conflicts: list[Difference] = []

    def is_submitted(self) -> bool:
        """Whether the request posts this form."""
        return bool(super().is_submitted())  # type: ignore[no-untyped-call]  # as above

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the request posts this form and every field is well."""
        return bool(super().validate_on_submit(extra_validators))  # type: ignore[no-untyped-call]  # as above


class FilterForm(_Reported, PlainForm):
    """A form in the address line: codes and dates that narrow a list, never anything personal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(request.args, **kwargs)

    @property
    def used(self) -> bool:
        """Whether anything narrows the list."""
        return any(field.data not in (None, "", []) for field in self._fields.values())
