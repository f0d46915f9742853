"""Pages on which a facility tries to reach the person referred, and says how it ended."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.referrals import operations, presenters, queries
from casework.referrals.blueprint import blueprint, can, found, overtaken, shown, tried
from casework.referrals.forms import AttemptForm, CloseForm, StepForm
from casework.referrals.known_queries import case_by_id
from casework.referrals.models import Referral
from casework.referrals.states import CONTACT_UNSAFE, REVEALED
from casework.safety import presenters as safe
from casework.safety.queries import of_person
from casework.ui import context
from casework.ui.attempt import notice
from casework.ui.guard import permission
from casework.ui.language import _

Step = Callable[[Session, Actor, Referral, int, datetime], None]
STEPS: Mapping[str, Step] = {
    "engage": operations.engage,
    "give_up": operations.give_up,
    "mark_unsafe": operations.mark_unsafe,
    "resume": operations.resume,
    "person_declines": operations.person_declined,
}
CLOSE = "close"


@blueprint.route("/<reference>/contact", methods=["GET", "POST"])
@permission("referral:contact")
def contact(reference: str) -> ResponseReturnValue:
    """How to reach the person without danger, what was tried, and the next attempt."""
    session, actor = context.session(), context.actor()
    referral = found(reference, "referral:contact")
    if referral.state not in REVEALED:
        return overtaken(reference)
    form = AttemptForm()
    if not form.is_submitted():
        form.prefill()

    def act() -> ResponseReturnValue:
        operations.attempt(session, actor, referral, form.request(), context.now())
        notice(_("The attempt was recorded."))
        return shown(reference)

    if form.validate_on_submit():
        done = tried(form, reference, act) if can(referral, "attempt") else overtaken(reference)
        if done is not None:
            return done
    return _contact(referral, form)


def _contact(referral: Referral, form: AttemptForm) -> str:
    session, actor = context.session(), context.actor()
    case = case_by_id(session, actor, referral.taken_case_id)
    block = of_person(session, actor, case.survivor_id) if case else None
    told = queries.person_of(session, actor, referral, policies=context.policy())
    attempts = queries.attempts_of(session, actor, referral)
    return render_template(
        "referrals/contact.html",
        referral=referral,
        form=form,
        case=case,
        block=safe.block(block),
        warning=safe.warning(block),
        sender_warning=presenters.safe_warning(told),
        unsafe=referral.state == CONTACT_UNSAFE,
        attempts=attempts,
        tally=presenters.tally(attempts),
        open=can(referral, "attempt"),
    )


@blueprint.route("/<reference>/steps/<step>", methods=["GET", "POST"])
@permission("referral:contact")
def step(reference: str, step: str) -> ResponseReturnValue:
    """One step further, after a page that says what it means."""
    if step not in {*STEPS, CLOSE}:
        abort(404)
    referral = found(reference, "referral:contact")
    if not can(referral, step):
        return overtaken(reference)
    form: Any = CloseForm(obj=referral) if step == CLOSE else StepForm(obj=referral)
    if step == CLOSE and not form.is_submitted():
        form.reason.data = ""

    def act() -> ResponseReturnValue:
        who = (context.session(), context.actor(), referral, form.version.data or 0, context.now())
        if step == CLOSE:
            operations.close(*who, reason=form.reason.data or "")
        else:
            STEPS[step](*who)
        notice(_("It was recorded. The sender sees the state and the time."))
        return shown(reference)

    done = tried(form, reference, act) if form.validate_on_submit() else None
    return done or render_template(
        "referrals/step.html",
        referral=referral,
        form=form,
        step=step,
        explained=presenters.EXPLAINED[step],
        tally=presenters.tally(queries.attempts_of(context.session(), context.actor(), referral)),
    )
