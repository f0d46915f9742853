"""What was typed of a referral out of a case, kept sealed page by page until it is sent."""

from casework.intake.drafts import DraftForm
from casework.referrals.models import Referral

OUTBOUND = DraftForm("outbound", Referral)
