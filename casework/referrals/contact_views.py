"""Pages on which a facility tries to reach the person referred, and says how it ended."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Actor
from casework.referrals import operations, part_presenters, presenters, queries
from casework.referrals.blueprint import act_on, blueprint, can, found, overtaken, tried
from casework.referrals.forms import AttemptForm, CloseForm, StepForm
from casework.referrals.known_queries import case_by_id
from casework.referrals.models import Referral
from casework.referrals.states import CONTACT_UNSAFE
from casework.safety import presenters as safe
from casework.safety.queries import of_person
from casework.ui import context
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
    if not referral.revealed:
        return overtaken(reference)
    form = AttemptForm()
    if not form.is_submitted():
        form.prefill()
    elif not can(referral, "attempt"):
        return overtaken(reference)

    def do() -> None:
        operations.attempt(session, actor, referral, form.request(), context.now())

    said = _("The attempt was recorded.")
    done = tried(form, reference, do, said) if form.validate_on_submit() else None
    return done or _contact(referral, form)


def _contact(referral: Referral, form: AttemptForm) -> str:
    session, actor = context.session(), context.actor()
    case = case_by_id(session, actor, referral.taken_case_id)
    block = of_person(session, actor, case.survivor_id) if case else None
    told = queries.person_of(session, actor, referral, policies=context.policy())
    as_sent = part_presenters.safe_warning(told)
    attempts = queries.attempts_of(session, actor, referral)
    return render_template(
        "referrals/contact.html",
        referral=referral,
        form=form,
        case=case,
        block=safe.block(block) if case else part_presenters.safe_block(told),
        warning=safe.warning(block) if case else as_sent,
        sender_warning=as_sent,
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
    form: Any = CloseForm(version=referral.version) if step == CLOSE else StepForm(version=referral.version)

    def do() -> None:
        who = (context.session(), context.actor(), referral, form.version.data or 0, context.now())
        if step == CLOSE:
            operations.close(*who, reason=form.reason.data or "")
        else:
            STEPS[step](*who)

    return act_on(
        referral,
        step,
        form,
        do,
        said=_("It was recorded. The sender sees the state and the time."),
        page="referrals/step.html",
        step=step,
        explained=presenters.explained(step, referral),
        tally=presenters.tally(queries.attempts_of(context.session(), context.actor(), referral)),
    )
