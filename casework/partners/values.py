"""What a form holds, as a referral carries it: plain JSON, and the age band that a date of birth implies. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.people import partialdates

UNKNOWN = "unknown"
# The first age of each band, the oldest first.
BANDS = ((60, "60_up"), (18, "18_59"), (16, "16_17"), (6, "6_15"), (0, "under_6"))


def plain(value: Any) -> Any:
    """A field's value as JSON can hold it; nothing is the empty text."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def age_band(birth: str, today: date) -> str:
    """The band of somebody born then, empty if that is not known; of a partial date the youngest she can be."""
    born = partialdates.latest(birth)
    if born is None:
        return ""
    born = min(born, today)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return next(band for first, band in BANDS if age >= first)


def filled(told: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The answers with the age band that the date of birth implies, before one that was chosen."""
    band = age_band(told.get("birth") or "", today) or told.get("age_band") or UNKNOWN
    return {**told, "age_band": band}
