"""Consent is withdrawn in mid-air: what rests on it and nobody has opened goes no further."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.consent import withdrawals
from casework.consent.models import Consent
from casework.referrals import rules, states
from casework.referrals.consents import still_covers
from casework.referrals.models import Referral
from casework.referrals.tracking import revoke_unopened

REASON = "consent_withdrawn"


@withdrawals.add
def take_back(session: Session, actor: Actor, answer: Consent, now: datetime) -> int:
    """Take back the unopened referrals of the case that no consent covers any more; returns how many.

    One that is passed on while it is waited for has become another one: looked for again until none is left.
    Those under a danger to life stay: they never rested on consent.
    """
    taken = 0
    while uncovered := _uncovered(session, answer, now):
        taken += revoke_unopened(session, actor, uncovered, REASON, now)
    return taken


def _uncovered(session: Session, answer: Consent, now: datetime) -> list[Referral]:
    open_still = select(Referral).where(
        Referral.case_id == answer.case_id,
        Referral.ground != rules.DANGER,
        Referral.state.in_(states.UNOPENED),
        # A letter that was acknowledged outside the system has been opened.
        or_(Referral.receiver_id.is_not(None), Referral.state == states.SENT),
    )
    today = clock.local(now).date()
    found = session.scalars(open_still.order_by(Referral.id), execution_options={"populate_existing": True})
    return [each for each in found.all() if still_covers(session, each, today) is None]
