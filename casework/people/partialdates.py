"""Partial dates as text: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or empty when nobody knows."""

import re
from calendar import monthrange
from datetime import date

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parts(text: str) -> tuple[int, int | None, int | None] | None:
    """Year, month and day, as far as they are known; None for the empty text; ValueError for anything else."""
    if not text:
        return None
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError("not a partial date")
    year, month, day = (int(part) if part else None for part in match.groups())
    date(year or 0, month or 1, day or 1)
    return year or 0, month, day


def earliest(text: str) -> date | None:
    """The first day that the partial date can mean; None when nothing is known."""
    known = parts(text)
    return None if known is None else date(known[0], known[1] or 1, known[2] or 1)


def latest(text: str) -> date | None:
    """The last day that the partial date can mean; None when nothing is known."""
    known = parts(text)
    if known is None:
        return None
    month = known[1] or 12
    return date(known[0], month, known[2] or monthrange(known[0], month)[1])


def year(text: str) -> int | None:
    """The year, if it is known."""
    known = parts(text)
    return None if known is None else known[0]
