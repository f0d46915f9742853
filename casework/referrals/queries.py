"""Reading referrals: lists, the envelope, the person's part, progress. Each within what the viewer may see."""

from casework.referrals.consents import has_ended
from casework.referrals.listing import InboxRow, Listed, SentRow, inbox, sent
from casework.referrals.reading import (
    QuestionShown,
    StepShown,
    attempts_of,
    can_receive,
    duplicates_for,
    envelope_by_link,
    envelope_of,
    of_case,
    person_of,
    progress,
    questions_of,
    referral_by_reference,
    told_of,
)

__all__ = [
    "InboxRow",
    "Listed",
    "QuestionShown",
    "SentRow",
    "StepShown",
    "attempts_of",
    "can_receive",
    "duplicates_for",
    "envelope_by_link",
    "envelope_of",
    "has_ended",
    "inbox",
    "of_case",
    "person_of",
    "progress",
    "questions_of",
    "referral_by_reference",
    "sent",
    "told_of",
]
