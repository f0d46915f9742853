"""Choices: radios, lists and ticks, over given choices or over a code list of the vocabulary."""

from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import StopValidation

from casework.ui import context, widgets
from casework.ui.fields import Validators
from casework.ui.language import _, current

Pairs = list[tuple[str, str]]


class _Chooses:
    """Choices as plain pairs of value and words, and words of ours when something else was sent."""

    data: Any
    choices: Any

    def iter_choices(self) -> Any:
        """The choices with what is chosen among them."""
        chosen = self.data if isinstance(self.data, list) else [self.data or ""]
        return [Choice(value, str(words), value in chosen, {}) for value, words in self.choices]

    def pre_validate(self, form: Any) -> None:
        """Only what was offered can be chosen."""
        if not self.data:
            return
        chosen = self.data if isinstance(self.data, list) else [self.data]
        if not set(chosen) <= {value for value, _words in self.choices}:
            raise StopValidation(_("Choose from the list"))


class _ChoosesOne(_Chooses, wtforms.SelectField):
    """One of several choices; ``.data`` is the value, empty when none was chosen."""

    def __init__(
        self,
        label: str = "",
        validators: Validators = (),
        *,
        choices: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, coerce=_text, **kwargs)
        self.choices = list(choices)

    def process_data(self, value: Any) -> None:
        """No value is the empty text."""
        self.data = _text(value)


class Radios(_ChoosesOne):
    """One of a few choices, all in sight; ``.data`` is the value, empty when none was chosen."""

    widget = widgets.RadioInput()

    def __init__(
        self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, description=hint, **kwargs)


class Select(_ChoosesOne):
    """One of many choices; the first is empty unless ``empty=None``."""

    widget = widgets.SelectInput()

    def __init__(
        self,
        label: str = "",
        validators: Validators = (),
        *,
        choices: Iterable[tuple[str, str]] = (),
        hint: str = "",
        empty: str | None = "",
        **kwargs: Any,
    ) -> None:
        first = [] if empty is None else [("", empty)]
        super().__init__(label, validators, choices=[*first, *choices], description=hint, **kwargs)


class Checkboxes(_Chooses, wtforms.SelectMultipleField):
    """Several choices; ``.data`` is a list of values."""

    widget = widgets.CheckboxesInput()

    def __init__(
        self,
        label: str = "",
        validators: Validators = (),
        *,
        choices: Iterable[tuple[str, str]] = (),
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, description=hint, coerce=_text, **kwargs)
        self.choices = list(choices)

    def process_data(self, value: Any) -> None:
        """Nothing chosen is the empty list."""
        self.data = [str(item) for item in value or ()]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _codes(name: str, only: Iterable[str] | None) -> Pairs:
    terms = context.policy().vocabulary[name]
    language = current()
    offered = [terms[code] for code in only] if only is not None else list(terms)
    return [(term.code, term.words.of(language)) for term in offered]


class CodeRadios(Radios):
    """Radios over a code list of the vocabulary (``codes``), or ``only`` some of its codes."""

    def __init__(
        self,
        label: str,
        validators: Validators = (),
        *,
        codes: str,
        only: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, choices=_codes(codes, only), **kwargs)


class CodeSelect(Select):
    """A select over a code list of the vocabulary."""

    def __init__(
        self,
        label: str,
        validators: Validators = (),
        *,
        codes: str,
        only: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, choices=_codes(codes, only), **kwargs)


class CodeCheckboxes(Checkboxes):
    """Checkboxes over a code list of the vocabulary."""

    def __init__(
        self,
        label: str,
        validators: Validators = (),
        *,
        codes: str,
        only: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, choices=_codes(codes, only), **kwargs)
