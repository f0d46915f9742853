"""What else of a case is dated: rooms above say from which day on the case must have been known."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

EarliestDay = Callable[[Session, UUID], date | None]

_known: list[EarliestDay] = []


def add(earliest: EarliestDay) -> None:
    """Add the question for the earliest day in a case of something that can't precede its detection."""
    if earliest not in _known:
        _known.append(earliest)


def earliest_day(session: Session, case_id: UUID) -> date | None:
    """The day after which the case can't have been detected; None: nothing is dated yet."""
    days = [day for earliest in _known if (day := earliest(session, case_id)) is not None]
    return min(days, default=None)
