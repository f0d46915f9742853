"""Pages of the risk: the level that counts, what was stated before, and the second person's word."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import may
from casework.cases.models import Case
from casework.cases.queries import case_by_reference
from casework.safety import risk_operations as operations
from casework.safety import risk_presenters as presenters
from casework.safety import risk_queries as queries
from casework.safety.blueprint import blueprint
from casework.safety.risk_forms import CONFIRM, RiskForm, SecondForm
from casework.safety.risk_rules import PROPOSED
from casework.ui import context
from casework.ui.attempt import attempt, notice
from casework.ui.guard import permission
from casework.ui.language import _

blueprint.record_once(presenters.offer_panel)


@blueprint.route("/risk", methods=["GET", "POST"])
@permission("risk:assess")
def risk(reference: str) -> ResponseReturnValue:
    """How great the risk is and was; state it anew."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "risk:assess", reference)
    form = RiskForm()
    if form.validate_on_submit():
        with attempt(form):
            stated = operations.assess(session, actor, case, form.request(), context.now())
            notice(presenters.recorded(stated.standing == PROPOSED))
            return redirect(url_for(".risk", reference=reference), 303)
    return _page(case, form)


def _page(case: Case, form: RiskForm) -> str:
    session, actor, deadlines = context.session(), context.actor(), context.policy().deadlines
    current, proposed = (queries.current_of(session, actor, case), queries.proposed_of(session, actor, case))
    return render_template(
        "safety/risk.html",
        case=case,
        form=form,
        warning=presenters.warning(current, deadlines, context.now()),
        facts=presenters.facts(current, proposed, deadlines),
        proposed=proposed if may(actor, "risk:confirm") else None,
        history=presenters.lines(queries.statements(session, actor, case), context.policy().danger),
    )


@blueprint.route("/risk/<uuid:risk_id>", methods=["GET", "POST"])
@permission("risk:confirm")
def second(reference: str, risk_id: UUID) -> ResponseReturnValue:
    """The second person decides on a lower level."""
    session, actor = context.session(), context.actor()
    case = case_by_reference(session, actor, "risk:confirm", reference)
    proposal = queries.proposal(session, actor, case, risk_id)
    if proposal.standing != PROPOSED:
        notice(_("This has been decided already."))
        return redirect(url_for(".risk", reference=reference), 303)
    form = SecondForm()
    if form.validate_on_submit():
        with attempt(form):
            decide = operations.confirm if form.decision.data == CONFIRM else operations.decline
            decide(session, actor, case, proposal, context.now())
            notice(_("Your decision was recorded."))
            return redirect(url_for(".risk", reference=reference), 303)
    current = queries.current_of(session, actor, case)
    stated = [one for one in queries.statements(session, actor, case) if one.risk.id == proposal.id]
    return render_template(
        "safety/second.html",
        case=case,
        form=form,
        facts=presenters.facts(current, None, context.policy().deadlines),
        proposal=presenters.lines(stated, context.policy().danger)[0],
    )
