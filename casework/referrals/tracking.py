"""What the sender does with a referral that is on its way: countersign, take back, answer a question."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.referrals import checking, moving, rules, states
from casework.referrals.chains import chain_of
from casework.referrals.consents import has_ended
from casework.referrals.models import Referral, ReferralQuestion
from casework.refusal import N_, Refusal


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
    """Answer the receiver's question; the referral is with the receiver again. Nothing in it may say who she is.

    Refusal where the consent has ended by which the receiver could be told more.
    """
    moving.hold(session, actor, "referral:answer", referral)
    moving.check_act(referral, "answer", states.SENDER)
    if has_ended(session, referral, clock.local(now).date()):
        raise Refusal(
            N_("Her consent has ended: ask her anew before you tell more, or take the referral back.")
        )
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
