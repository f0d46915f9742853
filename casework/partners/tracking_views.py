"""What became of what one's organisation sent: states and times, and the few acts that are the sender's."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.conflicts import silence
from casework.partners import presenters
from casework.partners.queries import receipt_of
from casework.partners.tracking_forms import AnswerForm, CountersignForm, RevokeForm
from casework.referrals import operations, queries
from casework.referrals.known_queries import case_by_id
from casework.referrals.models import Referral
from casework.referrals.rules import DANGER
from casework.referrals.states import SENDER, acts_from
from casework.refusal import N_
from casework.ui import context, navigation
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _
from casework.ui.paging import SIZE, Page, page_number

blueprint = Blueprint("tracking", __name__, url_prefix="/refer/sent")
silence.leave_open("tracking.receipt")  # see partners.queries.receipt_of
navigation.add("tracking.listing", N_("Sent referrals"), "referral:track", 16)


def _referral(reference: str, needed: str) -> Referral:
    return queries.referral_by_reference(context.session(), context.actor(), needed, reference)


@blueprint.get("/")
@permission("referral:track")
def listing() -> ResponseReturnValue:
    """What one's own organisation sent: receipt, state and times, nothing of whom."""
    number = page_number()
    listed = queries.sent(context.session(), context.actor(), number, SIZE)
    page = Page(listed.rows, number, SIZE, listed.total, listed.more)
    return render_template(
        "partners/sent.html",
        page=page,
        tags=presenters.TAGS,
        may_sign=may(context.actor(), "referral:countersign"),
    )


@blueprint.get("/<reference>")
@permission("referral:track")
def overview(reference: str) -> ResponseReturnValue:
    """How far one referral is, and what its sender may do."""
    session, actor = context.session(), context.actor()
    referral = _referral(reference, "referral:track")
    return render_template(
        "partners/overview.html",
        referral=referral,
        steps=queries.progress(session, actor, referral),
        questions=queries.questions_of(session, actor, referral),
        acts=acts_from(referral.state, SENDER),
        unsigned=presenters.unsigned(referral),
        sign_by=presenters.due(context.policy().deadlines, "countersign", referral),
        own=referral.sent_by_id == actor.id,
        consent_ended=queries.has_ended(session, referral, context.today()),
        may_sign=may(actor, "referral:countersign"),
        tags=presenters.TAGS,
        case=case_by_id(session, actor, referral.case_id),
    )


@blueprint.get("/<reference>/receipt")
@permission("referral:track")
def receipt(reference: str) -> ResponseReturnValue:
    """The number to keep, and what happens next, by when."""
    found = receipt_of(context.session(), context.actor(), reference)
    referral, deadlines = found.referral, context.policy().deadlines
    return render_template(
        "partners/receipt.html",
        referral=referral,
        follow=url_for(".overview", reference=reference) if found.open else url_for(".listing"),
        read_by=presenters.due(deadlines, "acknowledge", referral),
        contact_by=presenters.due(deadlines, "first_contact", referral),
        unsigned=presenters.unsigned(referral) if found.open else referral.ground == DANGER,
        sign_by=presenters.due(deadlines, "countersign", referral),
        begins=may(context.actor(), "referral:begin"),
    )


@blueprint.route("/<reference>/revoke", methods=["GET", "POST"])
@permission("referral:revoke")
def revoke(reference: str) -> ResponseReturnValue:
    """Take a referral back before anybody has accepted it."""
    referral = _referral(reference, "referral:revoke")
    form = RevokeForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.revoke(
                context.session(), context.actor(), referral, form.reason.data or "", context.now()
            )
            notice(_("The referral was taken back. Nobody can open it any more."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("partners/revoke.html", form=form, referral=referral)


@blueprint.route("/<reference>/answer", methods=["GET", "POST"])
@permission("referral:answer")
def answer(reference: str) -> ResponseReturnValue:
    """Answer what the facility asked."""
    session, actor = context.session(), context.actor()
    referral = _referral(reference, "referral:answer")
    asked = [one for one in queries.questions_of(session, actor, referral) if one.answered_at is None]
    if not asked:
        return redirect(url_for(".overview", reference=reference), 303)
    form = AnswerForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.answer(session, actor, referral, asked[0].id, form.answer.data or "", context.now())
            notice(_("The answer was sent."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template("partners/answer.html", form=form, referral=referral, question=asked[0])


@blueprint.route("/<reference>/countersign", methods=["GET", "POST"])
@permission("referral:countersign")
def countersign(reference: str) -> ResponseReturnValue:
    """A colleague's signature under a danger to life."""
    referral = _referral(reference, "referral:countersign")
    if not presenters.unsigned(referral):
        return redirect(url_for(".overview", reference=reference), 303)
    form = CountersignForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.countersign(context.session(), context.actor(), referral, context.now())
            notice(_("You have countersigned the referral."))
            return redirect(url_for(".overview", reference=reference), 303)
    return render_template(
        "partners/countersign.html",
        form=form,
        referral=referral,
        own=referral.sent_by_id == context.actor().id,
        sign_by=presenters.due(context.policy().deadlines, "countersign", referral),
    )
