"""The steps of case work, and which step may follow which."""

ENGAGED = "engaged"
STEPS = (ENGAGED, "assessing", "planning", "acting", "following_up")


def neighbours(step: str) -> tuple[str, ...]:
    """The steps to which a case may move from this one: the one before it and the one after it."""
    if step not in STEPS:
        return ()
    at = STEPS.index(step)
    return STEPS[max(at - 1, 0) : at] + STEPS[at + 1 : at + 2]


def may_move(step: str, to: str) -> bool:
    """Whether a case may go from one step straight to the other."""
    return to in neighbours(step)
