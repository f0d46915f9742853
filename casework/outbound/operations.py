"""Sending a referral out of a case; the links on letters, and answering through them."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound, require
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.db import uuid7
from casework.intake import drafts
from casework.outbound import queries, rules
from casework.outbound.models import AckGuess, AckLink
from casework.policies import Policies
from casework.referrals import moving, states
from casework.referrals import operations as referrals
from casework.referrals.consents import check_still
from casework.referrals.models import Referral
from casework.referrals.requests import ReferralRequest
from casework.refusal import N_, Refusal

PRINTED = (states.SENT, states.RECEIVED)


def refer(
    session: Session,
    actor: Actor,
    case: Case,
    request: ReferralRequest,
    now: datetime,
    *,
    policies: Policies,
) -> Referral:
    """Send a referral out of the case, once, and end its draft: pressed again, the one that was sent is given back.

    ``request.referral_id`` is the draft's key, which the referral takes over. Raises as ``referrals.operations.send``
    does, and then the draft stays.
    """
    require(session, actor, "referral:send", case)
    consents.queue(session, case.id)
    if request.referral_id is not None:
        made = session.get(Referral, request.referral_id)
        if made is not None and made.case_id == case.id:
            return made
        if made is not None:
            raise NotFound("referral:send", Referral.__name__)
    referral = referrals.send(session, actor, request, now, policies=policies)
    drafts.drop(session, actor, request.referral_id)
    return referral


def check_printed(
    session: Session, actor: Actor, referral: Referral, now: datetime, *, policies: Policies
) -> None:
    """Refuse to print a letter that was taken back, is over, or that her consent no longer covers."""
    require(session, actor, "referral:letter", referral)
    if referral.receiver_id is not None:
        raise NotFound("referral:letter", Referral.__name__)
    if referral.state not in PRINTED:
        raise Refusal(N_("The referral has ended, so its letter can’t be printed any more."))
    check_still(session, referral, clock.local(now).date(), policies=policies)


def note_printed(session: Session, actor: Actor, referral: Referral, now: datetime, *, link: bool) -> None:
    """Note that the letter was made to be printed, and whether with a link."""
    facts = {"link": link}
    moving.tell(session, actor, "referral.printed", referral, now, case_id=referral.case_id, facts=facts)


def make_link(
    session: Session, actor: Actor, referral: Referral, now: datetime, *, policies: Policies
) -> tuple[str, AckLink]:
    """A new link for a letter: its token, said only now. An earlier one that nobody used ends."""
    moving.hold(session, actor, "referral:letter", referral)
    if referral.receiver_id is not None or referral.state != states.SENT:
        raise Refusal(N_("The receiver has answered the letter already, or the referral has ended."))
    _end_unused(session, referral, now)
    token = rules.new_token()
    link = _link(referral, actor, rules.token_hash(token), now)
    link.expires_at = policies.deadlines.due("link", referral.risk, now)
    link.name = link.post = ""
    session.add(link)
    session.flush()
    return token, link


def reply(session: Session, actor: Actor, token: str, said: rules.Reply, now: datetime) -> Referral | None:
    """The receiver answers through the link; None where that leads nowhere (any more).

    ``actor`` is nobody of ours: the link is the permission. Refusal at the field where something is left out.
    Pressed again at once, the button gives the referral that was answered.
    """
    told = rules.checked(said)
    found = queries.by_token(session, token, now)
    if found is not None:
        moving.wait_for(session, found[1])
        found = queries.by_token(session, token, now)  # whoever was faster has used it
    if found is None:
        return queries.answered_just_now(session, token, told, now)
    link, referral = found
    _answered(session, actor, referral, link, told, now)
    return referral


def write_down(session: Session, actor: Actor, referral: Referral, said: rules.Reply, now: datetime) -> None:
    """The receiver told us its answer by other means: by telephone, by a signed copy."""
    told = rules.checked(said)
    moving.hold(session, actor, "referral:letter", referral)
    _end_unused(session, referral, now)
    link = _link(referral, actor, "", now)
    session.add(link)
    _answered(session, actor, referral, link, told, now)


def _answered(
    session: Session, actor: Actor, referral: Referral, link: AckLink, told: rules.Reply, now: datetime
) -> None:
    link.answered_at = now
    link.name, link.post = told.name, told.post
    if told.answer == rules.TAKES_ON:
        referrals.acknowledge(session, actor, referral, now)
    else:
        referrals.decline_letter(session, actor, referral, told.reason, now)


def _link(referral: Referral, actor: Actor, hashed: str, now: datetime) -> AckLink:
    return AckLink(
        id=uuid7(),
        referral_id=referral.id,
        subject_id=referral.subject_id,
        token_hash=hashed,
        made_at=now,
        made_by_id=actor.id,
        expires_at=now,
        answered_at=None,
    )


def _end_unused(session: Session, referral: Referral, now: datetime) -> None:
    unused = select(AckLink).where(
        AckLink.referral_id == referral.id, AckLink.token_hash != "", AckLink.answered_at.is_(None)
    )
    for earlier in session.scalars(unused):
        earlier.expires_at = min(earlier.expires_at, now)


def note_guess(session: Session, place: str, now: datetime) -> None:
    """Somebody came with a link that leads nowhere: the next try of that place waits longer."""
    session.execute(delete(AckGuess).where(AckGuess.next_at < now - rules.FORGOTTEN_AFTER))
    guess = session.get(AckGuess, place, with_for_update=True, populate_existing=True)
    if guess is None:
        with suppress(IntegrityError), session.begin_nested():  # the same place may come twice in one moment
            session.add(AckGuess(place=place, failures=1, next_at=now))
        return
    guess.failures += 1
    guess.next_at = now + rules.delay_after(guess.failures)
