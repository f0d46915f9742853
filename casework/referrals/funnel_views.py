"""The page for supervisors: how far the people came whom others referred here."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.providers.queries import names
from casework.referrals import funnel_presenters
from casework.referrals.blueprint import blueprint
from casework.referrals.forms import FunnelForm
from casework.referrals.funnel import cut_off, halves
from casework.referrals.funnel_queries import funnel as protected
from casework.ui import context
from casework.ui.guard import permission


@blueprint.get("/funnel")
@permission("referral:funnel")
def funnel() -> ResponseReturnValue:
    """A half-year's people by stage, of all senders, of each kind, and of each sender with enough people."""
    offered = halves(context.today())
    form = FunnelForm()
    form.half.choices = [(one.code, funnel_presenters.half_name(one)) for one in offered]
    half = next((one for one in offered if one.code == form.half.data), offered[0])
    form.half.data = half.code
    policy = context.policy().disclosure
    rows = protected(context.session(), context.actor(), half, policy.k, context.now())
    senders = names(context.session(), {row.sender_id for row in rows if row.sender_id})
    return render_template(
        "referrals/funnel.html",
        form=form,
        half=half,
        cut_off=cut_off(half),
        labels=funnel_presenters.STAGE_LABELS,
        lines=funnel_presenters.lines(rows, senders),
        bars=funnel_presenters.bars,
        policy=policy,
    )
