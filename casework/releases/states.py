"""What may become of a release (pure)."""

from typing import Final

BUILDING, READY, APPROVED, REFUSED, IMPOSSIBLE, FAILED = (
    "building",
    "ready",
    "approved",
    "refused",
    "impossible",
    "failed",
)
MOVES: Final = {
    BUILDING: frozenset({READY, IMPOSSIBLE, FAILED}),
    READY: frozenset({APPROVED, REFUSED}),
    APPROVED: frozenset[str](),
    REFUSED: frozenset[str](),
    IMPOSSIBLE: frozenset[str](),
    FAILED: frozenset[str](),
}
"""``impossible``: no safe release was found beside those before it; ``failed``: the calculation was cut off."""


def may(state: str, following: str) -> bool:
    """Whether a release may go from one state to the other."""
    return following in MOVES[state]
