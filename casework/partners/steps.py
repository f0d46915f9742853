"""The officer's questions in their order; safe contact comes first, since it is what saves her. Pure."""

from collections.abc import Collection
from typing import Final

SAFE_CONTACT: Final = "safe-contact"
NEED: Final = "need"
RISK: Final = "risk"
GROUND: Final = "ground"
PERSON: Final = "person"
INCIDENT: Final = "incident"
ACCESS: Final = "access"
FACILITY: Final = "facility"

STEPS = (SAFE_CONTACT, NEED, RISK, GROUND, PERSON, INCIDENT, ACCESS, FACILITY)


def number(step: str) -> int:
    """Which question it is, counted from one."""
    return STEPS.index(step) + 1


def before(step: str) -> str | None:
    """The question before; None before the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


def first_open(answered: Collection[str]) -> str | None:
    """The first question without a sound answer; None: all are answered."""
    return next((step for step in STEPS if step not in answered), None)
