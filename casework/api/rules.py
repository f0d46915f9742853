"""What a token may be for (pure)."""

from typing import Final

FIGURES, RELEASES = "figures:read", "releases:read"
SCOPES: Final = (FIGURES, RELEASES)
LONGEST_NAME: Final = 80


def minute_of(seconds: float) -> int:
    """The minute in which requests are counted together."""
    return int(seconds // 60)


def wait_of(seconds: float) -> int:
    """Seconds until the next minute begins, at least one."""
    return max(1, 60 - int(seconds % 60))
