"""What may become of a report on its way up the line (pure).

A report goes from station to station: the agencies that its plan names, the nearest first. Each accepts it, and
so sends it on, or returns it with a reason; what was returned is sent anew to the first one.
"""

from datetime import datetime
from typing import Final, NamedTuple

DUE, IN_WORK, SUBMITTED, RETURNED, ACCEPTED = "due", "in_work", "submitted", "returned", "accepted"
STATES = (DUE, IN_WORK, SUBMITTED, RETURNED, ACCEPTED)
WRITE, SUBMIT, ACCEPT, RETURN = "write", "submit", "accept", "return"
ACTS = (WRITE, SUBMIT, ACCEPT, RETURN)
OPEN: Final = frozenset({DUE, IN_WORK, RETURNED})
"""In these it can be written on, and can be overdue."""


class Standing(NamedTuple):
    """Where a report stands: at which station (from 0) it lies, once it is submitted."""

    state: str
    station: int = 0


def after(standing: Standing, act: str, stations: int) -> Standing | None:
    """How it stands after the act, on a line of so many stations; None where the act is not to be done now."""
    state, station = standing
    if act == WRITE and state in OPEN:
        return Standing(RETURNED if state == RETURNED else IN_WORK)
    if act == SUBMIT and state in {IN_WORK, RETURNED}:
        return Standing(SUBMITTED)
    if act == ACCEPT and state == SUBMITTED:
        last = station + 1 >= stations
        return Standing(ACCEPTED, station) if last else Standing(SUBMITTED, station + 1)
    if act == RETURN and state == SUBMITTED:
        return Standing(RETURNED)
    return None


def overdue(state: str, due: datetime | None, now: datetime) -> bool:
    """Whether it should have been sent by now: derived, never stored."""
    return due is not None and due <= now and state in OPEN
