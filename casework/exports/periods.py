"""Periods as other systems write them (pure)."""

import re

_PERIOD = re.compile(r"([0-9]{4})(?:-(h[12]|q[1-4]))?")


def _parts(code: str) -> tuple[str, str, int]:
    """The year, the kind of its part ("" for the whole year) and the part's number."""
    match = _PERIOD.fullmatch(code)
    if match is None:
        raise ValueError("Only quarters, half-years and years can be sent.")
    part = match[2] or ""
    return match[1], part[:1], int(part[1:] or 1)


def adx_period(code: str) -> str:
    """First day and length (ISO 8601): 2026 → 2026-01-01/P1Y, 2026-h2 → 2026-07-01/P6M, 2026-q2 → 2026-04-01/P3M."""
    year, kind, number = _parts(code)
    months = {"": 12, "h": 6, "q": 3}[kind]
    length = "P1Y" if months == 12 else f"P{months}M"
    return f"{year}-{(number - 1) * months + 1:02}-01/{length}"


def dhis2_period(code: str) -> str:
    """2026 → 2026, 2026-h1 → 2026S1, 2026-q3 → 2026Q3."""
    year, kind, number = _parts(code)
    return year if not kind else f"{year}{'S' if kind == 'h' else 'Q'}{number}"
