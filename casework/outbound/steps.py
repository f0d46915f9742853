"""The pages on which a referral out of a case is written, in their order, and what is typed on each. Pure."""

from collections.abc import Collection, Mapping
from typing import Final

NEED: Final = "need"
WHOM: Final = "whom"
TELL: Final = "tell"

STEPS = (NEED, WHOM, TELL)

# What is typed on each page; on the last, in the order in which the page asks.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    NEED: ("services", "commune_code"),
    WHOM: ("receiver", "outside", "outside_kind"),
    TELL: (
        "ground",
        "legal_ground",
        "risk",
        "risk_signs",
        "tell_envelope",
        "children_present",
        "interpreter",
        "access_needs",
        "contact_window",
        "tell_person",
        "narrative",
    ),
}


def number(step: str) -> int:
    """Which page it is, counted from one."""
    return STEPS.index(step) + 1


def before(step: str) -> str | None:
    """The page before; None before the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


def on_page(step: str, said: str) -> Collection[str]:
    """The fields of a page to be kept: those that it says it asked, else all that it may ask.

    What a page did not ask, since that receiver may not be told, stays as it was typed for another one.
    """
    asked = set(said.split()) & set(FIELDS[step])
    return asked or FIELDS[step]
