"""The consent behind a hand-over out of a case: looked for when it is sent, passed on, read and accepted."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.consent.models import Consent
from casework.consent.queries import Asked, covers, uncovered
from casework.consent.rules import GUARDIAN
from casework.many import chunks
from casework.policies import Policies
from casework.referrals import rules, states
from casework.referrals.models import Referral
from casework.refusal import N_, Refusal

ENDED = N_("The consent on which this referral rests has ended, so it can't be opened.")
# What the receiver has not opened yet and may read only while she agrees. Letters stand with their link.
RESTING = (
    Referral.case_id.is_not(None),
    Referral.receiver_id.is_not(None),
    Referral.ground != rules.DANGER,
    Referral.state.in_(states.UNOPENED),
)


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
        raise Refusal(ENDED) from None


def still_covers(session: Session, referral: Referral, on: date) -> Consent | None:
    """The consent that covers on a day the hand-over of a referral that was sent from a case; None: it has ended."""
    if referral.case_id is None or referral.consent_id is None:
        return None
    purpose = session.get_one(Consent, referral.consent_id).purpose
    receiver, kind = referral.receiver_id or referral.outside_id, referral.receiver_kind
    return covers(session, referral.case_id, purpose, receiver, on, recipient_kind=kind)


def has_ended(session: Session, referral: Referral, on: date) -> bool:
    """Whether its receiver, who has not opened it, may read nothing of it any more: she agreed until an earlier day."""
    rests = (
        referral.case_id is not None
        and referral.receiver_id is not None
        and referral.ground != rules.DANGER
        and referral.state in states.UNOPENED
    )
    return rests and still_covers(session, referral, on) is None


def check_readable(session: Session, referral: Referral, on: date) -> None:
    """Refuse to act on what may not be read any more."""
    if has_ended(session, referral, on):
        raise Refusal(ENDED)


def ended_among(session: Session, keys: Iterable[UUID], on: date) -> set[UUID]:
    """Those of these referrals for which ``has_ended`` holds: for lists, without opening or verifying any."""
    columns: Any = (
        Referral.id,
        Referral.case_id,
        Consent.purpose,
        Referral.receiver_kind,
        Referral.receiver_id,
    )
    resting = (
        select(*columns)
        .select_from(Referral)
        .outerjoin(Consent, Consent.id == Referral.consent_id)
        .where(*RESTING)
    )
    asked = {
        key: Asked(*about)
        for chunk in chunks(keys)
        for key, *about in session.execute(resting.where(Referral.id.in_(chunk)))
    }
    return uncovered(session, asked, on)
