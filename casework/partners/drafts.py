"""The officer's answers so far, kept sealed after each question."""

from casework.intake.drafts import DraftForm
from casework.referrals.models import Referral

REFERRAL = DraftForm("referral", Referral)
