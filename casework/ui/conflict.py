"""Two people at one record: the second one sees what changed and loses nothing typed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.refusal import N_, Refusal
from casework.ui.language import _, show_date
from casework.ui.widgets import typed

CHANGED = N_(
    "Someone else changed this meanwhile. It stands here as it is now: look at it, and do it again if still right."
)


@dataclass(frozen=True)
class Difference:
    """A field in which the saved record differs from what was typed; both as people read them."""

    field_id: str
    label: str
    saved: str
    typed: str


def shown(field: Any) -> str:
    """The value of a form field in words."""
    value = field.data
    if value in (None, "", []):
        return _("(empty)")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return show_date(value)
    if hasattr(field, "iter_choices"):
        chosen = value if isinstance(value, list) else [value]
        return "; ".join(str(choice[1]) for choice in field.iter_choices() if choice[0] in chosen)
    return typed(field) if hasattr(field, "_value") else str(value)


def merge(form: Any, current: Any) -> None:
    """Put on ``form`` where it differs from ``current`` (a form filled from the saved record), and its version.

    What was typed stays; sending the form again saves it over the other person's change. A form in which nothing
    differs, such as a single button, says in words that something has changed.
    """
    form.conflicts = [
        Difference(field.id, str(field.label.text), shown(current[name]), shown(field))
        for name, field in form._fields.items()
        if name in current and name not in {"csrf_token", "version"} and field.data != current[name].data
    ]
    form.version.data = current.version.data
    if not form.conflicts:
        form.refuse(Refusal(CHANGED))
