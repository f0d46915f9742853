"""When something is due, exact to the minute, as policy says."""

from casework.deadlines.policy import CLOCKS, LEVELS, Clock, Deadlines, load_deadlines
from casework.deadlines.spans import Span

__all__ = ["CLOCKS", "LEVELS", "Clock", "Deadlines", "Span", "load_deadlines"]
