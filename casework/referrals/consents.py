"""The consent behind a hand-over out of a case: looked for when it is sent, passed on and accepted."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.consent.models import Consent
from casework.consent.queries import covers
from casework.consent.rules import GUARDIAN
from casework.policies import Policies
from casework.referrals import rules
from casework.referrals.models import Referral
from casework.refusal import N_, Refusal


def check_consent(
    session: Session,
    case_id: UUID | None,
    ground: str,
    receiver_kind: str,
    recipient_id: UUID | None,
    on: date,
    *,
    policies: Policies,
) -> Consent | None:
    """The consent that covers telling this receiver; None where none is asked for.

    None is asked for under a danger to life, or where there is no case: an officer's referral rests on
    what she said to the officer, and the officer's word for it stands in the referral.
    """
    if case_id is None or ground == rules.DANGER:
        return None
    purpose = policies.sharing.purpose(receiver_kind)
    found = covers(session, case_id, purpose, recipient_id, on, recipient_kind=receiver_kind)
    if found is None:
        raise Refusal(
            N_(
                "No consent on record covers telling this organisation. Ask her and record her answer, or say "
                "what danger to life there is."
            ),
            field="ground",
        )
    return found


def check_ground(consent: Consent | None, ground: str) -> None:
    """Refuse to call hers what her guardian said, and the other way round; ``consent`` is what is on record."""
    if consent is not None and (consent.manner == GUARDIAN) != (ground == rules.GUARDIANS):
        raise Refusal(
            N_("The consent on record was given by her guardian: choose that ground.")
            if consent.manner == GUARDIAN
            else N_("The consent on record is her own, not a guardian's: choose that ground."),
            field="ground",
        )


def check_still(session: Session, referral: Referral, on: date, *, policies: Policies) -> None:
    """Refuse to open what consent no longer covers."""
    try:
        check_consent(
            session,
            referral.case_id,
            referral.ground,
            referral.receiver_kind,
            referral.receiver_id or referral.outside_id,
            on,
            policies=policies,
        )
    except Refusal:
        raise Refusal(
            N_("The consent on which this referral rests has ended, so it can't be opened.")
        ) from None
