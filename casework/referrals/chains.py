"""The links of a chain: one referral, passed on from receiver to receiver."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.referrals.models import Referral


def chain_of(session: Session, referral: Referral) -> Sequence[Referral]:
    """All links of the chain that a referral is one of, the first first."""
    same = select(Referral).where(
        Referral.receipt == referral.receipt, Referral.sender_id == referral.sender_id
    )
    return session.scalars(same.order_by(Referral.sent_at, Referral.id)).all()
