"""What a level of risk asks for. Pure.

There is no “no risk”. A level that is the same or higher counts at once, whoever says it; a lower one
counts when a second person has confirmed it.
"""

from datetime import datetime
from typing import Protocol

from casework.danger import Danger, Said
from casework.deadlines import LEVELS, Deadlines
from casework.refusal import N_, Refusal

EXTREME, HIGH = LEVELS[0], LEVELS[1]
CURRENT, PROPOSED, PAST, DECLINED, LAPSED = "current", "proposed", "past", "declined", "lapsed"
BREACH, INCIDENT, REFERRAL = "breach", "new_incident", "referral"
DROP_OUT, COUNSELLOR = "drop_out", "counsellor"
# What staff may tell of without stating a level: it asks for a new look at once.
TOLD_OF = ("separation", "release", DROP_OUT)
REASSESS, REASSESS_NOW, CONFIRM = "reassess", "reassess_event", "risk_lowering"


class Assessed(Protocol):
    """A level that counts, as the rules see it."""

    @property
    def level(self) -> str:
        """The level."""

    @property
    def assessed_at(self) -> datetime:
        """When somebody last looked."""

    @property
    def event_at(self) -> datetime | None:
        """When something happened since, for which it must be looked at again at once."""


def lowers(level: str, from_level: str) -> bool:
    """Whether going to ``level`` lowers the risk ("" is no level yet: whatever comes first lowers nothing)."""
    return bool(from_level) and LEVELS.index(level) > LEVELS.index(from_level)


def highest(*levels: str) -> str:
    """The gravest of these levels; "" where there is none."""
    return min((level for level in levels if level), key=LEVELS.index, default="")


def reassess_due(risk: Assessed, deadlines: Deadlines) -> datetime:
    """When the risk must be looked at again: by its level, and at once after an event."""
    by_level = deadlines.due(REASSESS, risk.level, risk.assessed_at)
    if risk.event_at is None:
        return by_level
    return min(by_level, deadlines.due(REASSESS_NOW, "", risk.event_at))


def check_stated(level: str, source: str, reason: str, former: str) -> None:
    """Refuse what is no level, or has no occasion, and a lower level without a reason."""
    if level not in LEVELS:
        raise Refusal(N_("Choose the level of risk."), field="level")
    if not source:
        raise Refusal(N_("Say what made you look at the risk."), field="source")
    if lowers(level, former) and not reason.strip():
        raise Refusal(N_("Lowering the risk needs a reason. Write what has changed."), field="reason")


def check_answered(level: str, reason: str, said: Said, danger: Danger) -> None:
    """Refuse a level that the answers rule out, and one below what they call for without a reason."""
    if level in danger.impossible(said):
        raise Refusal(
            N_("Too much is unknown to say that the risk is low. Ask more, or choose a higher level."),
            field="level",
        )
    called_for = danger.called_for(said)
    if called_for and lowers(level, called_for) and not reason.strip():
        raise Refusal(
            N_("The answers call for a higher level. Write why you choose a lower one."), field="reason"
        )


def check_happened(event: str, current: object) -> None:
    """Refuse what is no event to tell of, and to ask for a new look where nobody has looked yet."""
    if event not in TOLD_OF:
        raise Refusal(N_("Choose what happened."), field="event")
    if current is None:
        raise Refusal(N_("Nobody has assessed the risk yet: do so now."), field="event")
