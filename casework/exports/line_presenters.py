"""How requests for lists of incidents are worded."""

from casework.exports import states
from casework.exports.line_operations import REASONS
from casework.ui.language import _, _l

STATES = {
    states.ASKED: (_l("Waits for a second person"), "yellow"),
    states.AGREED: (_l("Agreed: can be taken"), "green"),
    states.DECLINED: (_l("Declined"), "grey"),
    states.TAKEN: (_l("Taken"), "blue"),
    states.EXPIRED: (_l("Too late"), "grey"),
}


def state(code: str) -> tuple[str, str]:
    """The words and the colour of a state."""
    words, colour = STATES[code]
    return str(words), colour


def reason(code: str) -> str:
    """What it was asked for."""
    return _(REASONS[code]) if code in REASONS else code
