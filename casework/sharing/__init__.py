"""Which fields travel from which kind of organisation to which, before and after acceptance."""

from casework.sharing.fields import CORE, ENVELOPE, LISTS, MANY, PERSON, SAFETY
from casework.sharing.policy import OUTSIDE, Grant, Sharing, load_sharing, narrow, surplus

__all__ = [
    "CORE",
    "ENVELOPE",
    "LISTS",
    "MANY",
    "OUTSIDE",
    "PERSON",
    "SAFETY",
    "Grant",
    "Sharing",
    "load_sharing",
    "narrow",
    "surplus",
]
