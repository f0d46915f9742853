"""The letter to a receiver outside the system: printed, with or without a link; or answered by other means."""

from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework.cases.models import Case
from casework.outbound import letters, operations, queries, rules
from casework.outbound.blueprint import blueprint, found, shown
from casework.outbound.reply_forms import ToldForm
from casework.providers.models import Provider
from casework.referrals import queries as referrals
from casework.referrals.models import Referral
from casework.referrals.states import OUTSIDE, SENT, acts_from
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _


@blueprint.get("/<sent>/letter")
@permission("referral:letter")
def letter(reference: str, sent: str) -> ResponseReturnValue:
    """The letter without a link."""
    case, referral = found(reference, sent, "referral:letter")
    return _printed(case, referral)


@blueprint.post("/<sent>/letter")
@permission("referral:letter")
def letter_with_link(reference: str, sent: str) -> ResponseReturnValue:
    """The letter with a new link, shown only now; an earlier one ends."""
    case, referral = found(reference, sent, "referral:letter")
    session, actor, now = context.session(), context.actor(), context.now()
    policies = context.policy()
    operations.check_printed(session, actor, referral, now, policies=policies)
    earlier = queries.link_until(session, actor, referral)
    token, link = operations.make_link(session, actor, referral, now, policies=policies)
    address = url_for("letters.acknowledge", token=token, _external=True)
    return _printed(case, referral, address, link.expires_at, replaced=earlier is not None and earlier > now)


def _printed(
    case: Case, referral: Referral, link: str = "", until: datetime | None = None, *, replaced: bool = False
) -> str:
    session, actor, policies, now = context.session(), context.actor(), context.policy(), context.now()
    operations.check_printed(session, actor, referral, now, policies=policies)
    values = referrals.envelope_of(session, actor, referral, policies=policies)
    values |= referrals.person_of(session, actor, referral, policies=policies)
    operations.note_printed(session, actor, referral, now, link=bool(link))
    made = letters.letter(
        values,
        agency=session.get_one(Provider, referral.sender_id).name,
        to=referral.outside,
        receipt=referral.receipt,
        policies=policies,
        link=link,
        expires_at=until,
    )
    return render_template(
        "outbound/letter.html",
        case=case,
        referral=referral,
        letter=made,
        can_link=referral.state == SENT,
        replaced=replaced,
    )


@blueprint.route("/<sent>/reply", methods=["GET", "POST"])
@permission("referral:letter")
def replied(reference: str, sent: str) -> ResponseReturnValue:
    """Write down what the receiver has told us by other means: that it has the letter, or can't take it on."""
    case, referral = found(reference, sent, "referral:letter")
    able = acts_from(referral.state, OUTSIDE)
    if referral.receiver_id is not None or "decline_letter" not in able:
        return shown(reference, sent)
    form = ToldForm()
    if "acknowledge" not in able:
        form.only_decline()
    if form.validate_on_submit():
        with attempt(form):
            operations.write_down(context.session(), context.actor(), referral, form.reply(), context.now())
            notice(_("What the receiver said was recorded."))
            return shown(reference, sent)
    return render_template(
        "outbound/replied.html", case=case, referral=referral, form=form, declines=rules.DECLINES
    )
