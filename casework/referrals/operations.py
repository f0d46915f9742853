"""Writing referrals: every act of either side, each checked against the states, the consent and the sharing table."""

from casework.referrals import withdrawing  # noqa: F401 - it asks to be told of withdrawn consent
from casework.referrals.contacting import (
    attempt,
    close,
    delivered,
    engage,
    give_up,
    mark_unsafe,
    person_declined,
    resume,
)
from casework.referrals.deciding import accept, ask, decline, receive, redirect
from casework.referrals.opening import open_case
from casework.referrals.replying import acknowledge, decline_letter
from casework.referrals.sending import send
from casework.referrals.tracking import answer, countersign, revoke, revoke_unopened

__all__ = [
    "accept",
    "acknowledge",
    "answer",
    "ask",
    "attempt",
    "close",
    "countersign",
    "decline",
    "decline_letter",
    "delivered",
    "engage",
    "give_up",
    "mark_unsafe",
    "open_case",
    "person_declined",
    "receive",
    "redirect",
    "resume",
    "revoke",
    "revoke_unopened",
    "send",
]
