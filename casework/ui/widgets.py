"""Form fields drawn with the kit's macros, in the page's language and with our own errors.

A template may give each field ``size`` of its label (s, m, l, xl), ``width`` in characters, ``hint``,
``inline`` or ``small`` choices, ``reveal`` (choice → what it uncovers), ``rows`` and ``attributes``.
No field is marked required in HTML, so that errors are in words; autocomplete is off, since
computers are shared.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from flask import get_template_attribute
from markupsafe import Markup
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase

from casework.ui.language import _

Params = dict[str, Any]
_BY_SCRIPT = re.compile(r' data-aria-controls="[^"]*"| govuk-(?:radios|checkboxes)__conditional--hidden')


def typed(field: Any) -> str:
    """What stands in the box: as typed, or the value as people write it."""
    return str(field._value())


class Widget:
    """Draws a field with one macro of the kit; subclasses add the parameters of theirs."""

    component = "input"
    macro = "govukInput"

    def __call__(self, field: Field, **options: Any) -> Markup:
        """Draw the field with the template's wishes."""
        macro = get_template_attribute(
            f"govuk_frontend_jinja/components/{self.component}/macro.html", self.macro
        )
        return cast(Markup, macro(self.params(field, options)))

    def params(self, field: Field, options: Mapping[str, Any]) -> Params:
        """The kit's parameters that all fields have."""
        params: Params = {
            "id": field.id,
            "name": field.name,
            "attributes": dict(field.render_kw or {}) | dict(options.get("attributes", {})),
        }
        if hint := options.get("hint") or field.description:
            params["hint"] = {"text": str(hint)}
        if field.errors:
            params["errorMessage"] = {"text": str(field.errors[0]), "visuallyHiddenText": _("Error")}
        return params | self.title(field, options)

    def title(self, field: Field, options: Mapping[str, Any]) -> Params:
        """The label."""
        return {"label": {"text": str(field.label.text), "classes": _sized("label", options)}}


def _sized(kind: str, options: Mapping[str, Any]) -> str:
    size = options.get("size")
    return f"govuk-{kind}--{size}" if size else ""


class TextInput(Widget):
    """One line of text."""

    input_type = "text"

    def params(self, field: Field, options: Mapping[str, Any]) -> Params:
        """Adds the value as typed, and the width."""
        width = options.get("width")
        return super().params(field, options) | {
            "type": self.input_type,
            "value": typed(field),
            "classes": f"govuk-input--width-{width}" if width else "",
            "autocomplete": options.get("autocomplete", "off"),
            "inputmode": getattr(field, "inputmode", None),
            "spellcheck": False,
        }


class PasswordInput(Widget):
    """A password, with a button to show it; what was typed is never sent back."""

    component = "password-input"
    macro = "govukPasswordInput"

    def params(self, field: Field, options: Mapping[str, Any]) -> Params:
        """Adds the button's words."""
        return super().params(field, options) | {
            "autocomplete": options.get("autocomplete", "current-password"),
            "showPasswordText": _("Show"),
            "hidePasswordText": _("Hide"),
            "showPasswordAriaLabelText": _("Show password"),
            "hidePasswordAriaLabelText": _("Hide password"),
            "passwordShownAnnouncementText": _("The password is shown"),
            "passwordHiddenAnnouncementText": _("The password is hidden"),
        }


class TextArea(Widget):
    """Several lines of text."""

    component = "textarea"
    macro = "govukTextarea"

    def params(self, field: Field, options: Mapping[str, Any]) -> Params:
        """Adds the text as typed, and the number of rows."""
        rows = options.get("rows") or getattr(field, "rows", 5)
        return super().params(field, options) | {"value": typed(field), "rows": rows, "autocomplete": "off"}


class FileInput(Widget):
    """A file to send."""

    component = "file-upload"
    macro = "govukFileUpload"


def _choices(field: Field) -> list[Params]:
    choices = cast(SelectFieldBase, field).iter_choices()
    return [
        {
            "value": value,
            "text": str(text),
            "checked": selected,
            "selected": selected,
        }
        for value, text, selected, _render in choices
    ]


class SelectInput(Widget):
    """One choice out of a list that is too long for radios."""

    component = "select"
    macro = "govukSelect"

    def params(self, field: Field, options: Mapping[str, Any]) -> Params:
        """Adds the choices."""
        return super().params(field, options) | {"items": _choices(field)}


class RadioInput(Widget):
    """One choice, all of them in sight."""

    component = "radios"
    macro = "govukRadios"

    def __call__(self, field: Field, **options: Any) -> Markup:
        """Draw the choices; what one reveals is hidden by our stylesheet.

        The kit's script would say aria-expanded on a radio, which the standard does not allow.
        """
        drawn = super().__call__(field, **options)
        return Markup(_BY_SCRIPT.sub("", drawn)) if options.get("reveal") else drawn  # noqa: S704  (drawn is safe)

    def title(self, field: Field, options: Mapping[str, Any]) -> Params:
        """A legend round the choices."""
        legend = {"text": str(field.label.text), "classes": _sized("fieldset__legend", options)}
        return {"fieldset": {"legend": legend}}

    def params(self, field: Field, options: Mapping[str, Any]) -> Params:
        """Adds the choices and what each of them reveals."""
        params = super().params(field, options) | {"idPrefix": field.id, "items": self.items(field)}
        params["classes"] = " ".join(
            f"govuk-{self.component}--{name}" for name in ("inline", "small") if options.get(name)
        )
        reveal = options.get("reveal", {})
        for item in params["items"]:
            if item["value"] in reveal:
                item["conditional"] = {"html": reveal[item["value"]]}
        return params

    def items(self, field: Field) -> list[Params]:
        """The choices as the kit wants them."""
        return _choices(field)


class CheckboxesInput(RadioInput):
    """Several choices."""

    component = "checkboxes"
    macro = "govukCheckboxes"


class CheckboxInput(CheckboxesInput):
    """A single statement to tick; its label stands beside the box."""

    def title(self, field: Field, options: Mapping[str, Any]) -> Params:
        """No legend: the label says it."""
        return {}

    def items(self, field: Field) -> list[Params]:
        """The one box."""
        return [{"value": "y", "text": str(field.label.text), "checked": bool(field.data)}]
