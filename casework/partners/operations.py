"""Sending what the officer has answered: once, however often the button is pressed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor, NotFound, require_role
from casework.intake.drafts import drop, hold
from casework.partners.queries import sent_from
from casework.policies import Policies
from casework.referrals import operations as referrals
from casework.referrals.models import Referral
from casework.referrals.requests import ReferralRequest


def send_draft(
    session: Session,
    actor: Actor,
    request: ReferralRequest,
    draft_id: UUID,
    now: datetime,
    *,
    policies: Policies,
) -> Referral:
    """Send the referral and end the draft; where it was sent already, give the one that was.

    ``request.referral_id`` is the draft's key, which the referral takes over. Raises Refusal as
    ``referrals.operations.send`` does, and then the draft stays.
    """
    require_role(actor, "referral:begin")
    draft = hold(session, actor, draft_id)
    if draft is None:
        sent = sent_from(session, actor, draft_id)
        if sent is None:
            raise NotFound("referral:begin", Referral.__name__)
        return sent
    if draft.owner_id != actor.id:
        raise NotFound("referral:begin", Referral.__name__)
    referral = referrals.send(session, actor, request, now, policies=policies)
    drop(session, actor, draft_id)
    return referral
