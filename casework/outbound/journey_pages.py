"""The pages of a referral out of a case, drawn: what is said beside the questions."""

from flask import render_template

from casework.outbound import presenters
from casework.outbound.forms import OTHER, TellForm
from casework.outbound.journey import Journey
from casework.outbound.steps import STEPS, WHOM, number
from casework.ui.forms import Form

TEMPLATES = {"need": "outbound/need.html", "whom": "outbound/whom.html", "tell": "outbound/tell.html"}


def page(journey: Journey, step: str, form: Form) -> str:
    """One page, with what has changed since it was filled in."""
    beside: dict[str, object] = {}
    if step == WHOM:
        beside = {"need": journey.need, "gone": journey.gone, "other": OTHER}
    elif isinstance(form, TellForm):
        beside = _telling(journey, form)
    return render_template(
        TEMPLATES[step],
        case=journey.case,
        form=form,
        draft_id=journey.draft_id,
        step=step,
        number=number(step),
        total=len(STEPS),
        **beside,
    )


def _telling(journey: Journey, form: TellForm) -> dict[str, object]:
    receiver, values = journey.told, journey.known.values
    return {
        "receiver": receiver,
        "kind": presenters.kind_words(receiver),
        "consent": presenters.consent_words(journey.consent),
        "purpose": journey.purpose,
        "block": presenters.block(values),
        "narrative": values.get("narrative", "") if "narrative" in form else "",
        "outdated": () if form.errors else journey.outdated(form),
        "left_out": presenters.field_names(journey.left_out(form)),
    }
