"""When something is due, exact to the minute, as policy says."""

from casework.deadlines.policy import (
    CLOCKS,
    COORDINATOR,
    LEVELS,
    OFFICER,
    SUPERVISOR,
    Clock,
    Deadlines,
    load_deadlines,
)
from casework.deadlines.spans import Span

__all__ = [
    "CLOCKS",
    "COORDINATOR",
    "LEVELS",
    "OFFICER",
    "SUPERVISOR",
    "Clock",
    "Deadlines",
    "Span",
    "load_deadlines",
]
