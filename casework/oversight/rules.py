"""How what was typed to filter the log is understood."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from casework.clock import LOCAL

NOBODY = UUID(int=0)


def parse_key(text: str | None) -> UUID | None:
    """A key as typed; the impossible key for a text that is none, so that it matches nothing."""
    if not text or not text.strip():
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        return NOBODY


def start_of(day: date | None) -> datetime | None:
    """The first moment of a day in Viet Nam; the first day of all has none in UTC, and nothing lies before it."""
    return None if day is None or day == date.min else datetime.combine(day, time(), LOCAL)


def end_of(day: date | None) -> datetime | None:
    """The first moment after a day in Viet Nam."""
    return None if day is None or day == date.max else start_of(day + timedelta(days=1))
