"""What a receiver without an account sees: the envelope of one letter, and a form to answer it, once."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from casework.outbound import operations, queries, rules
from casework.outbound.blueprint import door
from casework.outbound.reply_forms import ReplyForm
from casework.providers.models import Provider
from casework.referrals import states
from casework.referrals.consents import check_still
from casework.referrals.models import Referral
from casework.referrals.part_presenters import envelope
from casework.referrals.queries import envelope_by_link
from casework.refusal import Refusal
from casework.ui import context
from casework.ui.attempt import attempt
from casework.ui.guard import public

NOBODY = "nobody"


@door.route("/acknowledge/<token>", methods=["GET", "POST"])
@public
def acknowledge(token: str) -> ResponseReturnValue:
    """The envelope; POST answers it. A link that was used, is over, or never was, gets one and the same answer."""
    session, now = context.session(), context.now()
    place = rules.place(request.remote_addr or "", context.vault().keys.app_key("letters"))
    wait = queries.wait_of(session, place, now)
    if wait:
        raise TooManyRequests(retry_after=wait)
    found = queries.by_token(session, token, now)
    if found is not None and not _covered(found[1]):
        return _nothing(place)
    # Whoever holds the link reads; a member of staff who happens to be signed in does so as nobody.
    nobody = context.policy().access.actor(None, NOBODY, None, "")
    session.info["actor"] = nobody
    form = ReplyForm()
    if form.validate_on_submit():
        with attempt(form):
            done = operations.reply(session, nobody, token, form.reply(), now)
            if done is None:
                return _nothing(place)
            return render_template(
                "outbound/thanks.html", referral=done, declined=done.state == states.DECLINED
            )
    return _nothing(place) if found is None else _envelope(found[1], form)


def _covered(referral: Referral) -> bool:
    """Whether it may be told still: consent that has ended since covers no new reading."""
    try:
        check_still(context.session(), referral, context.today(), policies=context.policy())
    except Refusal:
        return False
    return True


def _nothing(place: str) -> str:
    operations.note_guess(context.session(), place, context.now())
    return render_template("outbound/nothing.html")


def _envelope(referral: Referral, form: ReplyForm) -> str:
    session, policies = context.session(), context.policy()
    return render_template(
        "outbound/acknowledge.html",
        form=form,
        declines=rules.DECLINES,
        referral=referral,
        sender=session.get_one(Provider, referral.sender_id).name,
        envelope=envelope(envelope_by_link(session, referral, policies=policies)),
    )
