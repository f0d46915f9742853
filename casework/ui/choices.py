"""Choices: radios, lists and ticks, over given choices or over a code list of the vocabulary."""

from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms.validators import StopValidation

from casework.ui import context, widgets
from casework.ui.fields import Validators
from casework.ui.language import _, current


class _Chooses:
    """Choices with words of ours when something else was sent."""

    def pre_validate(self, form: Any) -> None:
        """Only what was offered can be chosen."""
        if not self.data:  # type: ignore[attr-defined]
            return
        offered = {choice[0] for choice in self.iter_choices()}  # type: ignore[attr-defined]
        chosen = self.data if isinstance(self.data, list) else [self.data]  # type: ignore[attr-defined]
        if not set(chosen) <= offered:
            raise StopValidation(_("Choose from the list"))


class Radios(_Chooses, wtforms.RadioField):
    """One of a few choices; ``.data`` is the value, empty when none was chosen."""

    widget = widgets.RadioInput()

    def __init__(self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("validate_choice", False)
        super().__init__(label, validators, description=hint, coerce=_text, **kwargs)


class Select(_Chooses, wtforms.SelectField):
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
        offered = ([] if empty is None else [("", empty)]) + list(choices)
        super().__init__(label, validators, choices=offered, description=hint, coerce=_text, **kwargs)


class Checkboxes(_Chooses, wtforms.SelectMultipleField):
    """Several choices; ``.data`` is a list of values."""

    widget = widgets.CheckboxesInput()

    def __init__(self, label: str = "", validators: Validators = (), *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, description=hint, coerce=_text, **kwargs)

    def process_data(self, value: Any) -> None:
        """Nothing chosen is the empty list."""
        self.data = [str(item) for item in value or ()]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _codes(name: str, only: Iterable[str] | None) -> list[tuple[str, str]]:
    terms = context.policy().vocabulary[name]
    language = current()
    offered = [terms[code] for code in only] if only is not None else list(terms)
    return [(term.code, term.words.of(language)) for term in offered]


class CodeRadios(Radios):
    """Radios over a code list of the vocabulary (``codes``), or ``only`` some of its codes."""

    def __init__(
        self, label: str, validators: Validators = (), *, codes: str, only: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, choices=_codes(codes, only), **kwargs)


class CodeSelect(Select):
    """A select over a code list of the vocabulary."""

    def __init__(
        self, label: str, validators: Validators = (), *, codes: str, only: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, choices=_codes(codes, only), **kwargs)


class CodeCheckboxes(Checkboxes):
    """Checkboxes over a code list of the vocabulary."""

    def __init__(
        self, label: str, validators: Validators = (), *, codes: str, only: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, choices=_codes(codes, only), **kwargs)
