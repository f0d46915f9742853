"""The sender's acts: send, countersign, answer, take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, find, may, require_here
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.db import uuid7
from casework.people.references import new_reference
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import checking, moving, rules, states
from casework.referrals.chains import chain_of
from casework.referrals.consents import check_consent, check_ground
from casework.referrals.models import Referral, ReferralQuestion
from casework.referrals.requests import ReferralRequest
from casework.refusal import N_, Refusal
from casework.sharing import OUTSIDE, Grant

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
    told, grant = _receiver(session, sender, request, policies)
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


def check_receiver(
    session: Session, receiver_id: UUID, sender: Provider, policies: Policies
) -> tuple[Provider, Grant]:
    """The organisation in this system that is to receive, and what it may be told; Refusal where it can't receive."""
    receiver = session.get(Provider, receiver_id)
    if receiver is None or not receiver.active or receiver.id == sender.id:
        raise Refusal(N_("Choose the organisation that is to receive the referral."), field="receiver")
    grant = policies.sharing.grant(sender.kind, receiver.kind)
    if receiver.kind not in policies.sharing.inside or grant is None:
        raise Refusal(
            N_("This organisation doesn't receive referrals here. Choose a facility."), field="receiver"
        )
    return receiver, grant


def countersign(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    """Sign a referral under a danger to life as a second member of the sending organisation.

    Refusal for whoever sent it, or where nothing is to be signed. The signature is for the whole chain; a late one
    counts still.
    """
    moving.hold(session, actor, "referral:countersign", referral)
    if referral.ground != rules.DANGER or referral.countersigned_at is not None:
        raise Refusal(N_("This referral needs no countersignature, or has one."))
    if actor.id is None or actor.id == referral.sent_by_id:
        raise Refusal(N_("A colleague must countersign, not the one who sent it."))
    for link in chain_of(session, referral):
        if link is not referral:
            moving.wait_for(session, link)
        link.countersigned_by_id = actor.id
        link.countersigned_at = now
    session.flush()
    moving.tell(session, actor, "referral.countersigned", referral, now, case_id=referral.case_id)


def revoke(session: Session, actor: Actor, referral: Referral, reason: str, now: datetime) -> None:
    """Take a referral back before it is accepted (list ``revoke_reason``); nothing of it can be read then."""
    moving.hold(session, actor, "referral:revoke", referral)
    rules.check_code("revoke_reason", reason, "reason")
    _take_back(session, actor, referral, reason, now)


def revoke_unopened(
    session: Session, actor: Actor, referrals: Iterable[Referral], reason: str, now: datetime
) -> int:
    """Take back those that nobody has accepted yet, whoever acts: consent was withdrawn. Returns how many."""
    count = 0
    for referral in referrals:
        moving.wait_for(session, referral)
        if states.after(referral.state, "revoke", states.SENDER) is not None:
            _take_back(session, actor, referral, reason, now)
            count += 1
    return count


def _take_back(session: Session, actor: Actor, referral: Referral, reason: str, now: datetime) -> None:
    moving.step(session, actor, referral, "revoke", states.SENDER, now, reason=reason)
    moving.forget_part(session, referral)
    facts = {"reason": reason}
    moving.tell(session, actor, "referral.revoked", referral, now, case_id=referral.case_id, facts=facts)


def answer(
    session: Session, actor: Actor, referral: Referral, question_id: UUID, text: str, now: datetime
) -> None:
    """Answer the receiver's question; the referral is with the receiver again. Nothing in it may say who she is."""
    moving.hold(session, actor, "referral:answer", referral)
    moving.check_act(referral, "answer", states.SENDER)
    question = session.get(ReferralQuestion, question_id)
    if question is None or question.referral_id != referral.id or question.answered_at is not None:
        raise NotFound("referral:answer", ReferralQuestion.__name__)
    told = text.strip()
    if not told or len(told) > checking.LONGEST:
        raise Refusal(N_("Answer in a few words, without saying who she is."), field="answer")
    rules.check_unnamed(told, "answer")
    question.answer = told
    question.answered_at = now
    moving.step(session, actor, referral, "answer", states.SENDER, now)
    moving.tell(session, actor, "referral.answered", referral, now, case_id=referral.case_id)


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


@dataclass(frozen=True)
class _Told:
    """Who is told: ``key`` where it is on record; what she said about that one counts."""

    kind: str
    name: str
    key: UUID | None
    inside: bool = False


def _receiver(
    session: Session, sender: Provider, request: ReferralRequest, policies: Policies
) -> tuple[_Told, Grant]:
    if request.receiver_id is not None:
        receiver, grant = check_receiver(session, request.receiver_id, sender, policies)
        return _Told(receiver.kind, receiver.name, receiver.id, inside=True), grant
    told = _by_letter(session, sender, request)
    outside = policies.sharing.grant(sender.kind, told.kind)
    if outside is None:
        raise Refusal(N_("Nothing may be told to this kind of organisation."), field="outside_kind")
    if told.key is not None and told.kind in policies.sharing.inside:
        raise Refusal(
            N_("This organisation receives referrals here, so no letter is needed. Choose it from the list."),
            field="receiver",
        )
    return told, outside


def _by_letter(session: Session, sender: Provider, request: ReferralRequest) -> _Told:
    """Who gets the letter; a name that is on record is that organisation, however it was entered."""
    name = request.outside.strip()
    wanted = Provider.id == request.outside_id if request.outside_id is not None else Provider.name == name
    known = session.scalars(select(Provider).where(wanted, Provider.active, Provider.id != sender.id)).first()
    if known is not None:
        return _Told(known.kind, known.name, known.id)
    if request.outside_id is not None or not name or len(name) > checking.LONGEST_NAME:
        raise Refusal(N_("Choose the organisation that is to receive the referral."), field="receiver")
    return _Told(request.outside_kind or OUTSIDE, name, None)
