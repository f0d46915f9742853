"""Age groups: a partition of people by the age at which they were detected (pure)."""

from collections.abc import Iterable
from datetime import date

from casework.people import partialdates

UNKNOWN = "unknown"
# The first age of each group, the oldest first; their names are the code list ``age_group``.
GROUPS = ((60, "60_up"), (18, "18_59"), (16, "16_17"), (0, "0_15"))
YOUNGEST_FIRST = (*(code for _, code in reversed(GROUPS)), UNKNOWN)


def age_group(birth: str, day: date) -> str:
    """The group of somebody born then on that day; of a partial date the youngest that she can be.

    Unknown where no date of birth is, or one that lies after the day.
    """
    earliest, latest = partialdates.earliest(birth), partialdates.latest(birth)
    if earliest is None or latest is None or earliest > day:
        return UNKNOWN
    born = min(latest, day)
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next(code for first, code in GROUPS if age >= first)


def youngest(groups: Iterable[str]) -> str:
    """The group at the first of several detections: age only rises, and a known one tells more."""
    return min(groups, key=YOUNGEST_FIRST.index)
