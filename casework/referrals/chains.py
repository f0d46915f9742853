"""The links of a chain: one referral, passed on from receiver to receiver."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.referrals.models import Referral


def links(referral: Referral) -> Select[UUID]:
    """The keys of all links of the chain, for a statement."""
    same = (Referral.receipt == referral.receipt) & (Referral.sender_id == referral.sender_id)
    return select(Referral.id).where(same)


def chain_of(session: Session, referral: Referral) -> Sequence[Referral]:
    """All links of the chain that a referral is one of, the first first."""
    same = select(Referral).where(Referral.id.in_(links(referral)))
    return session.scalars(same.order_by(Referral.sent_at, Referral.id)).all()
