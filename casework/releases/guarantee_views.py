"""Everything ever released, for the data-protection officer, and its guarantee recomputed when she asks."""

from typing import cast

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.queries import names
from casework.indicators.policies import SitePolicies
from casework.oversight.presenters import facts_of, role_of
from casework.oversight.wording import event_label
from casework.refusal import N_
from casework.releases import presenters, queries, rechecks
from casework.releases.verdicts import rows
from casework.ui import context, navigation
from casework.ui.attempt import notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint = Blueprint("guarantee", __name__, url_prefix="/released")
navigation.add("guarantee.ledger", N_("Everything released"), "release:verify", 46)
SHOWN = 50


@blueprint.get("")
@permission("release:verify")
def ledger() -> ResponseReturnValue:
    """Each release and each year, with what was last found of them, and who took figures away."""
    session, settings = context.session(), context.settings()
    found = queries.approved(session)
    uses = queries.uses(session, context.actor(), SHOWN)
    people = {one.proposed_by_id for one in found} | {one.decided_by_id for one in found}
    last, progress = rechecks.last(settings), rechecks.running(settings, context.now())
    return render_template(
        "releases/guarantee.html",
        years=rows(found, last, cast(SitePolicies, context.policy())),
        last=last,
        running=progress is not None,
        progress_at=progress,
        uses=uses,
        staff=names(session, people | {use.actor_id for use in uses}),
        show=presenters,
        event_label=event_label,
        facts_of=facts_of,
        role_of=role_of,
    )


@blueprint.post("/verify")
@permission("release:verify")
def verify() -> ResponseReturnValue:
    """Recompute the guarantee, in a process of its own."""
    rechecks.begin(context.session(), context.wiring(), context.actor(), context.now())
    notice(_("The guarantee is being recomputed."))
    return redirect(url_for(".ledger"), 303)
