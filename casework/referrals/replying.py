"""What a receiver outside the system answers to a letter: that it takes it on, or that it can't.

The link in the letter, or the sender who writes down what it was told, is the permission: the caller has checked it.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from casework.access import Actor, NotFound
from casework.referrals import moving, rules, states
from casework.referrals.models import Referral

__all__ = ["acknowledge", "decline_letter"]


def acknowledge(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    """The receiver of a letter has it and takes it on."""
    _wait_for(session, referral)
    moving.check_act(referral, "acknowledge", states.OUTSIDE)
    referral.received_at = now
    moving.step(session, actor, referral, "acknowledge", states.OUTSIDE, now)
    moving.tell(session, actor, "referral.acknowledged", referral, now, case_id=referral.case_id)


def decline_letter(session: Session, actor: Actor, referral: Referral, reason: str, now: datetime) -> None:
    """The receiver of a letter can't take it on (list ``decline_reason``); the person's part is forgotten.

    The letter may be declined after it was taken on, too: then the sender has been told so.
    """
    _wait_for(session, referral)
    moving.check_act(referral, "decline_letter", states.OUTSIDE)
    rules.check_code("decline_reason", reason, "reason")
    referral.decided_at = now
    moving.step(session, actor, referral, "decline_letter", states.OUTSIDE, now, reason=reason)
    moving.forget_part(session, referral)
    facts = {"reason": reason}
    moving.tell(session, actor, "referral.declined", referral, now, case_id=referral.case_id, facts=facts)


def _wait_for(session: Session, referral: Referral) -> None:
    moving.wait_for(session, referral)
    if referral.receiver_id is not None:
        raise NotFound("referral:letter", Referral.__name__)
