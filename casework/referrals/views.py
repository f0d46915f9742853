"""Pages of the facility on what was referred to it: the inbox, the envelope, the person."""

from typing import cast

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.providers.queries import names
from casework.referrals import (
    contact_views,
    deciding_views,
    funnel_views,
    opening_views,
    operations,
    part_presenters,
    presenters,
    queries,
)
from casework.referrals.blueprint import blueprint, ended, found, overtaken
from casework.referrals.known_queries import case_by_id
from casework.referrals.listing import Which
from casework.referrals.models import Referral
from casework.referrals.states import SENT
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.guard import permission
from casework.ui.paging import SIZE, Page, page_number

__all__ = ["blueprint", "contact_views", "deciding_views", "funnel_views", "opening_views"]

navigation.add("referrals.inbox", N_("Referrals"), "referral:inbox", 15)
BOXES = {"waiting": N_("Waiting for a decision"), "open": N_("Taken on"), "ended": N_("Ended")}


@blueprint.get("")
@permission("referral:inbox")
def inbox() -> ResponseReturnValue:
    """What was sent to one's own organisation: what waits first, by risk."""
    asked = request.args.get("which", "")
    which: Which = cast(Which, asked) if asked in BOXES else "waiting"
    number = page_number()
    listed = queries.inbox(context.session(), context.actor(), which, number, SIZE)
    rows = presenters.lines(listed.rows, context.policy().deadlines, context.now())
    page = Page(rows, number, SIZE, listed.total, listed.more)
    return render_template("referrals/inbox.html", page=page, which=which, boxes=BOXES)


@blueprint.get("/<reference>")
@permission("referral:read")
def show(reference: str) -> ResponseReturnValue:
    """The envelope; whoever reads it first has received it for her organisation."""
    session, actor, policies = context.session(), context.actor(), context.policy()
    referral = found(reference, "referral:read")
    if referral.state == SENT:
        operations.receive(session, actor, referral, context.now())
        session.flush()
    consent_ended = ended(referral)
    return render_template(
        "referrals/show.html",
        referral=referral,
        consent_ended=consent_ended,
        sender=names(session, {referral.sender_id}).get(referral.sender_id, ""),
        envelope=part_presenters.envelope(queries.envelope_of(session, actor, referral, policies=policies)),
        due=presenters.due(policies.deadlines, referral, context.now()),
        open_by=presenters.open_by(policies.deadlines, referral),
        steps=queries.progress(session, actor, referral),
        questions=queries.questions_of(session, actor, referral),
        actions=presenters.actions(referral, consent_ended=consent_ended),
        case=case_by_id(session, actor, referral.taken_case_id),
        risk_colour=presenters.RISK_COLOURS.get(referral.risk),
    )


@blueprint.get("/<reference>/person")
@permission("referral:read")
def person(reference: str) -> ResponseReturnValue:
    """The person's part as it was sent, from acceptance on; the log keeps who opened it."""
    return _person(found(reference, "referral:read"), numbers=False)


@blueprint.post("/<reference>/person")
@permission("referral:read")
def person_numbers(reference: str) -> ResponseReturnValue:
    """The same with its numbers, under the block that says how to use them."""
    return _person(found(reference, "referral:read"), numbers=True)


def _person(referral: Referral, *, numbers: bool) -> ResponseReturnValue:
    if not referral.revealed:
        return overtaken(referral.reference)
    session, actor = context.session(), context.actor()
    values = queries.person_of(session, actor, referral, policies=context.policy())
    return render_template(
        "referrals/person.html",
        referral=referral,
        block=part_presenters.safe_block(values),
        warning=part_presenters.safe_warning(values),
        person=part_presenters.person(values),
        numbers=part_presenters.numbers(values) if numbers else None,
        case=case_by_id(session, actor, referral.taken_case_id),
    )
