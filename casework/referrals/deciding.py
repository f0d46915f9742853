"""The receiver's decisions: read the envelope, ask, accept, decline, pass on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.db import uuid7
from casework.people.references import new_reference
from casework.policies import Policies
from casework.providers.models import Provider
from casework.referrals import moving, rules, states
from casework.referrals.addressing import check_receiver
from casework.referrals.chains import chain_of
from casework.referrals.consents import check_consent, check_readable, check_still, has_ended
from casework.referrals.models import Referral, ReferralQuestion
from casework.referrals.sending import place
from casework.refusal import N_, Refusal
from casework.sharing import narrow


def receive(session: Session, actor: Actor, referral: Referral, now: datetime) -> None:
    """Note the first reading of the envelope; later readings change nothing, and where consent has ended none is."""
    moving.hold(session, actor, "referral:read", referral)
    if referral.state != states.SENT or has_ended(session, referral, clock.local(now).date()):
        return
    referral.received_at = now
    moving.step(session, actor, referral, "receive", states.RECEIVER, now)
    moving.tell(session, actor, "referral.received", referral, now)


def ask(
    session: Session, actor: Actor, referral: Referral, question: str, version: int, now: datetime
) -> None:
    """Put a question of the list ``info_question`` to the sender; one at a time, and while consent holds."""
    moving.hold(session, actor, "referral:decide", referral, version)
    check_readable(session, referral, clock.local(now).date())
    rules.check_code("info_question", question, "question")
    moving.step(session, actor, referral, "ask", states.RECEIVER, now)
    session.add(
        ReferralQuestion(
            referral_id=referral.id, subject_id=referral.subject_id, question=question, asked_at=now
        )
    )
    session.flush()
    moving.tell(session, actor, "referral.asked", referral, now, facts={"question": question})


def accept(
    session: Session, actor: Actor, referral: Referral, version: int, now: datetime, *, policies: Policies
) -> None:
    """Take the referral on: the person's part opens for the receiver. Its case is opened by an act of its own.

    Of two who accept at once the second gets Stale. Refusal where the consent has ended meanwhile.
    """
    moving.hold(session, actor, "referral:decide", referral, version)
    moving.check_act(referral, "accept", states.RECEIVER)
    check_still(session, referral, clock.local(now).date(), policies=policies)
    part = moving.part_of(session, referral)
    if part is None or part.receiver_id != actor.facility_id:
        raise NotFound("referral:decide", Referral.__name__)
    part.opened_at, part.opened_by_id = now, actor.id
    moving.tell(session, actor, "referral.opened", referral, now)
    referral.decided_at = now
    moving.step(session, actor, referral, "accept", states.RECEIVER, now)
    moving.tell(session, actor, "referral.accepted", referral, now)


def decline(
    session: Session, actor: Actor, referral: Referral, reason: str, version: int, now: datetime
) -> None:
    """Decline, with a reason of the list ``decline_reason``; the person's part is forgotten, unread."""
    moving.hold(session, actor, "referral:decide", referral, version)
    rules.check_code("decline_reason", reason, "reason")
    referral.decided_at = now
    moving.step(session, actor, referral, "decline", states.RECEIVER, now, reason=reason)
    moving.forget_part(session, referral)
    moving.tell(session, actor, "referral.declined", referral, now, facts={"reason": reason})


def redirect(
    session: Session,
    actor: Actor,
    referral: Referral,
    receiver_id: UUID,
    reason: str,
    version: int,
    now: datetime,
    *,
    policies: Policies,
) -> Referral:
    """Pass the referral on to another organisation, whose clocks start now; returns the new link of the chain.

    The person's part is sealed anew for the new receiver, unseen, and only as far as the sender may tell that
    receiver; what the old one had can't be read any more. Nobody is asked twice: Refusal where the chain has been
    there before. Consent is looked for again, since this is another hand-over.
    """
    moving.hold(session, actor, "referral:decide", referral, version)
    rules.check_code("decline_reason", reason, "reason")
    sender = session.get_one(Provider, referral.sender_id)
    receiver, grant = check_receiver(session, receiver_id, sender, policies)
    if receiver.id in {link.receiver_id for link in chain_of(session, referral)}:
        raise Refusal(
            N_("This organisation has had the referral already. Choose another one."), field="receiver"
        )
    today = clock.local(now).date()
    consent = check_consent(
        session, referral.case_id, referral.ground, receiver.kind, receiver.id, today, policies=policies
    )
    part = moving.part_of(session, referral)
    with session.info["vault"].quiet(session):
        envelope = narrow(grant, "envelope", referral.envelope)
        person = narrow(grant, "person", part.body if part else {})
    referral.decided_at = now
    moving.step(session, actor, referral, "redirect", states.RECEIVER, now, reason=reason)
    moving.forget_part(session, referral)
    onward = _onward(referral, receiver, now)
    onward.consent_id = consent.id if consent else None
    place(session, actor, onward, envelope, person, now)
    moving.tell(session, actor, "referral.redirected", referral, now, facts={"reason": reason})
    return onward


def _onward(referral: Referral, receiver: Provider, now: datetime) -> Referral:
    """The next link: the same referral of the same sender, at another receiver."""
    kept = (
        "receipt",
        "sender_id",
        "sent_by_id",
        "case_id",
        "risk",
        "services",
        "commune_code",
        "province_code",
        "ground",
        "legal_ground",
        "countersigned_by_id",
        "countersigned_at",
    )
    return Referral(
        id=uuid7(),
        reference=new_reference(),
        previous_id=referral.id,
        receiver_id=receiver.id,
        receiver_kind=receiver.kind,
        taken_case_id=None,
        state=states.SENT,
        sent_at=now,
        **{name: getattr(referral, name) for name in kept},
    )
