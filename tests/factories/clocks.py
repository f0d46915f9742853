"""Referrals as bare rows, in any state and since any moment: for what only looks at their clocks."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.db import uuid7
from casework.people.references import new_reference
from casework.providers.models import Provider
from casework.referrals import states
from casework.referrals.models import Referral


def make_referral_row(
    session: Session,
    sender: Provider,
    receiver: Provider | None,
    sent_at: datetime,
    *,
    state: str = "sent",
    risk: str = "high",
    **more: Any,
) -> Referral:
    """A referral that came into this state without its history; nothing of it is about anybody."""
    told: dict[str, Any] = {
        "ground": "consent",
        "services": ("tam_lanh",),
        "commune_code": "00004",
        "province_code": "01",
        "decided_at": sent_at if state in states.REVEALED else None,
    }
    referral = Referral(
        id=uuid7(),
        reference=new_reference(),
        receipt=new_reference(),
        subject_id=uuid7(),
        sender_id=sender.id,
        receiver_id=receiver.id if receiver else None,
        receiver_kind=receiver.kind if receiver else "",
        state=state,
        risk=risk,
        sent_at=sent_at,
        **(told | more),
    )
    session.info["vault"].new_subject(session, referral.subject_id)
    session.add(referral)
    session.flush()
    return referral
