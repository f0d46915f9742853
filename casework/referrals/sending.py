"""Sending: what is checked, and how both parts of a referral are stored."""

from datetime import datetime

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, find, may, require_here
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.db import uuid7
from casework.people.references import new_reference
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import checking, moving, states
from casework.referrals.addressing import addressed
from casework.referrals.consents import check_consent, check_ground
from casework.referrals.models import Referral
from casework.referrals.requests import ReferralRequest
from casework.refusal import N_, Refusal

HALF = 5


def send(
    session: Session, actor: Actor, request: ReferralRequest, now: datetime, *, policies: Policies
) -> Referral:
    """Send a referral in the name of the actor's organisation (``referral:send``).

    Raises Refusal at the field where something is missing, isn't of our lists, or may not be told to that
    receiver (``policies/sharing.toml``); where no consent covers the hand-over; NotFound where the actor may
    not refer, or the case isn't hers. The person's part is sealed for the receiver alone.
    """
    sender, today = _sender(session, actor), clock.local(now).date()
    case = _case(session, actor, request)
    checking.check_request(request, policies)
    told, grant = addressed(session, sender, request, policies)
    envelope = checking.checked_envelope(request, grant, policies, today)
    person = checking.checked_person(request, grant, policies, today)
    consent = check_consent(
        session,
        case.id if case else None,
        request.ground,
        told.kind,
        told.key,
        today,
        policies=policies,
    )
    check_ground(consent, request.ground)
    commune = policies.units.commune(request.commune_code)
    referral = Referral(
        id=request.referral_id or uuid7(),
        reference=new_reference(),
        receipt=new_receipt(),
        sender_id=sender.id,
        sent_by_id=actor.id,
        receiver_id=told.key if told.inside else None,
        receiver_kind=told.kind,
        outside="" if told.inside else told.name,
        outside_id=None if told.inside else told.key,
        case_id=case.id if case else None,
        taken_case_id=None,
        consent_id=consent.id if consent else None,
        state=states.SENT,
        risk=request.risk,
        services=tuple(sorted(set(request.services))),
        commune_code=request.commune_code,
        province_code=commune.province_code if commune else "",
        ground=request.ground,
        legal_ground=request.legal_ground,
        sent_at=now,
    )
    place(session, actor, referral, envelope, person, now)
    inside = request.receiver_id is not None
    facts: moving.Facts = {"ground": request.ground, "risk": request.risk, "inside": inside}
    moving.tell(session, actor, "referral.sent", referral, now, case_id=referral.case_id, facts=facts)
    return referral


def place(
    session: Session,
    actor: Actor,
    referral: Referral,
    envelope: checking.Values,
    person: checking.Values,
    now: datetime,
) -> None:
    """Store a new link of a chain: the envelope under its subject's key, the person's part under its own."""
    if referral.case_id is None:
        referral.subject_id = uuid7()
        session.info["vault"].new_subject(session, referral.subject_id)
    else:
        case = session.get_one(Case, referral.case_id)
        referral.subject_id = case.survivor_id
    referral.envelope = envelope
    session.add(referral)
    session.flush()
    moving.seal_part(session, referral, person)
    moving.note_step(session, actor, referral, "send", now)


def new_receipt() -> str:
    """A receipt number to be read out: says neither how many there are nor of whom it is."""
    text = new_reference()
    return f"{text[:HALF]}-{text[HALF:]}"


def _sender(session: Session, actor: Actor) -> Provider:
    require_here(actor, "referral:send", actor.facility_id)
    sender = session.get(Provider, actor.facility_id)
    if sender is None:
        raise NotFound("referral:send", Referral.__name__)
    return sender


def _case(session: Session, actor: Actor, request: ReferralRequest) -> Case | None:
    """The case it is sent from; those who have cases refer from one, so that her consent is looked for there."""
    if request.case_id is not None:
        case = find(session, actor, "case:read", Case, Case.id == request.case_id)
        consents.queue(session, case.id)
        return case
    if may(actor, "case:read"):
        raise Refusal(N_("Refer from the case of the person, where her consent is on record."))
    return None
