"""Conflicts of interest in words."""

from casework.oversight.wording import detail_label
from casework.refusal import N_
from casework.ui.language import _

MATCHED = {"phone": N_("Phone number"), "citizen_number": N_("Citizen number")}


def matched_label(kind: str) -> str:
    """By which number a conflict was found."""
    return _(MATCHED[kind]) if kind in MATCHED else kind


def role_of(role: str) -> str:
    """As whom a member of staff stands on record."""
    return detail_label(role)
