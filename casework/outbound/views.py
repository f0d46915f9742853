"""Pages of the referrals of a case: the list, and one with its letter."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases.queries import case_by_reference
from casework.intake.expiry import kept_since
from casework.outbound import acknowledge_views, journey_views, letter_views, operations, presenters, queries
from casework.outbound.blueprint import blueprint, found
from casework.partners.presenters import TAGS, unsigned
from casework.providers.queries import names
from casework.referrals import queries as referrals
from casework.referrals.states import SENDER, acts_from
from casework.ui import context
from casework.ui.guard import permission

__all__ = ["acknowledge_views", "blueprint", "journey_views", "letter_views"]

blueprint.record_once(presenters.offer_panel)


@blueprint.get("")
@permission("case:read")
def index(reference: str) -> ResponseReturnValue:
    """The referrals of a case: those sent from it, the one it came from, and what the viewer has begun."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "case:read", reference)
    lines = presenters.lines(session, case, referrals.of_case(session, actor, case))
    return render_template(
        "outbound/index.html",
        case=case,
        lines=lines,
        drafts=queries.begun_in(session, actor, case, kept_since()) if may(actor, "referral:send") else (),
    )


@blueprint.get("/<sent>")
@permission("referral:track")
def show(reference: str, sent: str) -> ResponseReturnValue:
    """One referral that was sent from the case: how far it is, and what its sender may do."""
    session, actor = context.session(), context.actor()
    case, referral = found(reference, sent, "referral:track")
    receiver = presenters.told_of(referral)
    known = names(session, {receiver}) if receiver else {}
    letter = referral.receiver_id is None and may(actor, "referral:letter")
    until = queries.link_until(session, actor, referral) if letter else None
    return render_template(
        "outbound/show.html",
        case=case,
        referral=referral,
        facts=presenters.facts(referral, presenters.receiver(referral, known)),
        steps=referrals.progress(session, actor, referral),
        questions=referrals.questions_of(session, actor, referral),
        acts=acts_from(referral.state, SENDER),
        unsigned=unsigned(referral),
        sign_by=presenters.sign_by(referral),
        own=referral.sent_by_id == actor.id,
        consent_ended=referrals.has_ended(session, referral, context.today()),
        tags=TAGS,
        prints=letter and referral.state in operations.PRINTED,
        letter=letter,
        replies=presenters.replies(referral, queries.replies_of(session, actor, referral)) if letter else (),
        link_until=until,
        link_over=until is not None and until <= context.now(),
    )
