"""Text, numbers, passwords, files and ticks: what is typed stays as typed until it is right."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms.validators import StopValidation

from casework.ui import widgets
from casework.ui.language import _

Validators = Any
NAME_LENGTH = 120
VERSION_DIGITS = 9


# Pasted along unseen: they would hide a name from search, or turn the rest of a line around.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def tidy(text: str | None) -> str:
    """Text in NFC with single spaces, none at its ends, and no characters that nobody sees; else as typed."""
    return " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", text or "")).split())


def at(field: wtforms.Field, words: str) -> str:
    """A complaint that fits many fields, with the name of the field, so that the summary says which one is meant."""
    return f"{field.label.text}: {words[:1].lower()}{words[1:]}"


class TextField(wtforms.StringField):
    """One line of text; ``.data`` is a str, empty when nothing was typed."""

    widget = widgets.TextInput()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, description=hint, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Tidy what was typed."""
        if valuelist:
            self.data = tidy(valuelist[0])

    def process_data(self, value: Any) -> None:
        """No value is the empty text."""
        self.data = value or ""


class NameField(TextField):
    """A person's whole name in one field, as she writes it."""

    def pre_validate(self, form: Any) -> None:
        """A name may be long, but not a story."""
        if len(self.data or "") > NAME_LENGTH:
            raise StopValidation(_("The name must not be longer than 120 characters"))


class NumberField(TextField):
    """A whole number; ``.data`` is an int or None."""

    inputmode = "numeric"

    def process_data(self, value: Any) -> None:
        """A number or nothing."""
        self.data: Any = value

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read digits, with or without points between thousands."""
        text = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if not text:
            return
        digits = re.sub(r"[.\s](?=\d{3}\b)", "", text)
        if not re.fullmatch(r"\d{1,9}", digits):
            raise ValueError(at(self, _("Enter a whole number, such as 12")))
        self.data = int(digits)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class TextArea(wtforms.TextAreaField):
    """Several lines of text, kept as written (NFC, no spaces at the ends)."""

    widget = widgets.TextArea()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", rows: int = 5, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, description=hint, **kwargs)
        self.rows = rows

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Lines stay lines."""
        if valuelist:
            self.data = unicodedata.normalize("NFC", valuelist[0].replace("\r\n", "\n")).strip()

    def process_data(self, value: Any) -> None:
        """No value is the empty text."""
        self.data = value or ""


class PasswordField(wtforms.PasswordField):
    """A password, exactly as typed."""

    widget = widgets.PasswordInput()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, description=hint, **kwargs)


class FileField(wtforms.FileField):
    """A file; ``.data`` is werkzeug's FileStorage, or None when none was chosen."""

    widget = widgets.FileInput()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, description=hint, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """A file without a name is none."""
        chosen = [file for file in valuelist if getattr(file, "filename", "")]
        self.data = chosen[0] if chosen else None
        self.raw_data = chosen


class Checkbox(wtforms.BooleanField):
    """A single statement to tick."""

    widget = widgets.CheckboxInput()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, description=hint, **kwargs)


class VersionField(wtforms.HiddenField):
    """The version of the record that the form was opened on; ``.data`` is an int, None for a new record."""

    data: Any

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """What is no number is no version."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isdecimal() and len(text) <= VERSION_DIGITS else None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)
